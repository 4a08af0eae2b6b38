package io.peerstage.standalone;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that lives in the data directory, listens on loopback alone, and keeps what it has acknowledged through any crash. If the
 * server dies, it is started again at the same port.
 */
final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final int TRIES = 20;
    private static final long MILLISECONDS_BETWEEN_TRIES = 500;

    private final Path database;
    private final Path binaries;
    private final int port;
    private EmbeddedPostgres server;
    private volatile boolean closing;

    private EmbeddedDatabase(DataDirectory directory, int port) {
        this.database = directory.resolve("database");
        this.binaries = directory.resolve("postgresql");
        this.port = port;
    }

    static EmbeddedDatabase start(DataDirectory directory) throws IOException {
        var database = new EmbeddedDatabase(directory, freePort());
        Postmaster.stopOrphan(database.database);
        database.startServer();
        return database;
    }

    URI url() {
        return URI.create("postgresql://postgres@localhost:" + port + "/postgres");
    }

    @Override
    public synchronized void close() throws IOException {
        closing = true;
        server.close();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // restart fails in no way that it does not log
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
        Postmaster.of(database).ifPresent(running -> running.onExit().thenRunAsync(this::restart));
    }

    private void restart() {
        for (var attempt = 1; !closing && attempt <= TRIES; attempt++) {
            log.warn("PostgreSQL has died; starting it again, attempt {}", attempt);
            try {
                server.close(); // lets go of the files of the dead one
                startServer();
                return;
            } catch (IOException | RuntimeException notYet) { // its children may hold the shared memory for a moment
                log.warn("PostgreSQL does not start yet: {}", notYet.getMessage());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(MILLISECONDS_BETWEEN_TRIES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
