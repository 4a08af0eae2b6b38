package io.peerstage.signaling;

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
import io.peerstage.runtime.Json;
import io.peerstage.signaling.tree.Introductions;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The rooms that are open here, all of them this instance's, and what happens when one of them has decided. */
final class Rooms {
    /** Those who were in a room that was taken over come back within a second or so, and until then it is empty. */
    static final Duration LINGER = Duration.ofSeconds(10);

    private static final int MOST_TOLD = 500;

    private final Map<StreamId, Room> rooms = new LinkedHashMap<>();
    private final Map<StreamId, Instant> idleSince = new HashMap<>();
    /** Rooms whose owner is being looked for. */
    private final Map<StreamId, Future<Tenure>> sought = new HashMap<>();
    /** Rooms that are closed and that the database still knows as ours. */
    private final Map<StreamId, Future<Void>> closing = new HashMap<>();

    private final Endings endings;
    private final Bus bus;
    private final Clock clock;
    private final Ownership ownership;
    private final Introductions introductions;

    Rooms(Bus bus, Clock clock, Ownership ownership, Introductions introductions) {
        this.bus = bus;
        this.clock = clock;
        this.ownership = ownership;
        this.introductions = introductions;
        this.endings = new Endings(bus);
    }

    /** This instance, by the name under which it owns them. */
    String node() {
        return ownership.node();
    }

    Optional<Room> find(StreamId id) {
        return Optional.ofNullable(rooms.get(id));
    }

    /** Whether it is open; one that was closed, or that another instance has taken, is not. */
    boolean has(Room room) {
        return rooms.get(room.stream().id()) == room;
    }

    List<Room> all() {
        return List.copyOf(rooms.values());
    }

    List<Room> of(Account broadcaster) {
        return rooms.values().stream()
                .filter(room -> room.stream().broadcaster().equals(broadcaster))
                .toList();
    }

    /** The room of a stream, if it is this instance's or nobody's. Fails with {@code STREAM_NOT_FOUND}, {@code UNAVAILABLE}. */
    Future<Room> open(StreamId id) {
        return owner(id).map(owner -> find(id).orElseThrow(Rooms::takenElsewhere));
    }

    /** The owner of the room of a stream; where that is this instance, the room is open. Fails with {@code STREAM_NOT_FOUND}, {@code UNAVAILABLE}. */
    Future<Tenure> owner(StreamId id) {
        if (rooms.containsKey(id)) {
            return Future.succeededFuture(
                    new Tenure(ownership.node(), rooms.get(id).epoch()));
        }
        if (sought.containsKey(id)) {
            return sought.get(id);
        }
        // The stream first, so that what somebody makes up does not get as far as the table of rooms.
        var owner = closing.getOrDefault(id, Future.succeededFuture())
                .transform(closed -> bus.ask(StreamsApi.GET, bus.self(), new StreamsApi.Which(id)))
                .compose(stream -> ownership.owner(id).map(found -> take(stream, found)));
        sought.put(id, owner);
        return owner.onComplete(done -> sought.remove(id, owner));
    }

    private Tenure take(Stream stream, Tenure owner) {
        if (ownership.isHere(owner) && !rooms.containsKey(stream.id())) {
            rooms.put(stream.id(), new Room(stream, owner.epoch(), introductions, clock.instant()));
            tell(List.of(rooms.get(stream.id())));
        }
        return owner;
    }

    /** The room of the same stream that is open now. Fails with {@code UNAVAILABLE} if another instance has taken it. */
    Room reopen(Room room) {
        return find(room.stream().id()).orElseThrow(Rooms::takenElsewhere);
    }

    /** Opens rooms that the database knows as ours. What cannot be opened now is tried again with the next {@link #recover}. */
    Future<Void> takeOver(List<SignalingApi.Owned> taken) {
        return Future.join(taken.stream()
                        .map(room -> owner(room.stream())
                                .<Void>mapEmpty()
                                .recover(thrown -> isGone(thrown)
                                        ? ownership.release(room) // deleted while nobody had its room
                                        : Future.failedFuture(thrown)))
                        .toList())
                .mapEmpty();
    }

    /** Finds rooms that are ours though they are not open: an answer of the database was lost, or they could not be opened or given up. */
    Future<Void> recover() {
        return ownership
                .mine()
                .compose(all -> takeOver(all.stream()
                        .filter(room -> !rooms.containsKey(room.stream()) && !closing.containsKey(room.stream()))
                        .toList()));
    }

