package io.peerstage.benchmarks.joins;

import io.peerstage.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a join costs the server. Three servers run side by side, each with its crowd of scripted peers, all of which live in this JVM: the
 * product with a full room, the product with a small one, and PeerJS's server with as many clients as the full room has. After a warm-up
 * they are measured in turn.
 */
public final class JoinCost implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JoinCost.class);

    private static final int PEERS = Integer.getInteger("joins.peers", 2_000);
    private static final int FEW = 100;
    /** Joins a second. Each of those who come stays for about one second, so that as many are there at a time. */
    static final int RATE = 100;

    static final int RATE_OF_FEW = 50;

    /** Peers a second. */
    private static final int SLOWLY = 20;

    private static final int QUICKLY = 50;
    private static final int SECONDS_TO_WARM_UP = Integer.getInteger("joins.warmup", 90);
    private static final int ROUNDS = Integer.getInteger("joins.rounds", 5);
    /** Of those in a full room, its broadcaster and those who come and go. */
    private static final int RESERVED = RATE + 1;

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1)); // so that a crowd belongs to one thread
    private final WebSocketClient client =
            vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(4 * PEERS));
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private final Deque<ServerProcess> servers = new ArrayDeque<>();
    private final Path directory;

    private JoinCost() throws IOException {
        directory = Files.createTempDirectory("joins");
        vertx.exceptionHandler(thrown -> fault.compareAndSet(null, thrown));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (var measurement = new JoinCost()) {
            Files.writeString(Path.of(arguments[0]), measurement.run());
        }
        System.exit(0);
    }

    private String run() throws IOException, InterruptedException {
        var full = product("full");
        var fullRoom = BridgeCrowd.begin(vertx, client, full.port(), RATE);
        var small = product("small");
        var smallRoom = BridgeCrowd.begin(vertx, client, small.port(), RATE_OF_FEW);
        var peerJs = peerJs();
        var clients = new PeerJsCrowd(vertx, client, peerJs.port(), RATE);

        // What the first hundred cost is classes and caches; the memory of a viewer is what all later ones add.
        // They come one by one, for the tree has yet to learn who can carry how many.
        await(Future.all(fullRoom.fill(FEW, SLOWLY), smallRoom.fill(FEW - RATE_OF_FEW - 1, SLOWLY)));
        await(clients.fill(FEW));
        var few = List.of(Memory.ofJvm(full), Memory.of(peerJs));
        await(fullRoom.fill(PEERS - FEW - RESERVED, QUICKLY));
        await(clients.fill(PEERS - FEW - RESERVED));
        var viewer = Memory.ofJvm(full).since(few.get(0), PEERS - FEW - RESERVED);
        var other = Memory.of(peerJs).since(few.get(1), PEERS - FEW - RESERVED);

        var loads = List.of(
                new Load(full, fullRoom::sent, fullRoom::join, RATE, vertx),
                new Load(small, smallRoom::sent, smallRoom::join, RATE_OF_FEW, vertx),
                new Load(peerJs, clients::sent, () -> clients.join(2), RATE, vertx),
                new Load(peerJs, clients::sent, () -> clients.join(1), RATE, vertx));
        await(Future.all(loads.stream()
                .limit(3)
                .map(load -> load.joins(SECONDS_TO_WARM_UP))
                .toList()));
        for (var round = 0; round < ROUNDS; round++) {
            for (var load : loads) {
                await(load.measure());
            }
        }
        return new Report(PEERS, FEW, SECONDS_TO_WARM_UP, Servers.versionOfWs(directory), loads, viewer, other).text();
    }

    private ServerProcess product(String name) throws IOException {
        return kept(Servers.product(Servers.freePort(), directory.resolve(name)));
    }

    private ServerProcess peerJs() throws IOException, InterruptedException {
        Servers.installPeerJs(directory);
        return kept(Servers.peerJs(Servers.freePort(), directory));
    }

    private ServerProcess kept(ServerProcess server) {
        servers.push(server);
        return server;
    }

    private void await(Future<?> what) {
        try {
            Await.get(what, LONGEST);
        } finally {
            if (fault.get() != null) {
                servers.forEach(server -> log.error("{}", server.lastLines()));
                log.error("a scripted peer failed", fault.get());
            }
        }
        if (fault.get() != null) {
            throw new IllegalStateException(fault.get());
        }
    }

    @Override
    public void close() throws IOException {
        servers.forEach(ServerProcess::close);
        Await.get(vertx.close());
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
