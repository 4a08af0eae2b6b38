package io.peerstage.signaling;

import io.peerstage.contract.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Who feeds whom in a room. */
final class Edges {
    private final Map<String, Edge> byId = new LinkedHashMap<>();
    private final long epoch;
    private final LongSupplier numbers;

    /**
     * None yet.
     *
     * @param numbers none comes twice in an epoch, for a room may close and be opened again while peers still have their edges
     */
    Edges(long epoch, LongSupplier numbers) {
        this.epoch = epoch;
        this.numbers = numbers;
    }

    Edge add(PeerId parent, PeerId child, Instant now) {
        var edge = new Edge(epoch + "." + numbers.getAsLong(), parent, child, now, false);
        byId.put(edge.id(), edge);
        return edge;
    }

    void mediaCame(Edge edge) {
        byId.put(edge.id(), edge.withMedia());
    }

    void remove(Edge edge) {
        byId.remove(edge.id());
    }

    List<Edge> all() {
        return List.copyOf(byId.values());
    }

    List<Edge> of(PeerId peer) {
        return byId.values().stream().filter(edge -> edge.touches(peer)).toList();
    }

    /** Everybody whom somebody feeds, or is about to. */
    Set<PeerId> fed() {
        return byId.values().stream().map(Edge::child).collect(Collectors.toSet());
    }

    /** Those that have brought no media in that time. */
    List<Edge> overdue(Duration pending, Instant now) {
        return byId.values().stream()
                .filter(edge -> !edge.media() && !now.isBefore(edge.since().plus(pending)))
                .toList();
    }

    /** Fails with {@code NOT_FOUND} for an edge that is over, or that is not this peer's. */
    Edge require(PeerId end, String id) {
        var edge = byId.get(id);
        if (edge == null || !edge.touches(end)) {
            throw Failure.NOT_FOUND.because("no edge " + id + " of yours");
        }
        return edge;
    }
}
