package io.peerstage.runtime;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The request that a piece of work belongs to, and the span of its trace. Vert.x handles each request and each message in a context of its
 * own, and the Futures that begin there go on there, on whatever thread; so that is where both are kept, and not with the thread as an MDC
 * would. Public because Vert.x makes one: places in contexts must be reserved before the first context is.
 */
public final class Trail implements VertxServiceProvider {
    static final ContextLocal<Span> SPAN = ContextLocal.registerLocal(Span.class);
    private static final ContextLocal<String> REQUEST_ID = ContextLocal.registerLocal(String.class);

    @Override
    public void init(VertxBootstrap reserved) {}

    /** What is done in this context from here on belongs to that request; elsewhere than in a context it does nothing. */
    public static void belongTo(String requestId) {
        var here = ContextInternal.current();
        if (here != null) {
            REQUEST_ID.put(here, requestId);
            var span = SPAN.get(here);
            if (span != null) {
                span.setAttribute(Spans.REQUEST_ID, requestId);
            }
        }
    }

    /** Begins the work at once, in a context of its own where it belongs to that request. */
    public static <T> Future<T> of(Vertx vertx, String requestId, Supplier<Future<T>> work) {
        var own = contextOfItsOwn(vertx);
        REQUEST_ID.put(own, requestId);
        var before = own.beginDispatch();
        try {
            return work.get();
        } finally {
            own.endDispatch(before);
        }
    }

    /** Does the work at once, in a context of its own where it belongs to no request, whoever gave rise to it. */
    static void apart(Vertx vertx, Runnable work) {
        contextOfItsOwn(vertx).dispatch(work);
    }

    /**
     * Names what the request here wants, instead of its path, which would be another one for each profile; nothing where it is not traced.
     *
     * @param route with names for what varies: {@code /streams/{id}}
     */
    public static void route(String method, String route) {
        var here = ContextInternal.current();
        var span = here == null ? null : SPAN.get(here);
        if (span != null) {
            span.updateName(method + " " + route).setAttribute(Spans.ROUTE, route);
        }
    }

    /** That of the work which is being done here. */
    static Optional<String> requestId() {
        return Optional.<Context>ofNullable(ContextInternal.current()).map(REQUEST_ID::get);
    }

    /** The same for its span; empty while nothing is traced. */
    static Optional<SpanContext> span() {
        return Optional.<Context>ofNullable(ContextInternal.current())
                .map(SPAN::get)
                .map(Span::getSpanContext);
    }

    private static ContextInternal contextOfItsOwn(Vertx vertx) {
        return ((ContextInternal) vertx.getOrCreateContext()).duplicate();
    }
}
