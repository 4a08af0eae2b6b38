package io.peerstage.standalone;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that lives in the data directory, listens on loopback alone, and keeps what it has acknowledged through any crash. If the
 * server dies, it is started again at the same port.
 */
final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String NAME = "database";
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Path database;
    private final Path binaries;
    private final int port;
    private EmbeddedPostgres server;
    private volatile boolean closing;

    private EmbeddedDatabase(DataDirectory directory, int port) {
        this.database = directory.resolve(NAME);
        this.binaries = directory.resolve("postgresql");
        this.port = port;
    }

    static EmbeddedDatabase start(DataDirectory directory) throws IOException {
        var database = new EmbeddedDatabase(directory, freePort());
        Postmaster.stopOrphan(database.database);
        database.startServer();
        var watch = new Thread(database::watch, "watch over PostgreSQL");
        watch.setDaemon(true);
        watch.start();
        return database;
    }

    /** Of the one that another process has started in that data directory; empty if none runs. */
    static Optional<URI> running(Path dataDirectory) throws IOException {
        return Postmaster.of(dataDirectory.resolve(NAME))
                .filter(Postmaster::isRunning)
                .map(server -> url(server.port()));
    }

    URI url() {
        return url(port);
    }

    private static URI url(int port) {
        return URI.create("postgresql://postgres@localhost:" + port + "/postgres");
    }

    @Override
    public synchronized void close() throws IOException {
        closing = true;
        server.close();
    }

    private synchronized void startServer() throws IOException {
        server = EmbeddedPostgres.builder()
                .setDataDirectory(database)
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(TO_START)
                .setLocaleConfig("locale", "C")
                // The library is made for tests and would trade durability for speed.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .start();
    }

    private void watch() {
        while (!closing) {
            Pause.of(BETWEEN_LOOKS);
            try {
                restartIfDead();
            } catch (IOException
                    | RuntimeException notYet) { // the dead one's children may hold its memory for a moment
                log.warn("PostgreSQL does not start yet: {}", notYet.getMessage());
            }
        }
    }

    private synchronized void restartIfDead() throws IOException {
        if (!closing && Postmaster.of(database).filter(Postmaster::isRunning).isEmpty()) {
            log.warn("PostgreSQL has died; starting it again");
            server.close(); // lets go of the files of the dead one
            startServer();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
