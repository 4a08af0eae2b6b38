package io.peerstage.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Vert.x as the product runs on it: it measures, and where the settings say so it traces and is a member of a cluster.
 *
 * @param registry the name under which it measures, its own, so that two in one JVM do not mix their figures
 */
public record Platform(Vertx vertx, String registry, Optional<Tracing> tracing) {
    /** Clients may invent methods, each of which would be series of its own for as long as the process lives. */
    private static final MeterFilter METHODS = MeterFilter.replaceTagValues(
            "method",
            method -> "other",
            HttpMethod.values().stream().map(HttpMethod::name).toArray(String[]::new));

    /** For those services. Blocks until it is a member; fails with {@link BadSetting} where an operator can mend what is wrong. */
    public static Platform open(Settings settings, List<Service> services) {
        var instance = UUID.randomUUID().toString();
        return open(settings, instance, Tracing.of(settings, services, instance));
    }

    /** The same with traces that go elsewhere than the settings say. */
    public static Platform open(Settings settings, String registry, Optional<Tracing> tracing) {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.config().meterFilter(new Buckets()).meterFilter(METHODS);
        var options = new VertxOptions()
                .setMetricsOptions(new MicrometerMetricsOptions()
                        .setEnabled(true)
                        .setJvmMetricsEnabled(true)
                        .addLabels(Label.HTTP_ROUTE)
                        .setRegistryName(registry)
                        .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true)));
        var builder = Vertx.builder().withMetrics(new MicrometerMetricsFactory(meters));
        tracing.ifPresent(traced -> builder.withTracer(traced.tracer()));
        if (settings.clusterDns().isEmpty()) {
            members(meters, () -> 1);
            return new Platform(builder.with(options).build(), registry, tracing);
        }
        var host = Membership.ownAddress(settings.clusterDns().get());
        options.setEventBusOptions(Membership.bus(settings, host));
        var cluster = Membership.join(settings, host);
        var vertx = Await.get(builder.with(options).withClusterManager(cluster).buildClustered());
        members(meters, () -> cluster.isActive() ? cluster.getNodes().size() : 0);
        return new Platform(vertx, registry, tracing);
    }

    private static void members(MeterRegistry meters, Supplier<Number> members) {
        Gauge.builder("peerstage.members", members)
                .description("members of the cluster that this process sees, itself among them; 1 where it is alone")
                .register(meters);
    }

    /** Leaves the cluster, and sends the traces that are not sent yet. */
    public Future<Void> close() {
        return vertx.close().eventually(() -> tracing.map(Tracing::close).orElseGet(Future::succeededFuture));
    }
}
