package io.peerstage.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A PostgreSQL server that belongs to one test, which may stop it and start it again. */
public final class OwnPostgres implements AutoCloseable {
    private static final String CONNECTIONS = "300";

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    /**
     * @param data an empty directory
     */
    public OwnPostgres(Path data) {
        this.data = data;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        start();
    }

    public URI url() {
        return URI.create("postgresql://postgres:postgres@localhost:" + port + "/postgres");
    }

    /** Connections end, and new ones are refused. */
    public void stop() {
        close();
    }

    /** After {@link #stop}: at the same port, with what was in it. */
    public void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("max_connections", CONNECTIONS)
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        try {
            var postmaster = postmaster();
            server.close(); // gives up after 5 s
            postmaster.ifPresent(left -> {
                left.destroyForcibly();
                left.onExit().join();
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        var file = data.resolve("postmaster.pid");
        return Files.exists(file)
                ? ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(file).get(0).strip()))
                : Optional.empty();
    }
}