    /** Shows that are on and whose room nobody has await their broadcasters, as when an answer was lost. */
    Future<Void> adopt(List<Stream> live) {
        var unknown = live.stream()
                .map(Stream::id)
                .filter(id -> !endings.include(id) && !rooms.containsKey(id))
                .toList();
        return ownership
                .ownerless(unknown)
                .compose(ownerless -> Future.join(
                                ownerless.stream().map(this::owner).toList())
                        .mapEmpty());
    }

    /** Asks anew how the stream of an open room stands; of one that is being opened, when it is. */
    Future<Optional<Room>> refresh(StreamId id) {
        if (sought.containsKey(id)) {
            return sought.get(id).transform(opened -> refresh(id));
        }
        return find(id).map(room -> bus.ask(StreamsApi.GET, bus.self(), new StreamsApi.Which(id))
                        .map(stream -> {
                            act(room, room.update(stream));
                            return Optional.of(room);
                        })
                        .recover(thrown -> isGone(thrown) // its deletion follows in the event log
                                ? Future.succeededFuture(Optional.empty())
                                : Future.failedFuture(thrown)))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    /** The stream was deleted. */
    void close(StreamId id) {
        find(id).ifPresent(room -> {
            act(room, room.end(Push.Reason.DELETED, clock.instant()));
            remove(room);
        });
    }

    /** Without a word: other instances have these rooms by now, and speak for them. */
    void drop(Predicate<Room> lost) {
        rooms.values().removeIf(lost);
        idleSince.keySet().retainAll(rooms.keySet());
    }

    /** The broadcaster ends the show: for those who watch at once, for the schedule as soon as that can be kept. */
    void stop(Room room) {
        var began = room.startedAt();
        act(room, room.end(Push.Reason.STOPPED, clock.instant()));
        began.ifPresent(startedAt -> keepEnd(room, startedAt, room.turnout()));
    }

    /** Succeeds when the end of the show before, if one is still to be kept, is. A new show must not overtake it. */
    Future<Nothing> ended(StreamId id) {
        return endings.kept(id);
    }

    /** Tries once more to keep the ends of shows that could not be kept. */
    Future<Boolean> keepEndings() {
        return endings.keepAll();
    }

    /** Does what a room has decided, while it is open. */
    void act(Room room, List<Move> moves) {
        if (!has(room)) {
            return;
        }
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

    /** Time goes by in all rooms; those that nobody has been in for a while are closed. */
    void tick() {
        var now = clock.instant();
        for (var room : all()) {
            act(room, room.tick(now));
            if (!room.isIdle()) {
                idleSince.remove(room.stream().id());
            } else if (!now.isBefore(
                    idleSince.computeIfAbsent(room.stream().id(), id -> now).plus(LINGER))) {
                remove(room);
            }
        }
    }

    /** All rooms are ours; again and again, for a gateway may have missed it. */
    void tell() {
        tell(rooms.values());
    }

    private void tell(Collection<Room> which) {
        var owned = which.stream().map(Rooms::owned).toList();
        for (var from = 0; from < owned.size(); from += MOST_TOLD) {
            var some = owned.subList(from, Math.min(from + MOST_TOLD, owned.size()));
            bus.publish(SignalingApi.OWNED, new SignalingApi.Owner(ownership.node(), some));
        }
    }

    private void remove(Room room) {
        var id = room.stream().id();
        rooms.remove(id);
        idleSince.remove(id);
        var gone = ownership.release(owned(room));
        closing.put(id, gone);
        gone.onComplete(done -> closing.remove(id, gone));
    }

    private void keepEnd(Room room, Instant startedAt, Turnout turnout) {
        endings.keep(new StreamsApi.End(room.stream().id(), startedAt, Optional.of(turnout)));
    }

    private void deliver(Room room, Move.Tell tell) {
        Map<String, List<String>> byGateway = tell.sockets().stream()
                .collect(Collectors.groupingBy(
                        Caller.Socket::gateway, Collectors.mapping(Caller.Socket::id, Collectors.toList())));
        var body = Json.text((Record) tell.push());
        byGateway.forEach((gateway, sockets) -> bus.tell(
                gateway,
                new Delivery(
                        sockets, tell.push().address(), body, room.stream().id(), room.epoch(), ownership.node())));
    }

    private static SignalingApi.Owned owned(Room room) {
        return new SignalingApi.Owned(room.stream().id(), room.epoch());
    }

    private static boolean isGone(Throwable thrown) {
        return thrown instanceof Refused refused && refused.failure() == Failure.STREAM_NOT_FOUND;
    }

    static Refused takenElsewhere() {
        return Failure.UNAVAILABLE.because("another instance has this room by now; try again");
    }
}
