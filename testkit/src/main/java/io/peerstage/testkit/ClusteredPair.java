package io.peerstage.testkit;

import io.peerstage.runtime.Tracing;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Two nodes of one cluster, on loopback and in this JVM; nothing but the network is between their event buses. */
public final class ClusteredPair implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx first;
    private final Vertx second;

    public ClusteredPair() {
        this(Optional.empty(), Optional.empty());
    }

    /** Two that trace. */
    public ClusteredPair(Tracing ofFirst, Tracing ofSecond) {
        this(Optional.of(ofFirst), Optional.of(ofSecond));
    }

    private ClusteredPair(Optional<Tracing> ofFirst, Optional<Tracing> ofSecond) {
        var name = "test-" + UUID.randomUUID();
        var ports = List.of(freePort(), freePort());
        var members = ports.stream().map(port -> LOOPBACK + ":" + port).toList();
        first = join(new TestMember(name, LOOPBACK, ports.get(0), members), ofFirst);
        second = join(new TestMember(name, LOOPBACK, ports.get(1), members), ofSecond);
    }

    public Vertx first() {
        return first;
    }

    public Vertx second() {
        return second;
    }

    @Override
    public void close() {
        Await.get(second.close());
        Await.get(first.close());
    }

    private static Vertx join(TestMember member, Optional<Tracing> tracing) {
        return Await.get(member.join(member.config(), tracing));
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
