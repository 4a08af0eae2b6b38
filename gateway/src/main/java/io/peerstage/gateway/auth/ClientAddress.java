package io.peerstage.gateway.auth;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.List;

/**
 * Where a request comes from: the other end of its connection or, behind a proxy, what that proxy wrote last into {@code X-Forwarded-For}.
 * What stands before that the client may have written itself.
 *
 * @param behindProxy every request comes through a proxy that adds the header
 */
public record ClientAddress(boolean behindProxy) {
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    public String of(HttpServerRequest request) {
        return of(request.headers(), request.remoteAddress());
    }

    public String of(SockJSSocket socket) {
        return of(socket.headers(), socket.remoteAddress());
    }

    String of(MultiMap headers, SocketAddress otherEnd) {
        var all = behindProxy ? headers.getAll(FORWARDED_FOR) : List.<String>of();
        if (all.isEmpty()) {
            return otherEnd.hostAddress();
        }
        var last = all.get(all.size() - 1);
        var address = last.substring(last.lastIndexOf(',') + 1).strip();
        return Network.isAddress(address) ? address : otherEnd.hostAddress();
    }
}
