package io.peerstage.signaling;

import static io.peerstage.contract.Nothing.NOTHING;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Event;
import io.peerstage.contract.EventType;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Refused;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.Turnout;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.IceServers;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The rooms of this instance: asks what a room cannot know, lets it decide, and does what it decided. Belongs to one event loop. */
final class Signaling {
    private final Map<String, Seat> seats = new HashMap<>();
    /** Sockets whose room is being looked for. */
    private final Map<String, Object> visits = new HashMap<>();

    private final Rooms rooms;
    private final Rights rights;
    private final Talk talk;
    private final Crowd.Limits limits;
    private final Figures figures;
    private final Bus bus;
    private final Clock clock;
    private final IceServers iceServers;

    Signaling(
            Rooms rooms,
            Rights rights,
            Talk talk,
            Crowd.Limits limits,
            Figures figures,
            Bus bus,
            Clock clock,
            IceServers iceServers) {
        this.rooms = rooms;
        this.rights = rights;
        this.talk = talk;
        this.limits = limits;
        this.figures = figures;
        this.bus = bus;
        this.clock = clock;
        this.iceServers = iceServers;
    }

    /** Where a socket sits. A seat belongs to one socket, and a peer to the last socket that took its seat. */
    private record Seat(Room room, PeerId peer) {}

    Future<SignalingApi.Entered> enter(Caller caller, SignalingApi.Enter wish) {
        var socket = caller.fromSocket();
        var visit = new Object(); // a later visit of this socket, or its end, makes this one void
        visits.put(socket.id(), visit);
        return rooms.open(wish.streamId())
                .onFailure(thrown -> visits.remove(socket.id(), visit))
                .compose(room -> {
                    if (!visits.remove(socket.id(), visit)) {
                        throw left();
                    }
                    var seat = new Seat(room, PeerId.of(wish.streamId(), caller.account(), wish.resume()));
                    room.requireSpace(seat.peer(), new Crowd.Origin(caller.account(), socket.network()), limits);
                    take(socket, seat);
                    return sit(caller, seat, wish);
                });
    }

    private Future<SignalingApi.Entered> sit(Caller caller, Seat seat, SignalingApi.Enter wish) {
        var room = seat.room();
        var known = room.isAdmitted(seat.peer());
        // First into the room, then the question: a right that is lost meanwhile finds the peer there.
        rooms.act(room, room.enter(seat.peer(), caller.account(), caller.fromSocket(), wish, now()));
        return rights.requireMayWatch(caller, caller.account(), room.stream())
                .recover(thrown -> known && !Rights.isDenial(thrown)
                        ? Future.succeededFuture() // whoever was in stays in while nobody can be asked
                        : Future.failedFuture(thrown))
                .onFailure(thrown -> vacate(caller.fromSocket(), seat))
                .map(allowed -> admit(caller, seat));
    }

    Future<SignalingApi.Live> goLive(Caller caller, SignalingApi.GoLive wish) {
        return seated(caller, seat -> {
            var room = seat.room();
            requireBroadcaster(caller, room);
            room.requireFree(seat.peer(), wish.takeOver());
            if (room.isSource(seat.peer())
                    && room.startedAt().isPresent()) { // its media is back; the show has never stopped
                return Future.succeededFuture(
                        goLive(room, seat.peer(), room.startedAt().get()));
            }
            var question = new StreamsApi.GoLive(room.stream().id(), wish.takeOver());
            return rooms.ended(room.stream().id())
                    .compose(done -> bus.ask(StreamsApi.GO_LIVE, caller, question))
                    .map(started -> goLive(seat, wish, started));
        });
    }

    private SignalingApi.Live goLive(Seat seat, SignalingApi.GoLive wish, StreamsApi.Started started) {
        started.ended().flatMap(rooms::find).ifPresent(rooms::stop);
        var room = rooms.reopen(seat.room());
        room.requireFree(seat.peer(), wish.takeOver()); // another tab may have been quicker
        return goLive(room, seat.peer(), started.stream().startedAt().orElseThrow());
    }

    private SignalingApi.Live goLive(Room room, PeerId peer, Instant startedAt) {
        rooms.act(room, room.goLive(peer, startedAt, now()));
        return new SignalingApi.Live(startedAt);
    }

    Future<Nothing> stop(Caller caller, Nothing nothing) {
        return seated(caller, seat -> {
            requireBroadcaster(caller, seat.room());
            if (!seat.room().isSource(seat.peer())) {
                throw Failure.CONFLICT.because("the show is not on from here");
            }
            rooms.stop(seat.room());
            return Future.succeededFuture(NOTHING);
        });
    }

