package io.peerstage.gateway.bridge;

import io.peerstage.contract.Account;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.contract.Require;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.gateway.auth.ClientAddress;
import io.peerstage.gateway.auth.SignIns;
import io.peerstage.gateway.auth.WalletAuth;
import io.peerstage.gateway.events.EventTail;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Trail;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The browsers' way to the event bus. They send to a closed list of addresses and register nothing; who sends is what the gateway
 * knows of the socket, whatever the frame says. What is for them comes to this gateway's one address. Belongs to one event loop.
 */
public final class Bridge {
    /** In bytes; a larger one ends the connection. */
    public static final int LARGEST_FRAME = 64 * 1024;

    private static final int MILLISECONDS_OF_SILENCE = 15_000;
    /** What a socket may ask in the time in which it is answered at the latest, so that none is dropped for being one too many. */
    private static final int UNANSWERED_QUESTIONS = 400;

    private static final String PONG = "{\"type\":\"pong\"}";
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
            SignalingApi.CHAT.address(),
            SignalingApi.MODERATE.address(),
            SignalingApi.LEAVE.address());

    private final BrowserSockets sockets = new BrowserSockets();
    private final String address = "gateway." + UUID.randomUUID();
    private final Vertx vertx;
    private final Bus bus;
    private final ClientAddress addresses;
    private final Clock clock;
    private final ScheduleNews news;
    private final RoomFrames frames;
    private final RoomNews roomNews;
    private final Sessions sessions;

    public Bridge(
            Vertx vertx,
            Bus bus,
            SignIns signIns,
            WalletAuth auth,
            ClientAddress addresses,
            Clock clock,
            EventTail events,
            PostgresRoomOwners database) {
        this.vertx = vertx;
        this.bus = bus;
        this.addresses = addresses;
        this.clock = clock;
        this.news = new ScheduleNews(vertx, bus, events);
        var owners = new RoomOwners(database::find, clock);
        this.frames = new RoomFrames(bus, owners, sockets, address);
        this.roomNews = new RoomNews(vertx, bus, owners, sockets);
        this.sessions = new Sessions(vertx, signIns, auth, sockets, frames);
    }

    record Open(Optional<String> token) {}

    record Extend(String token) {
        Extend {
            Require.present("token", token);
        }
    }

    record Opened(Optional<Account> account, Optional<Instant> expiresAt) {}

    /** Where others send what is for the sockets here. */
    public String address() {
        return address;
    }

    /** How many browsers are connected; may be asked on any thread. */
    public int sockets() {
        return sockets.count();
    }

    /** To be mounted at {@code /eventbus}. */
    public Router router() {
        var options = new SockJSBridgeOptions()
                .setMaxHandlersPerSocket(UNANSWERED_QUESTIONS) // it counts these; registering is refused all the same
                .setPingTimeout(MILLISECONDS_OF_SILENCE)
                .setReplyTimeout(Bus.PATIENCE.toMillis());
        var room = ROOM.stream().map(Pattern::quote).collect(Collectors.joining("|", "(", ")(@.+)?"));
        options.addInboundPermitted(
                new PermittedOptions().setAddressRegex(room)); // one, for each is tried on each frame
        frames.addresses().forEach(each -> options.addInboundPermitted(new PermittedOptions().setAddress(each)));
        OWN.forEach(each -> options.addInboundPermitted(new PermittedOptions().setAddress(own(each))));
        var sockJs = new SockJSHandlerOptions().setRegisterWriteHandler(false).setMaxBytesStreaming(LARGEST_FRAME);
        return SockJSHandler.create(vertx, sockJs).bridge(options, this::on);
    }

    /** Listens for what is for this gateway's sockets, and answers their first frame. */
    public Future<Void> start() {
        return frames.start()
                .compose(ready -> answer(OPEN, Open.class, Opened.class, sessions::open))
                .compose(ready -> answer(EXTEND, Extend.class, Opened.class, sessions::extend))
                .compose(ready -> answer(WATCH, ScheduleNews.Wish.class, Nothing.class, news::watch))
                .compose(ready -> news.start())
                .compose(ready -> roomNews.start(address));
    }

    private <Q extends Record, A extends Record> Future<Void> answer(
            String name, Class<Q> question, Class<A> answer, BiFunction<BrowserSocket, Q, A> here) {
        return bus.answer(
                new Operation<>(own(name), question, answer),
                (caller, asked) -> Future.succeededFuture(asked)
                        .map(wish ->
                                here.apply(sockets.require(caller.fromSocket().id()), wish)));
    }

    /** Puts out whoever's token has expired or was revoked, and whoever was banned. */
    public void expelSignedOut() {
        sessions.expelSignedOut();
    }

    /** Tells the browsers to connect elsewhere, for this gateway is about to stop. */
    public void drain() {
        news.stop();
        roomNews.stop();
        RoomNews.write(sockets.all(), new Push.Moved());
    }

    private void on(BridgeEvent event) {
        switch (event.type()) {
            case SOCKET_CREATED -> event.complete(created(event.socket()));
            case SOCKET_CLOSED -> event.complete(closed(event.socket()));
            case SEND -> send(event);
            case SOCKET_PING -> event.complete(answersPing(event.socket()));
            case REGISTER, UNREGISTER, PUBLISH -> {
                isWithinAllowance(event.socket());
                event.complete(false);
            }
            case RECEIVE -> event.complete(writtenByOurselves(event));
            default -> event.complete(true);
        }
    }

    /** An answer goes the same way as all else, so that it counts against what may wait. */
    private boolean writtenByOurselves(BridgeEvent event) {
        sockets.of(event.socket()).ifPresent(socket -> {
            roomNews.answered(socket, event.getRawMessage());
            socket.write(event.getRawMessage().encode());
        });
        return false;
    }

    /** The browser takes what hears nothing for a connection that is lost; the bridge itself does not answer. */
    private boolean answersPing(SockJSSocket connection) {
        var may = isWithinAllowance(connection);
        if (may) {
            sockets.of(connection).ifPresent(socket -> socket.write(PONG));
        }
        return may;
    }

    private boolean isWithinAllowance(SockJSSocket connection) {
        var socket = sockets.of(connection);
        var may = socket.filter(sender -> sender.maySend(clock.instant())).isPresent();
        if (!may) {
            socket.ifPresent(BrowserSocket::close);
        }
        return may;
    }

    private boolean created(SockJSSocket connection) {
        sockets.add(connection, new BrowserSocket(connection, addresses.of(connection), address, clock.instant()));
        return true;
    }

    private boolean closed(SockJSSocket connection) {
        sockets.remove(connection).ifPresent(socket -> {
            news.forget(socket);
            frames.closed(socket);
        });
        return true;
    }

    private void send(BridgeEvent event) {
        var socket = sockets.of(event.socket()).filter(sender -> isWithinAllowance(event.socket()) && sender.mayWait());
        if (socket.isEmpty()) {
            event.complete(false);
            return;
        }
        socket.get().inTurn(() -> {
            if (!mayPass(socket.get(), event.getRawMessage())) {
                event.complete(false);
                return Future.succeededFuture();
            }
            var requestId = socket.get().nextRequestId();
            return Trail.of(vertx, requestId, () -> pass(socket.get(), requestId, event));
        });
    }

    private static boolean mayPass(BrowserSocket socket, JsonObject frame) {
        var to = frame.getString("address");
        var mayComeFirst = to.equals(OPEN) || to.equals(EXTEND);
        return frame.getValue("body") instanceof JsonObject
                && (socket.isOpen() || mayComeFirst)
                && (OWN.contains(to) || ROOM.contains(to));
    }

    /** Says in the frame's headers who sends it, and where to. */
    private Future<Void> pass(BrowserSocket socket, String requestId, BridgeEvent event) {
        var frame = event.getRawMessage();
        var to = frame.getString("address");
        var way =
                OWN.contains(to) ? Future.succeededFuture(new RoomFrames.Way(own(to))) : frames.way(socket, to, frame);
        return way.onFailure(lost -> event.complete(false)).compose(found -> {
            var headers = new JsonObject();
            var caller = bus.caller(socket.account(), requestId, Optional.of(socket.name()));
            Bus.headers(caller, Bus.PATIENCE.toMillis(), headers::put);
            event.setRawMessage(frame.put("address", found.address()).put("headers", headers));
            event.complete(true);
            return found.passed();
        });
    }

    private String own(String name) {
        return address + "." + name;
    }
}
