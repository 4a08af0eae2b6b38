package io.peerstage.gateway.bridge;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.contract.Require;
import io.peerstage.contract.signaling.Delivery;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.gateway.auth.SignIns;
import io.peerstage.gateway.auth.WalletAuth;
import io.peerstage.gateway.events.EventTail;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Json;
import io.peerstage.wallet.WalletToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The browsers' way to the event bus. They send to a closed list of addresses and register nothing; who sends is what the gateway
 * knows of the socket, whatever the frame says. What is for them comes to this gateway's one address. Belongs to one event loop.
 */
public final class Bridge {
    /** In bytes; a larger one ends the connection. */
    public static final int LARGEST_FRAME = 64 * 1024;

    private static final int MILLISECONDS_OF_SILENCE = 15_000;
    private static final String OPEN = "session.open";
    private static final String EXTEND = "session.token";
    private static final String WATCH = "streams.watch";
    /** What the gateway answers itself. */
    static final Set<String> OWN = Set.of(OPEN, EXTEND, WATCH);

    static final Set<String> ROOM = Set.of(
            SignalingApi.ENTER.address(),
            SignalingApi.GO_LIVE.address(),
            SignalingApi.STOP.address(),
            SignalingApi.SIGNAL.address(),
            SignalingApi.EDGE.address(),
            SignalingApi.REPORT.address(),
            SignalingApi.PONG.address(),
            SignalingApi.LEAVE.address());

    private final Map<SockJSSocket, BrowserSocket> sockets = new HashMap<>();
    private final Map<String, BrowserSocket> byId = new HashMap<>();
    private final String address = "gateway." + UUID.randomUUID();
    private final Vertx vertx;
    private final Bus bus;
    private final SignIns signIns;
    private final WalletAuth auth;
    private final Clock clock;
    private final ScheduleNews news;
    private long epoch;

    public Bridge(Vertx vertx, Bus bus, SignIns signIns, WalletAuth auth, Clock clock, EventTail events) {
        this.vertx = vertx;
        this.bus = bus;
        this.signIns = signIns;
        this.auth = auth;
        this.clock = clock;
        this.news = new ScheduleNews(vertx, bus, events);
    }

    record Open(Optional<String> token) {}

    record Extend(String token) {
        Extend {
            Require.present("token", token);
        }
    }

    record Opened(Optional<Account> account, Optional<Instant> expiresAt) {}

    /** To be mounted at {@code /eventbus}. */
    public Router router() {
        var options = new SockJSBridgeOptions()
                // Questions that wait for their answers count too; registering is refused all the same.
                .setMaxHandlersPerSocket(BrowserSocket.FRAMES_AT_ONCE)
                .setPingTimeout(MILLISECONDS_OF_SILENCE)
                .setReplyTimeout(Bus.PATIENCE.toMillis());
        ROOM.forEach(each -> options.addInboundPermitted(new PermittedOptions().setAddress(each)));
        OWN.forEach(each -> options.addInboundPermitted(new PermittedOptions().setAddress(own(each))));
        var sockJs = new SockJSHandlerOptions().setRegisterWriteHandler(false).setMaxBytesStreaming(LARGEST_FRAME);
        return SockJSHandler.create(vertx, sockJs).bridge(options, this::on);
    }

    /** Listens for what is for this gateway's sockets, and answers their first frame. */
    public Future<Void> start() {
        return bus.receive(address, Delivery.class, this::deliver)
                .completion()
                .compose(ready -> bus.answer(new Operation<>(own(OPEN), Open.class, Opened.class), (caller, open) -> {
                    return Future.succeededFuture(open)
                            .map(wish -> open(caller.fromSocket().id(), wish));
                }))
                .compose(ready ->
                        bus.answer(new Operation<>(own(EXTEND), Extend.class, Opened.class), (caller, fresh) -> {
                            return Future.succeededFuture(fresh)
                                    .map(wish -> extend(caller.fromSocket().id(), wish));
                        }))
                .compose(ready -> bus.answer(
                        new Operation<>(own(WATCH), ScheduleNews.Wish.class, Nothing.class), (caller, wish) -> {
                            return Future.succeededFuture(caller.fromSocket().id())
                                    .map(id -> news.watch(require(id), wish));
                        }))
                .compose(ready -> news.start())
                .compose(ready ->
                        bus.on(SignalingApi.OWNED, owner -> owner.rooms().forEach(room -> follow(room.epoch()))));
    }

    /** Puts out whoever's token has expired or was revoked, and whoever was banned. */
    public void expelSignedOut() {
        List.copyOf(byId.values()).stream()
                .filter(socket -> socket.isOpen()
                        && socket.token()
                                .filter(token -> !auth.stillGood(token))
                                .isPresent())
                .forEach(this::expel);
    }

    /** Tells the browsers to connect elsewhere, for this gateway is about to stop. */
    public void drain() {
        news.stop();
        write(byId.values(), new Push.Moved());
    }

