package io.peerstage.gateway.bridge;

import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what a socket has to say about its room to the room's owner. Whoever enters a room whose owner is not known here is sent to any
 * instance, which finds the owner; all else of that socket waits for the answer, so that nothing overtakes it. Belongs to one event loop.
 */
final class RoomFrames {
    private static final Logger log = LoggerFactory.getLogger(RoomFrames.class);
    private static final String ENTER = SignalingApi.ENTER.address();
    private static final String LEAVE = SignalingApi.LEAVE.address();

    /** Sockets that enter a room whose owner is not known here; succeeds with the answer. */
    private final Map<String, Promise<Void>> searching = new HashMap<>();

    private final Bus bus;
    private final RoomOwners owners;
    private final BrowserSockets sockets;
    private final Operation<SignalingApi.Enter, SignalingApi.Entered> search;
    private final Operation<Nothing, Nothing> nowhere;
    private final Operation<Nothing, Nothing> away;

    /**
     * @param gateway the address of this gateway
     */
    RoomFrames(Bus bus, RoomOwners owners, BrowserSockets sockets, String gateway) {
        this.bus = bus;
        this.owners = owners;
        this.sockets = sockets;
        this.search = new Operation<>(gateway + "." + ENTER, SignalingApi.Enter.class, SignalingApi.Entered.class);
        this.nowhere = new Operation<>(gateway + ".nowhere", Nothing.class, Nothing.class);
        this.away = new Operation<>(gateway + ".away", Nothing.class, Nothing.class);
    }

    Future<Void> start() {
        return bus.answer(search, this::search)
                .compose(ready -> bus.answer(nowhere, (caller, what) -> {
                    return Future.failedFuture(Failure.NOT_FOUND.because("enter a stream first"));
                }))
                .compose(ready -> bus.answer(away, (caller, what) -> {
                    return Future.failedFuture(Failure.UNAVAILABLE.because("nobody has this room now; try again"));
                }));
    }

    /** Those of this gateway itself, where frames about rooms may be sent. */
    List<String> addresses() {
        return List.of(search.address(), nowhere.address(), away.address());
    }

    /**
     * Where a frame goes.
     *
     * @param passed succeeds when the socket's next frame may follow
     */
    record Way(String address, Future<Void> passed) {
        Way(String address) {
            this(address, Future.succeededFuture());
        }
    }

    /**
     * Finds the way of a frame about a room.
     *
     * @param to as the browser wrote it
     */
    Future<Way> way(BrowserSocket socket, String to, JsonObject frame) {
        return to.equals(ENTER)
                ? stream(frame)
                        .map(stream -> enter(socket, stream, frame))
                        .orElseGet(
                                () -> Future.succeededFuture(new Way(ENTER))) // any instance says what is wrong with it
                : owner(socket, to).map(address -> {
                    if (to.equals(LEAVE)) {
                        sockets.move(socket, Optional.empty());
                    }
                    return new Way(address);
                });
    }

    private Future<Way> enter(BrowserSocket socket, StreamId stream, JsonObject frame) {
        return leaveOther(socket, stream).map(left -> {
            if (!socket.isIn(stream)) {
                sockets.move(socket, Optional.of(stream));
            }
            socket.enters(frame.getString("replyAddress"));
            return owners.known(stream)
                    .map(node -> new Way(at(ENTER, node)))
                    .orElseGet(() -> new Way(search.address(), searched(socket)));
        });
    }

    /** A socket is in one room at a time. */
    private Future<Void> leaveOther(BrowserSocket socket, StreamId stream) {
        return socket.room().filter(room -> !room.equals(stream)).isEmpty()
                ? Future.succeededFuture()
                : tell(socket, SignalingApi.LEAVE);
    }

    /** Its owner learns that the socket is closed; after all that the socket has said. */
    void closed(BrowserSocket socket) {
        socket.inTurn(() -> tell(socket, SignalingApi.DETACH));
    }

    /** Succeeds when the owner has put the socket out, or cannot be asked. */
    Future<Nothing> expel(BrowserSocket socket, SignalingApi.Expel why) {
        return owner(socket, SignalingApi.EXPEL.address())
                .compose(address -> bus.ask(
                        new Operation<>(address, SignalingApi.Expel.class, Nothing.class), caller(socket), why));
    }

    /** Sends it and does not wait for the answer. */
    private Future<Void> tell(BrowserSocket socket, Operation<Nothing, Nothing> operation) {
        if (socket.room().isEmpty()) {
            return Future.succeededFuture();
        }
        return owner(socket, operation.address())
                .onSuccess(address -> bus.ask(
                        new Operation<>(address, Nothing.class, Nothing.class), caller(socket), Nothing.NOTHING))
                .mapEmpty();
    }

    /** Where the owner of the socket's room answers to that; never fails. */
    private Future<String> owner(BrowserSocket socket, String to) {
        if (socket.room().isEmpty()) {
            return Future.succeededFuture(nowhere.address());
        }
        return owners.find(socket.room().get())
                .onFailure(thrown -> log.warn("who owns a room cannot be read: {}", thrown.toString()))
                .otherwise(Optional.empty())
                .map(owner -> owner.map(node -> at(to, node)).orElse(away.address()));
    }

    private Future<SignalingApi.Entered> search(Caller caller, SignalingApi.Enter wish) {
        return bus.ask(SignalingApi.ENTER, caller, wish).onComplete(done -> {
            var waiting = searching.remove(caller.fromSocket().id());
            if (waiting != null) {
                waiting.tryComplete();
            }
        });
    }

    private Future<Void> searched(BrowserSocket socket) {
        Promise<Void> answered = Promise.promise();
        searching.put(socket.name().id(), answered);
        return answered.future()
                .timeout(Bus.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    /** That of a question to enter; empty if the question is none. */
    private static Optional<StreamId> stream(JsonObject frame) {
        return Optional.ofNullable(Future.succeededFuture(frame.getJsonObject("body"))
                        .map(body -> Json.to(SignalingApi.Enter.class, body).streamId())
                        .otherwiseEmpty()
                        .result())
                .filter(stream -> !stream.value().isEmpty());
    }

    private Caller caller(BrowserSocket socket) {
        return bus.caller(socket.account(), socket.nextRequestId(), Optional.of(socket.name()));
    }

    private static String at(String address, String node) {
        return new Operation<>(address, Nothing.class, Nothing.class).at(node).address();
    }
}
