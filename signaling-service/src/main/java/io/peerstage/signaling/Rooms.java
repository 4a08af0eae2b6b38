package io.peerstage.signaling;

import static io.peerstage.contract.Nothing.NOTHING;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Refused;
import io.peerstage.contract.signaling.Delivery;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.Turnout;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rooms that are open, and what happens when one of them has decided. */
final class Rooms {
    private final Map<StreamId, Room> rooms = new LinkedHashMap<>();
    /** Shows that are over and whose end is not kept yet; for each the attempt under way, or the last that failed. */
    private final Map<StreamId, Ending> endings = new HashMap<>();

    private final Bus bus;
    private final Clock clock;
    private final long epoch;

    Rooms(Bus bus, Clock clock, long epoch) {
        this.bus = bus;
        this.clock = clock;
        this.epoch = epoch;
    }

    private record Ending(StreamsApi.End show, Future<Nothing> kept) {}

    Optional<Room> find(StreamId id) {
        return Optional.ofNullable(rooms.get(id));
    }

    List<Room> all() {
        return List.copyOf(rooms.values());
    }

    List<Room> of(Account broadcaster) {
        return rooms.values().stream()
                .filter(room -> room.stream().broadcaster().equals(broadcaster))
                .toList();
    }

    /** The room of a stream. Fails with {@code STREAM_NOT_FOUND}. */
    Future<Room> open(Caller caller, StreamId id) {
        return find(id).map(Future::succeededFuture)
                .orElseGet(() -> bus.ask(StreamsApi.GET, caller, new StreamsApi.Which(id))
                        .map(this::open));
    }

    /** The room of a stream whose state is known. */
    Room open(Stream stream) {
        return rooms.computeIfAbsent(stream.id(), absent -> new Room(stream, epoch, clock.instant()));
    }

    /** The open room of the same stream: this one, though it may have been closed meanwhile. */
    Room reopen(Room room) {
        var other = rooms.putIfAbsent(room.stream().id(), room);
        return other == null ? room : other;
    }

    /** Shows that are on and that no room knows await their broadcasters, as after a start, or when an answer was lost. */
    void adopt(List<Stream> live) {
        live.stream().filter(stream -> !endings.containsKey(stream.id())).forEach(this::open);
    }

    /** Asks anew how the stream of an open room stands. */
    Future<Optional<Room>> refresh(StreamId id) {
        return find(id).map(room -> bus.ask(StreamsApi.GET, bus.self(), new StreamsApi.Which(id))
                        .map(stream -> {
                            act(room, room.update(stream));
                            return Optional.of(room);
                        })
                        .recover(Rooms::goneMeanwhile))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    /** The stream was deleted. */
    void close(StreamId id) {
        find(id).ifPresent(room -> act(room, room.end(Push.Reason.DELETED, clock.instant())));
        rooms.remove(id);
    }

    /** The broadcaster ends the show: for those who watch at once, for the schedule as soon as that can be kept. */
    void stop(Room room) {
        var began = room.startedAt();
        act(room, room.end(Push.Reason.STOPPED, clock.instant()));
        began.ifPresent(startedAt -> keepEnd(room, startedAt, room.turnout()));
    }

    /** Succeeds when the end of the show before, if one is still to be kept, is. A new show must not overtake it. */
    Future<Nothing> ended(StreamId id) {
        var ending = endings.get(id);
        if (ending == null) {
            return Future.succeededFuture(NOTHING);
        }
        return ending.kept().failed() ? keepEnd(ending.show()) : ending.kept();
    }

    void act(Room room, List<Move> moves) {
        for (var move : moves) {
            if (move instanceof Move.Tell tell) {
                deliver(room, tell);
            } else if (move instanceof Move.Count count) {
                bus.publish(
                        SignalingApi.WATCHED,
                        new SignalingApi.Watched(room.stream().id(), count.watchers()));
            } else if (move instanceof Move.End end) {
                keepEnd(room, end.startedAt(), end.turnout());
            }
        }
    }

    /** Time goes by in all rooms; those that nobody is in are closed. */
    void tick() {
        var now = clock.instant();
        List.copyOf(rooms.values()).forEach(room -> act(room, room.tick(now)));
        rooms.values().removeIf(Room::isIdle);
    }

    /** Tries once more to keep what could not be kept. */
    Future<Boolean> keepEndings() {
        return Future.join(
                        List.copyOf(endings.keySet()).stream().map(this::ended).toList())
                .map(false);
    }

    private void keepEnd(Room room, Instant startedAt, Turnout turnout) {
        keepEnd(new StreamsApi.End(room.stream().id(), startedAt, Optional.of(turnout)));
    }

    private Future<Nothing> keepEnd(StreamsApi.End show) {
        var kept = bus.ask(StreamsApi.END, bus.self(), show);
        var ending = new Ending(show, kept);
        endings.put(show.id(), ending);
        return kept.onSuccess(done -> endings.remove(show.id(), ending));
    }

    private void deliver(Room room, Move.Tell tell) {
        Map<String, List<String>> byGateway = tell.sockets().stream()
                .collect(Collectors.groupingBy(
                        Caller.Socket::gateway, Collectors.mapping(Caller.Socket::id, Collectors.toList())));
        byGateway.forEach((gateway, sockets) -> bus.tell(
                gateway,
                new Delivery(
                        sockets,
                        tell.push().address(),
                        tell.push(),
                        room.stream().id(),
                        room.epoch(),
                        "")));
    }

    /** Its deletion follows in the event log. */
    private static <T> Future<Optional<T>> goneMeanwhile(Throwable thrown) {
        return thrown instanceof Refused refused && refused.failure() == Failure.STREAM_NOT_FOUND
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(thrown);
    }
}
