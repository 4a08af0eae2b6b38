package io.peerstage.runtime;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that spans are lost, and once that they arrive again. The SDK's own exporters say it each time, past our log, with a stack trace. */
final class CandidExporter implements SpanExporter {
    private static final Logger log = LoggerFactory.getLogger(CandidExporter.class);
    /** Held here, because java.util.logging forgets a logger that nobody holds, and with it that it is off. */
    private static final java.util.logging.Logger SILENCED =
            java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

    static {
        SILENCED.setLevel(Level.OFF);
    }

    private final SpanExporter exporter;
    private final AtomicBoolean losing = new AtomicBoolean();

    CandidExporter(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        var exported = exporter.export(spans);
        return exported.whenComplete(() -> tell(exported.isSuccess()));
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private void tell(boolean arrived) {
        if (losing.compareAndSet(arrived, !arrived)) {
            if (arrived) {
                log.info("traces arrive again");
            } else {
                log.warn("PEERSTAGE_OTLP_ENDPOINT: traces do not arrive there and are lost until they do");
            }
        }
    }
}
