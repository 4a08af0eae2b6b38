package io.peerstage.gateway.bridge;

import io.peerstage.contract.streams.StreamId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which socket wants to be told of which streams. */
final class Interests {
    private final Set<BrowserSocket> inAll = new HashSet<>();
    private final Map<BrowserSocket, Set<StreamId>> wishes = new HashMap<>();
    private final Map<StreamId, Set<BrowserSocket>> byStream = new HashMap<>();

    /**
     * In place of what it wanted before.
     *
     * @param ids empty for all streams
     */
    void set(BrowserSocket socket, Optional<List<StreamId>> ids) {
        remove(socket);
        if (ids.isEmpty()) {
            inAll.add(socket);
        } else if (!ids.get().isEmpty()) {
            wishes.put(socket, Set.copyOf(ids.get()));
            ids.get()
                    .forEach(id -> byStream.computeIfAbsent(id, none -> new HashSet<>())
                            .add(socket));
        }
    }

    void remove(BrowserSocket socket) {
        inAll.remove(socket);
        var ids = wishes.remove(socket);
        if (ids != null) {
            ids.forEach(id -> byStream.computeIfPresent(
                    id, (same, sockets) -> sockets.remove(socket) && sockets.isEmpty() ? null : sockets));
        }
    }

    boolean isEmpty() {
        return inAll.isEmpty() && byStream.isEmpty();
    }

    boolean include(StreamId id) {
        return !inAll.isEmpty() || byStream.containsKey(id);
    }

    /** Those who want to be told of that stream, as of now. */
    Stream<BrowserSocket> in(StreamId id) {
        return Stream.concat(List.copyOf(inAll).stream(), List.copyOf(byStream.getOrDefault(id, Set.of())).stream());
    }
}
