package io.peerstage.signaling;

import static io.peerstage.contract.Nothing.NOTHING;

import io.peerstage.contract.Caller;
import io.peerstage.contract.Event;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Refused;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The rooms of this instance: asks what a room cannot know, lets it decide, and does what it decided. Belongs to one event loop. */
final class Signaling {
    private final Map<String, Seat> seats = new HashMap<>();
    private final Rooms rooms;
    private final Rights rights;
    private final Bus bus;
    private final Clock clock;
    private final List<Map<String, Object>> iceServers;

    Signaling(Rooms rooms, Rights rights, Bus bus, Clock clock, List<Map<String, Object>> iceServers) {
        this.rooms = rooms;
        this.rights = rights;
        this.bus = bus;
        this.clock = clock;
        this.iceServers = iceServers;
    }

    /** Where a socket sits. */
    private record Seat(Room room, PeerId peer) {}

    Future<SignalingApi.Entered> enter(Caller caller, SignalingApi.Enter wish) {
        return rooms.open(caller, wish.streamId()).compose(room -> {
            var seat = new Seat(room, PeerId.of(wish.streamId(), caller.account(), wish.resume()));
            take(caller.fromSocket(), seat);
            var known = room.isAdmitted(seat.peer());
            // First into the room, then the question: a right that is lost meanwhile finds the peer there.
            rooms.act(room, room.enter(seat.peer(), caller.account(), caller.fromSocket(), wish.edges()));
            return rights.requireMayWatch(caller, caller.account(), room.stream())
                    .recover(thrown -> known && !Rights.isDenial(thrown)
                            ? Future.succeededFuture() // whoever was in stays in while nobody can be asked
                            : Future.failedFuture(thrown))
                    .onFailure(thrown -> vacate(caller.fromSocket(), seat))
                    .map(allowed -> admit(caller.fromSocket(), seat));
        });
    }

    Future<SignalingApi.Live> goLive(Caller caller, SignalingApi.GoLive wish) {
        return seated(caller, seat -> {
            var room = seat.room();
            requireBroadcaster(caller, room);
            room.requireFree(seat.peer(), wish.takeOver());
            if (room.isSource(seat.peer())
                    && room.startedAt().isPresent()) { // its media is back; the show has never stopped
                return Future.succeededFuture(goLive(seat, room.startedAt().get()));
            }
            var question = new StreamsApi.GoLive(room.stream().id(), wish.takeOver());
            return bus.ask(StreamsApi.GO_LIVE, caller, question).map(started -> {
                started.ended()
                        .flatMap(rooms::find)
                        .ifPresent(other -> rooms.act(other, other.end(Push.Reason.STOPPED)));
                return goLive(seat, started.stream().startedAt().orElseGet(clock::instant));
            });
        });
    }

    Future<Nothing> stop(Caller caller, Nothing nothing) {
        return seated(caller, seat -> {
            requireBroadcaster(caller, seat.room());
            if (!seat.room().isSource(seat.peer())) {
                throw Failure.CONFLICT.because("the show is not on from here");
            }
            return rooms.stop(seat.room());
        });
    }

    Future<Nothing> signal(Caller caller, SignalingApi.Signal signal) {
        return seated(caller, seat -> done(seat, seat.room().signal(seat.peer(), signal)));
    }

    Future<Nothing> report(Caller caller, SignalingApi.EdgeReport report) {
        return seated(caller, seat -> done(seat, seat.room().report(seat.peer(), report, now())));
    }

    Future<Nothing> leave(Caller caller, Nothing nothing) {
        var seat = seats.remove(caller.fromSocket().id());
        if (seat == null) {
            return Future.succeededFuture(NOTHING);
        }
        if (seat.room().isSource(seat.peer())) {
            return rooms.stop(seat.room())
                    .onComplete(stopped -> done(seat, seat.room().leave(seat.peer())));
        }
        return done(seat, seat.room().leave(seat.peer()));
    }

    Future<Nothing> detach(Caller caller, Nothing nothing) {
        var seat = seats.remove(caller.fromSocket().id());
        return seat == null
                ? Future.succeededFuture(NOTHING)
                : done(seat, seat.room().detach(seat.peer(), now()));
    }

