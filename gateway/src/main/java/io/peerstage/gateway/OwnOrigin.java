package io.peerstage.gateway;

import io.peerstage.contract.Failure;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The one origin that this gateway serves, and the others whose pages may use it. */
final class OwnOrigin {
    private final URI url;
    private final List<String> allowed;

    OwnOrigin(URI url, List<String> others) {
        this.url = url;
        this.allowed = new ArrayList<>(others);
        allowed.add(url.toString());
    }

    boolean isHttps() {
        return "https".equals(url.getScheme());
    }

    String forSockets() {
        return (isHttps() ? "wss://" : "ws://") + url.getRawAuthority();
    }

    /** What requests to it are addressed to. */
    HostAndPort authority() {
        return HostAndPort.create(url.getHost(), url.getPort() < 0 ? defaultPort() : url.getPort());
    }

    /** Fails with {@code MISDIRECTED} for a request to another host: its tokens would be of another site. */
    void requireHost(RoutingContext context) {
        var host = context.request().authority();
        var sent = host == null ? "" : host.toString().toLowerCase(Locale.ROOT);
        if (!sent.equals(url.getRawAuthority()) && !sent.equals(url.getHost() + ":" + defaultPort())) {
            throw Failure.MISDIRECTED.because("this is " + url + "; open that address");
        }
        context.next();
    }

    /** Refuses the pages of other sites; browsers say which site a page is of. */
    void requireAllowedPage(RoutingContext context) {
        var origin = context.request().getHeader("Origin");
        if (origin != null && !allowed.contains(origin)) {
            context.response().setStatusCode(403).end();
        } else {
            context.next();
        }
    }

    CorsHandler cors() {
        var cors = CorsHandler.create()
                .allowedMethods(
                        Set.of(HttpMethod.GET, HttpMethod.PUT, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE))
                .allowedHeaders(Set.of(
                        "Authorization",
                        "Content-Type",
                        "X-Request-Id",
                        "If-Match",
                        "If-None-Match",
                        "Idempotency-Key",
                        "Last-Event-ID"))
                .exposedHeaders(Set.of("ETag", "Location", "Retry-After", "X-Request-Id"))
                .maxAgeSeconds(600);
        allowed.forEach(cors::addOrigin);
        return cors;
    }

    private int defaultPort() {
        return isHttps() ? 443 : 80;
    }
}
