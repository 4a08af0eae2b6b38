package io.peerstage.standalone;

import io.peerstage.gateway.GatewayService;
import io.peerstage.profiles.ProfilesService;
import io.peerstage.runtime.Await;
import io.peerstage.runtime.BadSetting;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Platform;
import io.peerstage.runtime.Service;
import io.peerstage.runtime.Settings;
import io.peerstage.signaling.SignalingService;
import io.peerstage.streams.StreamsService;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** All services in one JVM. */
public final class Product implements AutoCloseable {
    /** Each is started before those that ask it. */
    public static final List<Service> SERVICES =
            List.of(ProfilesService.SERVICE, StreamsService.SERVICE, SignalingService.SERVICE, GatewayService.SERVICE);

    private final Platform platform;
    private final Node node;
    private final Optional<EmbeddedDatabase> database;
    private final Optional<DataDirectory> directory;

    private Product(
            Platform platform, Node node, Optional<EmbeddedDatabase> database, Optional<DataDirectory> directory) {
        this.platform = platform;
        this.node = node;
        this.database = database;
        this.directory = directory;
    }

    /** Succeeds when the product is ready; fails with {@link BadSetting} where an operator can mend what is wrong. */
    public static Product start(Settings settings, Clock clock) throws IOException {
        requireFree("PEERSTAGE_HTTP_PORT", settings.httpPort());
        requireFree("PEERSTAGE_MANAGEMENT_PORT", settings.managementPort());
        if (settings.databaseUrl().isPresent()) {
            return start(settings, clock, Optional.empty(), Optional.empty());
        }
        var directory = DataDirectory.hold(settings.dataDir());
        var database = EmbeddedDatabase.start(directory);
        return start(settings.withDatabase(database.url()), clock, Optional.of(database), Optional.of(directory));
    }

    public Node node() {
        return node;
    }

    /** Drains, then stops the database too. */
    @Override
    public void close() throws IOException {
        Await.get(node.stop());
        Await.get(platform.close());
        closeAll(database, directory);
    }

    private static Product start(
            Settings settings, Clock clock, Optional<EmbeddedDatabase> database, Optional<DataDirectory> directory)
            throws IOException {
        var platform = Platform.open(settings, SERVICES);
        try {
            var node = Await.get(Node.start(platform, settings, clock, SERVICES));
            return new Product(platform, node, database, directory);
        } catch (RuntimeException failed) {
            Await.get(platform.close());
            closeAll(database, directory);
            throw failed;
        }
    }

    private static void closeAll(Optional<EmbeddedDatabase> database, Optional<DataDirectory> directory)
            throws IOException {
        if (database.isPresent()) {
            database.get().close();
        }
        if (directory.isPresent()) {
            directory.get().close();
        }
    }

    /** Says so before the database is started for nothing. */
    private static void requireFree(String setting, int port) {
        try (var probe = new ServerSocket(port)) {
            probe.setReuseAddress(true);
        } catch (IOException busy) {
            throw Node.portInUse(setting, port);
        }
    }
}
