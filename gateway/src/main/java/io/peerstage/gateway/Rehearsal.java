package io.peerstage.gateway;

import io.peerstage.contract.signaling.SignalingApi;
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

/**
 * A gateway's first visitor is itself. What a JVM loads for the first requests, and the connections to the other services, take it seconds
 * on a busy machine, in which whoever else is connected waits: in a cluster that is over before the gateway counts as ready.
 */
final class Rehearsal {
    private static final List<String> PAGES = List.of("/", "/api/v1/streams", "/api/v1/events", "/api/v1/me");
    private static final List<JsonObject> FRAMES = Stream.of(
                    "session.open", "streams.watch", SignalingApi.LEAVE.address())
            .map(address -> new JsonObject()
                    .put("type", "send")
                    .put("address", address)
                    .put("replyAddress", address)
                    .put("body", new JsonObject()))
            .toList();

    private static final int ROUNDS = 20;
    private static final Duration ENOUGH = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final HostAndPort authority;
    private final SocketAddress here;
    private final boolean tls;
    private final HttpClient client;
    private final WebSocketClient sockets;

    /** @param tls whether this gateway itself speaks TLS */
    Rehearsal(Vertx vertx, HostAndPort authority, int port, boolean tls) {
        this.authority = authority;
        this.here = SocketAddress.inetSocketAddress(port, "127.0.0.1");
        this.tls = tls;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(tls).setTrustAll(true).setVerifyHost(false));
        this.sockets = vertx.createWebSocketClient(
                new WebSocketClientOptions().setSsl(tls).setTrustAll(true).setVerifyHost(false));
    }

    /** Ends after so many visits, or when it has taken long enough; whether they were answered well does not matter. */
    Future<Void> play() {
        return again(ROUNDS, System.nanoTime() + ENOUGH.toNanos())
                .eventually(() -> Future.join(client.close(), sockets.close()));
    }

    private Future<Void> again(int rounds, long end) {
        if (rounds == 0 || System.nanoTime() > end) {
            return Future.succeededFuture();
        }
        var visits = Stream.concat(PAGES.stream().map(this::look), Stream.of(talk()));
        return Future.join(visits.toList()).transform(done -> again(rounds - 1, end));
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
