package io.peerstage.gateway.bridge;

import io.peerstage.contract.Failure;
import io.peerstage.contract.streams.StreamId;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The connections that this gateway holds, and the room that each of them has asked to enter. */
final class BrowserSockets {
    private final Map<SockJSSocket, BrowserSocket> byConnection = new HashMap<>();
    private final Map<String, BrowserSocket> byId = new HashMap<>();
    private final Map<StreamId, Set<BrowserSocket>> byRoom = new HashMap<>();
    /** Those who want to know it ask on other threads. */
    private volatile int count;

    void add(SockJSSocket connection, BrowserSocket socket) {
        byConnection.put(connection, socket);
        byId.put(socket.name().id(), socket);
        count = byId.size();
    }

    Optional<BrowserSocket> remove(SockJSSocket connection) {
        var socket = Optional.ofNullable(byConnection.remove(connection));
        socket.ifPresent(closed -> {
            byId.remove(closed.name().id());
            count = byId.size();
            closed.room().ifPresent(room -> leave(closed, room));
        });
        return socket;
    }

    Optional<BrowserSocket> of(SockJSSocket connection) {
        return Optional.ofNullable(byConnection.get(connection));
    }

    Optional<BrowserSocket> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Fails with {@code NOT_FOUND}. */
    BrowserSocket require(String id) {
        return find(id).orElseThrow(() -> Failure.NOT_FOUND.because("this connection is closed"));
    }

    int count() {
        return count;
    }

    List<BrowserSocket> all() {
        return List.copyOf(byId.values());
    }

    List<BrowserSocket> in(StreamId room) {
        return List.copyOf(byRoom.getOrDefault(room, Set.of()));
    }

    Set<StreamId> rooms() {
        return Set.copyOf(byRoom.keySet());
    }

    /** From now on the socket is in that room, or in none. */
    void move(BrowserSocket socket, Optional<StreamId> room) {
        socket.room().ifPresent(before -> leave(socket, before));
        socket.move(room);
        if (byId.containsKey(socket.name().id())) {
            room.ifPresent(
                    now -> byRoom.computeIfAbsent(now, none -> new HashSet<>()).add(socket));
        }
    }

    private void leave(BrowserSocket socket, StreamId room) {
        byRoom.computeIfPresent(room, (same, sockets) -> sockets.remove(socket) && sockets.isEmpty() ? null : sockets);
    }
}