    Future<Nothing> signal(Caller caller, SignalingApi.Signal signal) {
        return seated(caller, seat -> done(seat, seat.room().signal(seat.peer(), signal)));
    }

    Future<Nothing> edge(Caller caller, SignalingApi.EdgeReport report) {
        return seated(caller, seat -> done(seat, seat.room().edge(seat.peer(), report, now())));
    }

    Future<SignalingApi.Reported> report(Caller caller, SignalingApi.Report report) {
        return seated(caller, seat -> {
            seat.room().interruption(seat.peer(), report, now()).ifPresent(figures::interrupted);
            return done(seat, seat.room().measured(seat.peer(), report, now()))
                    .map(noted -> new SignalingApi.Reported(seat.room().placeOf(seat.peer())));
        });
    }

    Future<Nothing> pong(Caller caller, Nothing nothing) {
        return seated(caller, seat -> done(seat, seat.room().answered(seat.peer(), now())));
    }

    Future<SignalingApi.Said> chat(Caller caller, SignalingApi.Chat words) {
        return seated(caller, seat -> talk.say(caller, seat.room(), seat.peer(), words));
    }

    Future<Nothing> moderate(Caller caller, SignalingApi.Moderate wish) {
        return seated(caller, seat -> {
            requireBroadcaster(caller, seat.room());
            return talk.moderate(caller, seat.room(), wish);
        });
    }

    /** Who leaves on purpose ends its show too. */
    Future<Nothing> leave(Caller caller, Nothing nothing) {
        return stand(caller, seat -> {
            if (seat.room().isSource(seat.peer())) {
                rooms.stop(seat.room());
            }
            return seat.room().leave(seat.peer(), now());
        });
    }

    Future<Nothing> detach(Caller caller, Nothing nothing) {
        return stand(caller, seat -> seat.room().detach(seat.peer(), now()));
    }

    /** The token is valid no longer: out at once, in any room. A show of this peer has its 30 s, for a sign-in may follow. */
    Future<Nothing> expel(Caller caller, SignalingApi.Expel expel) {
        var why = expel.banned()
                ? Failure.BANNED.because("your account was banned here")
                : Failure.INVALID_TOKEN.because("your sign-in has ended");
        return stand(caller, seat -> seat.room().putOut(seat.peer(), why, now()));
    }

    Future<SignalingApi.Present> present(Caller caller, SignalingApi.Room which) {
        var accounts = rooms.find(which.id()).map(Room::present).orElse(List.of());
        return Future.succeededFuture(new SignalingApi.Present(accounts));
    }

    Future<Turnout> turnout(Caller caller, SignalingApi.Room which) {
        return Future.succeededFuture(rooms.find(which.id()).map(Room::turnout).orElse(Turnout.NOBODY));
    }

    /** Fails with {@code NOT_FOUND} for a room that is not open. */
    Future<SignalingApi.View> room(Caller caller, SignalingApi.Room which) {
        return Future.succeededFuture(rooms.find(which.id())
                .filter(room -> !room.isIdle())
                .map(room -> room.seating(rooms.node()))
                .orElseThrow(() -> Failure.NOT_FOUND.because("nobody is in the room of this stream")));
    }

    /** Rooms that are not open any more have nobody in them; those who were there are told by their gateways to enter again. */
    void forgetClosed() {
        seats.values().removeIf(seat -> !rooms.has(seat.room()));
    }

    /** A gateway has fallen silent: which of its sockets still stand, nobody knows, so all their peers count as detached. */
    List<Unheard> detachAll(String gateway) {
        List<Unheard> unheard = new ArrayList<>();
        for (var room : rooms.all()) {
            for (var peer : room.peers()) {
                peer.socket.filter(socket -> socket.gateway().equals(gateway)).ifPresent(socket -> {
                    seats.remove(socket.id());
                    rooms.act(room, room.detach(peer.id, now()));
                    unheard.add(new Unheard(room, socket));
                });
            }
        }
        return unheard;
    }

    /** A socket that has no seat any more, though it may not know. */
    record Unheard(Room room, Caller.Socket socket) {}

    /** An accepted action that may take a right away, or change a room. */
    Future<Void> heard(Event event) {
        return EventType.of(event.type()).map(type -> heard(type, event)).orElseGet(Future::succeededFuture);
    }