    private void on(BridgeEvent event) {
        event.complete(
                switch (event.type()) {
                    case SOCKET_CREATED -> created(event.socket());
                    case SOCKET_CLOSED -> closed(event.socket());
                    case SEND -> isWithinAllowance(event.socket()) && mayPass(event);
                    case SOCKET_PING -> isWithinAllowance(event.socket());
                    case REGISTER, UNREGISTER, PUBLISH -> {
                        isWithinAllowance(event.socket());
                        yield false;
                    }
                    case RECEIVE -> writtenByOurselves(event);
                    default -> true;
                });
    }

    /** An answer goes the same way as all else, so that it counts against what may wait. */
    private boolean writtenByOurselves(BridgeEvent event) {
        var socket = sockets.get(event.socket());
        if (socket != null) {
            socket.write(event.getRawMessage().encode());
        }
        return false;
    }

    private boolean isWithinAllowance(SockJSSocket connection) {
        var socket = sockets.get(connection);
        if (socket != null && !socket.maySend(clock.instant())) {
            socket.close();
            return false;
        }
        return socket != null;
    }

    private boolean created(SockJSSocket connection) {
        var socket = new BrowserSocket(connection, address, clock.instant());
        sockets.put(connection, socket);
        byId.put(socket.name().id(), socket);
        return true;
    }

    private boolean closed(SockJSSocket connection) {
        var socket = sockets.remove(connection);
        if (socket != null) {
            byId.remove(socket.name().id());
            news.forget(socket);
            if (socket.isInRoom()) {
                ask(SignalingApi.DETACH, Nothing.NOTHING, socket);
            }
        }
        return true;
    }

    /** Says in the frame's headers who sends it, and where to. */
    private boolean mayPass(BridgeEvent event) {
        var frame = event.getRawMessage();
        var socket = sockets.get(event.socket());
        if (!(frame.getValue("body") instanceof JsonObject)) {
            return false;
        }
        var to = frame.getString("address");
        var mayComeFirst = to.equals(OPEN) || to.equals(EXTEND);
        if (!socket.isOpen() && !mayComeFirst) {
            return false;
        }
        if (OWN.contains(to)) {
            frame.put("address", own(to));
        } else if (!ROOM.contains(to)) {
            return false;
        }
        if (to.equals(SignalingApi.ENTER.address())) {
            socket.entersRoom();
        }
        var headers = new JsonObject();
        var caller = bus.caller(socket.account(), UUID.randomUUID().toString(), Optional.of(socket.name()));
        Bus.headers(caller, Bus.PATIENCE.toMillis()).forEach(header -> headers.put(header.getKey(), header.getValue()));
        event.setRawMessage(frame.put("headers", headers));
        return true;
    }

    private Opened open(String id, Open wish) {
        var socket = require(id);
        if (!socket.isNew()) {
            throw Failure.CONFLICT.because("this connection was opened before");
        }
        var token = wish.token().map(text -> signIns.verify(text, socket.address()));
        signIns.requireNotBanned(token);
        socket.open(token);
        return opened(socket);
    }

    private Opened extend(String id, Extend fresh) {
        var socket = require(id);
        var token = signIns.verify(fresh.token(), socket.address());
        if (!socket.isOpen() || !socket.account().equals(Optional.of(token.account()))) {
            throw Failure.CONFLICT.because("this connection belongs to another account");
        }
        socket.open(Optional.of(token));
        return opened(socket);
    }

    private BrowserSocket require(String id) {
        return Optional.ofNullable(byId.get(id))
                .orElseThrow(() -> Failure.NOT_FOUND.because("this connection is closed"));
    }

    private static Opened opened(BrowserSocket socket) {
        return new Opened(socket.account(), socket.token().map(WalletToken::expiresAt));
    }

    /** Signaling cuts its edges and tells it why; then the connection ends. */
    private void expel(BrowserSocket socket) {
        socket.shut();
        if (socket.isInRoom()) {
            var banned = socket.account().filter(auth::isBanned).isPresent();
            ask(SignalingApi.EXPEL, new SignalingApi.Expel(banned), socket).onComplete(told -> socket.end());
        } else {
            socket.end();
        }
    }

    private <Q extends Record> Future<Nothing> ask(Operation<Q, Nothing> operation, Q question, BrowserSocket socket) {
        var caller = bus.caller(socket.account(), UUID.randomUUID().toString(), Optional.of(socket.name()));
        return bus.ask(operation, caller, question);
    }

    private void deliver(Delivery delivery) {
        delivery.sockets().stream()
                .map(byId::get)
                .filter(socket -> socket != null)
                .forEach(socket -> socket.write(delivery.address(), delivery.body()));
    }

    /** A higher epoch than before: rooms have a new owner, who knows nobody yet. */
    private void follow(long begun) {
        var isNew = epoch != 0 && begun > epoch;
        epoch = Math.max(epoch, begun);
        if (isNew) {
            moveAll();
        }
    }

    private void moveAll() {
        write(byId.values().stream().filter(BrowserSocket::isInRoom).toList(), new Push.Moved());
    }

    private static void write(Collection<BrowserSocket> to, Push push) {
        List.copyOf(to).forEach(socket -> socket.write(push.address(), Json.of((Record) push)));
    }

    private String own(String name) {
        return address + "." + name;
    }
}
