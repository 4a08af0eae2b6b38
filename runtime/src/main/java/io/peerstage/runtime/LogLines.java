package io.peerstage.runtime;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Lines of the log: for people, after the pattern; or one JSON object each, with the request and the span in whose context the line was
 * written. To be used by appenders that write on the thread which logs, for that is how it knows the context.
 */
public final class LogLines extends PatternLayoutEncoder {
    private final ThrowableProxyConverter stackTraces = new ThrowableProxyConverter();
    private boolean json;

    /** As {@code PEERSTAGE_LOG_FORMAT} has it, which {@link Settings} refuses later if it is neither. */
    public void setFormat(String format) {
        json = Settings.LogFormat.JSON.name().equalsIgnoreCase(format.strip());
    }

    @Override
    public void start() {
        stackTraces.start();
        super.start();
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return json ? (object(event).encode() + "\n").getBytes(StandardCharsets.UTF_8) : super.encode(event);
    }

    private JsonObject object(ILoggingEvent event) {
        var line = new JsonObject()
                .put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString())
                .put("level", event.getLevel().toString())
                .put("logger", event.getLoggerName())
                .put("thread", event.getThreadName())
                .put("message", event.getFormattedMessage());
        Trail.requestId().ifPresent(id -> line.put("requestId", id));
        Trail.span().ifPresent(span -> line.put("traceId", span.getTraceId()).put("spanId", span.getSpanId()));
        if (event.getThrowableProxy() != null) {
            line.put("error", stackTraces.convert(event));
        }
        return line;
    }
}