    /** The token is valid no longer: out at once, in any room. A show of this peer has its 30 s, for a sign-in may follow. */
    Future<Nothing> expel(Caller caller, Nothing nothing) {
        var seat = seats.remove(caller.fromSocket().id());
        if (seat == null) {
            return Future.succeededFuture(NOTHING);
        }
        var why = Failure.INVALID_TOKEN.because("your sign-in has ended");
        return done(
                seat,
                seat.room().isSource(seat.peer())
                        ? seat.room().sourceSignedOut(seat.peer(), why, now())
                        : seat.room().putOut(seat.peer(), why));
    }

    /** An accepted action that may take a right away, or change a room. */
    Future<Void> heard(Event event) {
        return switch (event.type()) {
            case "Unsubscribed" ->
                Future.all(rooms.of(event.text("account_id")).stream()
                                .map(room -> check(room, peer -> peer.account.equals(Optional.of(event.account()))))
                                .toList())
                        .mapEmpty();
            case "StreamEdited" ->
                rooms.refresh(new StreamId(event.text("id")))
                        .compose(room ->
                                room.map(edited -> check(edited, peer -> true)).orElse(Future.succeededFuture()));
            case "StreamDeleted" -> {
                rooms.close(new StreamId(event.text("id")));
                yield Future.succeededFuture();
            }
            default -> Future.succeededFuture();
        };
    }

    private Future<Void> check(Room room, java.util.function.Predicate<Peer> whom) {
        return Future.all(room.peers().stream()
                        .filter(whom)
                        .map(peer -> check(room, peer))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> check(Room room, Peer peer) {
        return rights.requireMayWatch(bus.self(), peer.account, room.stream()).recover(thrown -> {
            if (!Rights.isDenial(thrown)) {
                return Future.failedFuture(thrown); // asked again with the next reading of the log
            }
            rooms.act(room, room.putOut(peer.id, (Refused) thrown));
            return Future.succeededFuture();
        });
    }

    private SignalingApi.Entered admit(Caller.Socket socket, Seat seat) {
        if (!seat.equals(seats.get(socket.id()))) {
            throw Failure.CONFLICT.because("left before it was let in");
        }
        var room = seat.room();
        rooms.act(room, room.admit(seat.peer(), now()));
        return new SignalingApi.Entered(
                seat.peer().value(),
                room.epoch(),
                iceServers,
                Optional.empty(),
                room.view(),
                room.edgeIdsOf(seat.peer()));
    }

    private SignalingApi.Live goLive(Seat seat, Instant startedAt) {
        rooms.act(seat.room(), seat.room().goLive(seat.peer(), startedAt, now()));
        return new SignalingApi.Live(startedAt);
    }

    /** A socket is in one room at a time. */
    private void take(Caller.Socket socket, Seat seat) {
        var before = seats.put(socket.id(), seat);
        if (before != null && !before.equals(seat)) {
            rooms.act(before.room(), before.room().leave(before.peer()));
        }
    }

    private void vacate(Caller.Socket socket, Seat seat) {
        if (seats.remove(socket.id(), seat)) {
            rooms.act(seat.room(), seat.room().leave(seat.peer()));
        }
    }

    private <T> Future<T> seated(Caller caller, Function<Seat, Future<T>> what) {
        var seat = seats.get(caller.fromSocket().id());
        return seat == null || !seat.room().isAdmitted(seat.peer())
                ? Future.failedFuture(Failure.NOT_FOUND.because("enter a stream first"))
                : what.apply(seat);
    }

    private static void requireBroadcaster(Caller caller, Room room) {
        if (!caller.account().equals(Optional.of(room.stream().broadcaster()))) {
            throw Failure.NOT_BROADCASTER.because("only its broadcaster may do that");
        }
    }

    private Future<Nothing> done(Seat seat, List<Move> moves) {
        rooms.act(seat.room(), moves);
        return Future.succeededFuture(NOTHING);
    }

    private Instant now() {
        return clock.instant();
    }
}
