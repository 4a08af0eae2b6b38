package io.peerstage.gateway.api;

import io.peerstage.runtime.Trail;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;

/** The name of a request, in the header {@code X-Request-Id}: the client's own where it sent one, else a new one. */
public final class RequestId {
    private static final String HEADER = "X-Request-Id";
    private static final Pattern ACCEPTABLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Gives the request its name. */
    public static void stamp(RoutingContext context) {
        var sent = context.request().getHeader(HEADER);
        var id = sent != null && ACCEPTABLE.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
        context.put(HEADER, id);
        Trail.belongTo(id);
        context.response().putHeader(HEADER, id);
        context.next();
    }

    static String of(RoutingContext context) {
        return context.get(HEADER);
    }

    private RequestId() {}
}
