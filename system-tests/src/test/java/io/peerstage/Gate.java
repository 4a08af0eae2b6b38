package io.peerstage;

import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.UUID;

/**
 * One of several gateways of the same origin.
 *
 * @param origin what browsers see
 */
record Gate(URI origin, String host, int port) {
    static Gate of(String url) {
        var origin = URI.create(url);
        return new Gate(origin, origin.getHost(), origin.getPort());
    }

    /** A new connection to its bridge, as SockJS makes it. */
    WebSocketConnectOptions bridge() {
        return new WebSocketConnectOptions()
                .setServer(SocketAddress.inetSocketAddress(port, host))
                .setHost(origin.getHost())
                .setPort(origin.getPort())
                .setURI("/eventbus/000/" + UUID.randomUUID() + "/websocket");
    }
}