    private Future<Void> heard(EventType type, Event event) {
        return switch (type) {
            case UNSUBSCRIBED -> check(event.account(), new Account(event.text("account_id")));
            case STREAM_EDITED -> edited(new StreamId(event.text("id")));
            case STREAM_ENDED -> ended(new StreamId(event.text("id")));
            case STREAM_DELETED -> closed(List.of(new StreamId(event.text("id"))));
            case PROFILE_DELETED ->
                closedAll(event.account())
                        .compose(closed -> check(event.account(), rooms.all()))
                        .compose(checked -> talk.forget(event.account()));
            case ACCOUNT_BANNED -> closedAll(new Account(event.text("account_id")));
            default -> Future.succeededFuture();
        };
    }

    /** An account may have lost the right to watch a broadcaster's streams. */
    Future<Void> check(Account viewer, Account broadcaster) {
        return check(viewer, rooms.of(broadcaster));
    }

    private Future<Void> check(Account viewer, List<Room> where) {
        return Future.all(where.stream()
                        .map(room -> check(room, peer -> peer.account.equals(Optional.of(viewer))))
                        .toList())
                .mapEmpty();
    }

    /** The streams of an account that is gone, or banned, are gone with it. */
    private Future<Void> closedAll(Account broadcaster) {
        return closed(
                rooms.of(broadcaster).stream().map(room -> room.stream().id()).toList());
    }

    private Future<Void> closed(List<StreamId> ids) {
        ids.forEach(rooms::close);
        return Future.succeededFuture();
    }

    /** Rights are asked again where a stream is for subscribers by now; were it only where it was not before, a question that failed would not be asked again. */
    private Future<Void> edited(StreamId id) {
        return rooms.refresh(id)
                .compose(found -> found.filter(room -> room.stream().audience() == Audience.SUBSCRIBERS)
                        .map(room -> check(room, peer -> true))
                        .orElseGet(Future::succeededFuture));
    }

    /** The show may have ended without this room: its broadcaster went live in a room of another instance. */
    private Future<Void> ended(StreamId id) {
        var isOn = rooms.find(id).filter(Room::isLive).isPresent();
        return !isOn
                ? Future.succeededFuture()
                : rooms.refresh(id)
                        .onSuccess(found -> found.filter(room -> !room.stream().live()
                                        && room.startedAt().equals(room.stream().startedAt()))
                                .ifPresent(rooms::stop))
                        .mapEmpty();
    }

    private Future<Void> check(Room room, Predicate<Peer> whom) {
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
            rooms.act(room, room.putOut(peer.id, (Refused) thrown, now()));
            return Future.succeededFuture();
        });
    }

    private SignalingApi.Entered admit(Caller caller, Seat seat) {
        var socket = caller.fromSocket();
        var room = seat.room();
        if (!rooms.has(room)) {
            throw Rooms.takenElsewhere();
        }
        var stillThere = seat.equals(seats.get(socket.id()))
                && room.peer(seat.peer()).flatMap(peer -> peer.socket).equals(Optional.of(socket));
        if (!stillThere) {
            throw left();
        }
        rooms.act(room, room.admit(seat.peer(), now()));
        var given = iceServers.to(
                caller.account().map(Account::hex).orElse(seat.peer().value()));
        return new SignalingApi.Entered(
                seat.peer().value(),
                room.epoch(),
                given.iceServers(),
                given.expiresAt(),
                room.view(),
                room.edgesOf(seat.peer()),
                room.chat().last());
    }

    private static Refused left() {
        return Failure.CONFLICT.because("left before it was let in");
    }

    /** A socket is in one room at a time, and the last socket of a peer is its only one. */
    private void take(Caller.Socket socket, Seat seat) {
        var before = seats.put(socket.id(), seat);
        if (before != null && !before.equals(seat)) {
            rooms.act(before.room(), before.room().leave(before.peer(), now()));
        }
        seat.room()
                .peer(seat.peer())
                .flatMap(peer -> peer.socket)
                .filter(other -> !other.equals(socket))
                .ifPresent(other -> seats.remove(other.id()));
    }

    private void vacate(Caller.Socket socket, Seat seat) {
        if (seats.remove(socket.id(), seat)) {
            rooms.act(seat.room(), seat.room().leave(seat.peer(), now()));
        }
    }

    /** The socket has no seat from now on. */
    private Future<Nothing> stand(Caller caller, Function<Seat, List<Move>> input) {
        visits.remove(caller.fromSocket().id());
        var seat = seats.remove(caller.fromSocket().id());
        return seat == null ? Future.succeededFuture(NOTHING) : done(seat, input.apply(seat));
    }

    private <T> Future<T> seated(Caller caller, Function<Seat, Future<T>> what) {
        var seat = seats.get(caller.fromSocket().id());
        return seat == null || !rooms.has(seat.room()) || !seat.room().isAdmitted(seat.peer())
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
