package io.peerstage.signaling;

import io.peerstage.contract.Caller;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Where this instance answers. At its own addresses, whatever concerns its rooms; at those that all instances share, the questions of
 * those who do not know the owner of a room, which are passed on to it, once. Belongs to one event loop.
 */
final class Answers {
    private final List<MessageConsumer<JsonObject>> own = new ArrayList<>();
    private final Bus bus;
    private final Rooms rooms;
    private final Signaling signaling;
    private final SilentGateways gateways;
    private final Ownership ownership;

    Answers(Bus bus, Rooms rooms, Signaling signaling, SilentGateways gateways, Ownership ownership) {
        this.bus = bus;
        this.rooms = rooms;
        this.signaling = signaling;
        this.gateways = gateways;
        this.ownership = ownership;
    }

    /** Answers under the present name of this instance, and under none that it had before. */
    Future<Void> open() {
        var before = List.copyOf(own);
        own.clear();
        answer(SignalingApi.ENTER, this::enter);
        answer(SignalingApi.GO_LIVE, signaling::goLive);
        answer(SignalingApi.STOP, signaling::stop);
        answer(SignalingApi.SIGNAL, signaling::signal);
        answer(SignalingApi.EDGE, signaling::edge);
        answer(SignalingApi.REPORT, signaling::report);
        answer(SignalingApi.PONG, signaling::pong);
        answer(SignalingApi.CHAT, signaling::chat);
        answer(SignalingApi.MODERATE, signaling::moderate);
        answer(SignalingApi.LEAVE, signaling::leave);
        answer(SignalingApi.DETACH, signaling::detach);
        answer(SignalingApi.EXPEL, signaling::expel);
        answer(SignalingApi.PRESENT, opened(SignalingApi.Room::id, signaling::present));
        answer(SignalingApi.TURNOUT, opened(SignalingApi.Room::id, signaling::turnout));
        answer(SignalingApi.ROOM, signaling::room);
        answer(SignalingApi.STALE, this::stale);
        return Future.join(before.stream().map(MessageConsumer::unregister).toList())
                .compose(closed -> Future.join(
                        own.stream().map(MessageConsumer::completion).toList()))
                .mapEmpty();
    }

    /** Answers together with all other instances. */
    Future<Void> share() {
        return share(SignalingApi.ENTER, SignalingApi.Enter::streamId, this::enter)
                .compose(ready -> share(SignalingApi.PRESENT, SignalingApi.Room::id, signaling::present))
                .compose(ready -> share(SignalingApi.TURNOUT, SignalingApi.Room::id, signaling::turnout))
                .compose(ready -> bus.answer(SignalingApi.ROOM, this::room));
    }

    private <Q extends Record, A extends Record> void answer(
            Operation<Q, A> operation, BiFunction<Caller, Q, Future<A>> here) {
        own.add(bus.consumer(operation.at(ownership.node()), here));
    }

    private <Q extends Record, A extends Record> Future<Void> share(
            Operation<Q, A> operation, Function<Q, StreamId> stream, BiFunction<Caller, Q, Future<A>> here) {
        return bus.answer(
                operation,
                (caller, question) -> rooms.owner(stream.apply(question))
                        .compose(owner -> ownership.isHere(owner)
                                ? here.apply(caller, question)
                                : bus.ask(operation.at(owner.node()), caller, question)));
    }

    /** A room that was closed meanwhile is opened again, unless another instance has it. */
    private <Q extends Record, A extends Record> BiFunction<Caller, Q, Future<A>> opened(
            Function<Q, StreamId> stream, BiFunction<Caller, Q, Future<A>> here) {
        return (caller, question) -> rooms.open(stream.apply(question)).compose(room -> here.apply(caller, question));
    }

    private Future<SignalingApi.Entered> enter(Caller caller, SignalingApi.Enter wish) {
        gateways.met(caller.fromSocket().gateway());
        return signaling.enter(caller, wish);
    }

    /** A room is not opened by looking at it. */
    private Future<SignalingApi.View> room(Caller caller, SignalingApi.Room which) {
        return rooms.find(which.id())
                .map(room -> signaling.room(caller, which))
                .orElseGet(() -> ownership.find(which.id()).compose(found -> {
                    var elsewhere = found.filter(owner -> !ownership.isHere(owner));
                    return elsewhere
                            .map(owner -> bus.ask(SignalingApi.ROOM.at(owner.node()), caller, which))
                            .orElseGet(() -> signaling.room(caller, which));
                }));
    }

    /** Another instance owns that room by now, and this one did not know. */
    private Future<Nothing> stale(Caller caller, SignalingApi.Owned known) {
        rooms.drop(room -> room.stream().id().equals(known.stream()) && room.epoch() < known.epoch());
        signaling.forgetClosed();
        return Future.succeededFuture(Nothing.NOTHING);
    }
}
