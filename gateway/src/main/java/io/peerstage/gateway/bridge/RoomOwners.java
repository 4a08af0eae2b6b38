package io.peerstage.gateway.bridge;

import io.peerstage.contract.streams.StreamId;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which instance owns which room, as far as this gateway has heard: the highest epoch counts. Owners say so every 2 s; of one that is
 * silent, and of a room that nobody has spoken of, the database is asked. Belongs to one event loop.
 */
final class RoomOwners {
    /** More than one telling of an owner was lost. */
    static final Duration SILENCE = Duration.ofSeconds(3);
    /** An owner that lives, as the database knows, and that is not heard for so long cannot be reached from here. */
    static final Duration UNREACHABLE = Duration.ofSeconds(5);
    /** Rooms without a socket here are forgotten when nobody speaks of them any more. */
    static final Duration REMEMBERED = Duration.ofSeconds(10);

    private static final Duration TO_READ = Duration.ofSeconds(2);

    private final Map<StreamId, Known> known = new HashMap<>();
    private final Function<Collection<StreamId>, Future<List<PostgresRoomOwners.Row>>> database;
    private final Clock clock;

    RoomOwners(Function<Collection<StreamId>, Future<List<PostgresRoomOwners.Row>>> database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * @param since when it was learned
     * @param heardAt when the owner spoke last; empty if only the database knows it
     * @param givenUp whether the sockets of the room were told to go elsewhere
     */
    private record Known(String node, long epoch, Instant since, Optional<Instant> heardAt, boolean givenUp) {
        boolean heardWithin(Duration length, Instant now) {
            return heardAt.filter(at -> !at.isBefore(now.minus(length))).isPresent();
        }
    }

    /** The instance spoke for a room. True if its epoch is higher than any that was known of it. */
    boolean heard(String node, StreamId stream, long epoch) {
        var before = known.get(stream);
        if (before != null && epoch < before.epoch()) {
            return false;
        }
        var now = clock.instant();
        var isNew = before == null || epoch > before.epoch();
        known.put(stream, new Known(node, epoch, isNew ? now : before.since(), Optional.of(now), false));
        return isNew;
    }

    /** The highest epoch of a room; 0 if none is known. */
    long epoch(StreamId stream) {
        return known.containsKey(stream) ? known.get(stream).epoch() : 0;
    }

    /** The owner of a room, without asking anybody. */
    Optional<String> known(StreamId stream) {
        return Optional.ofNullable(known.get(stream)).map(Known::node);
    }

    /** The owner of a room, if need be from the database; empty if it has none. */
    Future<Optional<String>> find(StreamId stream) {
        return known.containsKey(stream)
                ? Future.succeededFuture(known(stream))
                : read(Set.of(stream)).map(alive -> known(stream));
    }

    /**
     * To be called each second: asks the database for those who are silent.
     *
     * @param inhabited the rooms that have sockets here
     * @return those whose owner cannot be reached from here; each once
     */
    Future<List<StreamId>> look(Set<StreamId> inhabited) {
        var now = clock.instant();
        known.entrySet()
                .removeIf(entry -> !inhabited.contains(entry.getKey())
                        && !entry.getValue().heardWithin(REMEMBERED, now)
                        && entry.getValue().since().isBefore(now.minus(REMEMBERED)));
        var silent = inhabited.stream()
                .filter(stream ->
                        !known.containsKey(stream) || !known.get(stream).heardWithin(SILENCE, now))
                .toList();
        return (silent.isEmpty() ? Future.succeededFuture(Set.<StreamId>of()) : read(silent))
                .otherwise(Set.of()) // where nothing could be read, what was known counts
                .map(alive -> giveUp(silent, alive));
    }

    /** Takes what the database knows better. Of the rooms those whose owner, as far as it is known here now, lives. */
    private Future<Set<StreamId>> read(Collection<StreamId> streams) {
        return database.apply(streams)
                .timeout(TO_READ.toMillis(), TimeUnit.MILLISECONDS)
                .map(rows -> {
                    rows.stream()
                            .filter(row -> row.epoch() > epoch(row.stream()))
                            .forEach(row -> known.put(
                                    row.stream(),
                                    new Known(row.node(), row.epoch(), clock.instant(), Optional.empty(), false)));
                    return rows.stream()
                            .filter(row -> row.lives() && row.epoch() == epoch(row.stream()))
                            .map(PostgresRoomOwners.Row::stream)
                            .collect(Collectors.toSet());
                });
    }

    private List<StreamId> giveUp(Collection<StreamId> silent, Set<StreamId> alive) {
        var now = clock.instant();
        List<StreamId> unreachable = new ArrayList<>();
        for (var stream : silent) {
            var owner = known.get(stream);
            if (owner != null
                    && !owner.givenUp()
                    && !owner.since().isAfter(now.minus(UNREACHABLE))
                    && !owner.heardWithin(UNREACHABLE, now)
                    && (owner.heardAt().isEmpty() || alive.contains(stream))) {
                known.put(stream, new Known(owner.node(), owner.epoch(), owner.since(), owner.heardAt(), true));
                unreachable.add(stream);
            }
        }
        return unreachable;
    }
}
