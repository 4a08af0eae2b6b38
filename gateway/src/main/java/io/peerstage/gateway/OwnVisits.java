package io.peerstage.gateway;

import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.runtime.Rehearsal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A gateway's first visitor is itself, see {@link Rehearsal}: pages, the API, a socket, and with them the connections to the other services. */
final class OwnVisits {
    private static final List<String> PAGES = List.of("/", "/api/v1/streams", "/api/v1/events", "/api/v1/me");
    private static final List<JsonObject> FRAMES = Stream.of(
                    "session.open", "streams.watch", SignalingApi.LEAVE.address())
            .map(address -> new JsonObject()
                    .put("type", "send")
                    .put("address", address)
                    .put("replyAddress", address)
                    .put("body", new JsonObject()))
            .toList();

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final HostAndPort authority;
    private final SocketAddress here;
    private final boolean tls;
    private final HttpClient client;
    private final WebSocketClient sockets;

    /** @param tls whether this gateway itself speaks TLS */
    OwnVisits(Vertx vertx, HostAndPort authority, int port, boolean tls) {
        this.vertx = vertx;
        this.authority = authority;
        this.here = SocketAddress.inetSocketAddress(port, "127.0.0.1");
        this.tls = tls;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(tls).setTrustAll(true).setVerifyHost(false));
        this.sockets = vertx.createWebSocketClient(
                new WebSocketClientOptions().setSsl(tls).setTrustAll(true).setVerifyHost(false));
    }

    Future<Void> play() {
        return Rehearsal.play(vertx, this::visit).eventually(() -> Future.join(client.close(), sockets.close()));
    }

    private Future<?> visit() {
        return Future.join(
                Stream.concat(PAGES.stream().map(this::look), Stream.of(talk())).toList());
    }

    private Future<?> look(String page) {
        var wish = to(new RequestOptions().setMethod(HttpMethod.GET), page).setTimeout(PATIENCE.toMillis());
        return client.request(wish).compose(request -> request.send().compose(HttpClientResponse::body));
    }

    /** As a visitor, who is told that it is in no room. */
    private Future<?> talk() {
        var wish = new WebSocketConnectOptions().setAllowOriginHeader(false);
        to(wish, "/eventbus/websocket");
        return sockets.connect(wish)
                .compose(socket -> answered(socket)
                        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                        .eventually(socket::close));
    }

    private static Future<?> answered(WebSocket socket) {
        var all = Promise.<Void>promise();
        var left = new AtomicInteger(FRAMES.size());
        socket.textMessageHandler(frame -> {
            if (left.decrementAndGet() == 0) {
                all.complete();
            }
        });
        FRAMES.forEach(frame -> socket.writeTextMessage(frame.encode()));
        return all.future();
    }

    private <O extends RequestOptions> O to(O options, String path) {
        options.setServer(here)
                .setSsl(tls)
                .setHost(authority.host())
                .setPort(authority.port())
                .setURI(path);
        return options;
    }
}
