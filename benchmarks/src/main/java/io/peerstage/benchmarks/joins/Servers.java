package io.peerstage.benchmarks.joins;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts the two servers that are compared, each as its users start it, with the limits off that one machine's crowd would meet. */
final class Servers {
    static final String PEERJS = "peer@1.0.2";

    private static final String NO_LIMIT = "1000000";
    private static final int MINUTES_TO_INSTALL = 2;
    private static final String START_PEERJS =
            "require('peer').PeerServer({host: '127.0.0.1', port: +process.argv[1], concurrent_limit: 100000}, () =>"
                    + " console.log('listens'))";

    /** The product in one JVM, without any options of the JVM, on a PostgreSQL of its own. */
    static ServerProcess product(int port, Path data) throws IOException {
        return ServerProcess.start(
                port,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.peerstage.standalone.Standalone"),
                Map.of(
                        "PEERSTAGE_HTTP_PORT",
                        String.valueOf(port),
                        "PEERSTAGE_MANAGEMENT_PORT",
                        "0",
                        "PEERSTAGE_DATA_DIR",
                        data.toString(),
                        "PEERSTAGE_PEERS_PER_ADDRESS",
                        NO_LIMIT,
                        "PEERSTAGE_INTRODUCTIONS_PER_MINUTE",
                        NO_LIMIT,
                        "PEERSTAGE_INTRODUCTIONS_PER_HOUR",
                        NO_LIMIT),
                "Peerstage is ready");
    }

    /** Its library rather than its command, which would write two lines a connection. */
    static ServerProcess peerJs(int port, Path directory) throws IOException {
        return ServerProcess.start(
                port,
                List.of("node", "-e", START_PEERJS, String.valueOf(port)),
                Map.of("NODE_PATH", directory.resolve("node_modules").toString(), "NODE_ENV", "production"),
                "listens");
    }

    static void installPeerJs(Path directory) throws IOException, InterruptedException {
        var npm = new ProcessBuilder(
                        "npm",
                        "install",
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts",
                        "--prefix",
                        directory.toString(),
                        PEERJS)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("npm.log").toFile())
                .start();
        if (!npm.waitFor(MINUTES_TO_INSTALL, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IOException(Files.readString(directory.resolve("npm.log")));
        }
    }

    /** The WebSocket library that npm chose for it. */
    static String versionOfWs(Path directory) throws IOException {
        return new JsonObject(Files.readString(directory.resolve("node_modules/ws/package.json"))).getString("version");
    }

    static String versionOfNode() {
        try {
            var node = new ProcessBuilder("node", "--version").start();
            try (var output = node.getInputStream()) {
                return new String(output.readAllBytes(), StandardCharsets.US_ASCII).strip();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Servers() {}
}
