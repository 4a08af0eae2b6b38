package io.peerstage.runtime;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.peerstage.contract.Failure;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.pgclient.PgException;
import java.util.regex.Pattern;

/**
 * What a span says: names and numbers of the product's own. Paths, queries, addresses of browsers, values of statements and the words of
 * faults stay out of it, because a trace leaves the machine and all of them may name people. Names of attributes are OpenTelemetry's.
 */
final class Spans {
    static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("peerstage.request.id");
    static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> MESSAGING = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> STATEMENT = AttributeKey.stringKey("db.query.text");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private static final int SERVER_FAULT = 500;
    /** Where a page's or an endpoint's kind stands; behind it there may be an account. */
    private static final Pattern FIRST_SEGMENT = Pattern.compile("/[a-z-]{0,20}(?=[/?.]|$)");
    /** What tells one instance from another in the address of an operation; a gateway's stands before what is sent to it. */
    private static final Pattern INSTANCE =
            Pattern.compile("@.*|^gateway\\.[0-9a-f-]{36}\\.|(?<=^gateway)\\.[0-9a-f-]{36}$");

    private static final Pattern TABLE =
            Pattern.compile("\\b(?:FROM|INTO|UPDATE|JOIN)\\s+([a-z_]+\\.[a-z_]+)|(event_log\\.append)");
    private static final Pattern WORD = Pattern.compile("[A-Z]+");

    private Spans() {}

    /** Of something that Vert.x is asked, or asks: its request, a message, or a statement. */
    static <R> SpanBuilder of(Tracer tracer, SpanKind kind, R request, TagExtractor<R> tags) {
        if (request instanceof HttpRequest http) {
            return tracer.spanBuilder(http.method() + " " + firstSegment(http.uri()))
                    .setSpanKind(kind)
                    .setAttribute(METHOD, http.method().name());
        }
        if (request instanceof Message<?> message) {
            var address = INSTANCE.matcher(message.address()).replaceAll("");
            return tracer.spanBuilder(address)
                    .setSpanKind(kind)
                    .setAttribute(MESSAGING, "vertx-eventbus")
                    .setAttribute(DESTINATION, address);
        }
        var statement = tag(request, tags, STATEMENT.getKey());
        return tracer.spanBuilder(statement.isEmpty() ? "request" : summary(statement))
                .setSpanKind(kind)
                .setAttribute(DATABASE, "postgresql")
                .setAttribute(STATEMENT, statement);
    }

    static void end(Span span, Object response, Throwable failure) {
        if (failure != null) {
            failed(span, failure);
        } else if (response instanceof HttpResponse http) {
            span.setAttribute(STATUS, (long) http.statusCode());
            if (http.statusCode() >= SERVER_FAULT) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }

    /** A refusal is an answer like others, unless the fault is ours. */
    private static void failed(Span span, Throwable failure) {
        if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
            var refused = Failure.of(reply.failureCode());
            span.setAttribute(ERROR, refused.name());
            if (refused.status() >= SERVER_FAULT) {
                span.setStatus(StatusCode.ERROR);
            }
        } else {
            span.setAttribute(ERROR, name(failure)).setStatus(StatusCode.ERROR);
        }
    }

    private static String name(Throwable failure) {
        if (failure instanceof ReplyException reply) {
            return reply.failureType().name();
        }
        return failure instanceof PgException fault && fault.getSqlState() != null
                ? fault.getSqlState()
                : failure.getClass().getSimpleName();
    }

    private static String firstSegment(String uri) {
        var segment = FIRST_SEGMENT.matcher(uri);
        return segment.lookingAt() ? segment.group() : "…";
    }

    /** {@code SELECT streams.stream}. */
    private static String summary(String statement) {
        var word = WORD.matcher(statement);
        var table = TABLE.matcher(statement);
        return (word.find() ? word.group() : "statement")
                + (table.find() ? " " + (table.group(1) == null ? table.group(2) : table.group(1)) : "");
    }

    private static <R> String tag(R request, TagExtractor<R> tags, String name) {
        for (var index = 0; index < tags.len(request); index++) {
            if (tags.name(request, index).equals(name)) {
                return String.valueOf(tags.value(request, index));
            }
        }
        return "";
    }
}
