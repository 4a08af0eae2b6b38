package io.peerstage.standalone;

import io.peerstage.gateway.GatewayService;
import io.peerstage.profiles.ProfilesService;
import io.peerstage.runtime.BadSetting;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Service;
import io.peerstage.runtime.Settings;
import io.peerstage.signaling.SignalingService;
import io.peerstage.streams.StreamsService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** All services in one JVM. */
public final class Product implements AutoCloseable {
    /** Each is started before those that ask it. */
    public static final List<Service> SERVICES =
            List.of(ProfilesService.SERVICE, StreamsService.SERVICE, SignalingService.SERVICE, GatewayService.SERVICE);

    private final Vertx vertx;
    private final Node node;
    private final Optional<EmbeddedDatabase> database;
    private final Optional<DataDirectory> directory;

    private Product(Vertx vertx, Node node, Optional<EmbeddedDatabase> database, Optional<DataDirectory> directory) {
        this.vertx = vertx;
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
        await(node.stop());
        await(vertx.close());
        closeAll(database, directory);
    }

    private static Product start(
            Settings settings, Clock clock, Optional<EmbeddedDatabase> database, Optional<DataDirectory> directory)
            throws IOException {
        var registry = UUID.randomUUID().toString();
        var vertx = vertx(registry);
        try {
            return new Product(
                    vertx, await(Node.start(vertx, settings, clock, registry, SERVICES)), database, directory);
        } catch (RuntimeException failed) {
            await(vertx.close());
            closeAll(database, directory);
            throw failed;
        }
    }

    private static Vertx vertx(String registry) {
        var metrics = new MicrometerMetricsOptions()
                .setEnabled(true)
                .setRegistryName(registry)
                .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true));
        return Vertx.builder()
                .with(new VertxOptions().setMetricsOptions(metrics))
                .withMetrics(new MicrometerMetricsFactory())
                .build();
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

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
