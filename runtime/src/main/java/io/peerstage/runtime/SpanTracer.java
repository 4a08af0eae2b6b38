package io.peerstage.runtime;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.vertx.core.Context;
import io.vertx.core.eventbus.Message;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.Map.Entry;
import java.util.function.BiConsumer;

/**
 * Makes spans of what Vert.x does: requests over HTTP, messages on the bus, statements of SQL. Where they come from and go to crosses
 * processes as W3C trace context. Why not vertx-opentelemetry: docs/decisions/0011.
 */
final class SpanTracer implements VertxTracer<SpanTracer.Handling, Span> {
    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final io.opentelemetry.context.Context ROOT = io.opentelemetry.context.Context.root();

    private final Tracer tracer;

    SpanTracer(Tracer tracer) {
        this.tracer = tracer;
    }

    /** A request or message that is being handled, and where. */
    record Handling(Span span, Context context) {}

    @Override
    public <R> Handling receiveRequest(
            Context context,
            SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            Iterable<Entry<String, String>> headers,
            TagExtractor<R> tags) {
        var from = W3C.extract(ROOT, headers, SpanTracer::header);
        var comesTraced = Span.fromContextOrNull(from) != null;
        if (policy == TracingPolicy.IGNORE || (policy == TracingPolicy.PROPAGATE && !comesTraced)) {
            return null;
        }
        var span = Spans.of(tracer, io.opentelemetry.api.trace.SpanKind.SERVER, request, tags)
                .setParent(from)
                .startSpan();
        Trail.SPAN.put(context, span);
        return new Handling(span, context);
    }

    /** From then on nothing in its context belongs to it: timers that were set there, and a WebSocket that it became, go on for long. */
    @Override
    public <R> void sendResponse(
            Context context, R response, Handling handling, Throwable failure, TagExtractor<R> tags) {
        if (handling != null) {
            Spans.end(handling.span, response, failure);
            Trail.SPAN.remove(handling.context);
        }
    }

    @Override
    public <R> Span sendRequest(
            Context context,
            SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            BiConsumer<String, String> headers,
            TagExtractor<R> tags) {
        var parent = Trail.SPAN.get(context);
        if (policy == TracingPolicy.IGNORE || isReply(request) || (parent == null && !begins(request))) {
            return null;
        }
        if (parent != null && !parent.getSpanContext().isSampled()) {
            W3C.inject(ROOT.with(parent), headers, BiConsumer::accept);
            return null;
        }
        var span = Spans.of(tracer, io.opentelemetry.api.trace.SpanKind.CLIENT, request, tags)
                .setParent(parent == null ? ROOT : ROOT.with(parent))
                .startSpan();
        if (parent == null) {
            Bus.requestId(((Message<?>) request).headers()).ifPresent(id -> span.setAttribute(Spans.REQUEST_ID, id));
        }
        W3C.inject(ROOT.with(span), headers, BiConsumer::accept);
        return span;
    }

    @Override
    public <R> void receiveResponse(Context context, R response, Span span, Throwable failure, TagExtractor<R> tags) {
        if (span != null) {
            Spans.end(span, response, failure);
        }
    }

    /** Besides requests over HTTP, what a browser asks over its socket begins a trace; what services do by themselves does not. */
    private static boolean begins(Object request) {
        return request instanceof Message<?> message && Bus.isFromSocket(message.headers());
    }

    /** To a question that is not traced, from whatever context; the others do not come here. */
    private static boolean isReply(Object request) {
        return request instanceof Message<?> message && message.address().startsWith("__vertx.reply");
    }

    private static String header(Iterable<Entry<String, String>> headers, String name) {
        for (var header : headers) {
            if (header.getKey().equalsIgnoreCase(name)) {
                return header.getValue();
            }
        }
        return null;
    }
}
