package io.peerstage.runtime;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.VertxTracerFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Traces of a process, on their way to a collector: spans wait in a bounded queue and are lost when it is full, never waited for. */
public final class Tracing {
    private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(1);
    private static final Duration TO_EXPORT = Duration.ofSeconds(3);
    private static final Duration TO_CONNECT = Duration.ofSeconds(2);
    private static final Duration TO_FLUSH = Duration.ofSeconds(4);
    private static final double PERCENT = 100;

    private final SdkTracerProvider provider;

    private Tracing(SdkTracerProvider provider) {
        this.provider = provider;
    }

    /** Empty where the settings name no collector. */
    static Optional<Tracing> of(Settings settings, List<Service> services, String instance) {
        return settings.otlpEndpoint()
                .map(collector -> to(exporter(collector), services, instance, settings.tracesPercent()));
    }

    /**
     * The traces of those services.
     *
     * @param exporter where they go; in tests one that keeps them
     * @param percent how many of the traces that begin here are kept; those that come from elsewhere are as it was decided there
     */
    public static Tracing to(SpanExporter exporter, List<Service> services, String instance, int percent) {
        var name = services.stream().map(Service::name).collect(Collectors.joining(","));
        var resource = Resource.getDefault().toBuilder()
                .put(AttributeKey.stringKey("service.namespace"), "peerstage")
                .put(AttributeKey.stringKey("service.name"), name)
                .put(AttributeKey.stringKey("service.instance.id"), instance)
                .build();
        return new Tracing(SdkTracerProvider.builder()
                .setResource(resource)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(percent / PERCENT)))
                .addSpanProcessor(BatchSpanProcessor.builder(new CandidExporter(exporter))
                        .setScheduleDelay(BETWEEN_BATCHES)
                        .setExporterTimeout(TO_EXPORT)
                        .build())
                .build());
    }

    /** For {@code Vertx.builder()}. */
    public VertxTracerFactory tracer() {
        return options -> new SpanTracer(provider.get("io.peerstage"));
    }

    /** Sends what waits, if that does not take long. */
    public Future<Void> flush() {
        return done(provider.forceFlush());
    }

    /** The same for the last time. */
    public Future<Void> close() {
        return done(provider.shutdown());
    }

    private static Future<Void> done(CompletableResultCode outcome) {
        Promise<Void> done = Promise.promise();
        outcome.whenComplete(done::tryComplete);
        return done.future().timeout(TO_FLUSH.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    /** Without another try: what a collector misses in a second is not worth memory and threads. */
    private static SpanExporter exporter(URI collector) {
        return OtlpHttpSpanExporter.builder()
                .setEndpoint(collector.toString().replaceFirst("/+$", "") + "/v1/traces")
                .setConnectTimeout(TO_CONNECT)
                .setTimeout(TO_EXPORT)
                .setRetryPolicy(null)
                .build();
    }
}
