package io.peerstage.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Vert.x as the product runs on it: it measures, and where the settings say so it traces and is a member of a cluster.
 *
 * @param registry the name under which it measures, its own, so that two in one JVM do not mix their figures
 */
public record Platform(Vertx vertx, String registry, Optional<Tracing> tracing) {

    /** For those services. Blocks until it is a member; fails with {@link BadSetting} where an operator can mend what is wrong. */
    public static Platform open(Settings settings, List<Service> services) {
        var instance = UUID.randomUUID().toString();
        return open(settings, instance, Tracing.of(settings, services, instance));
    }

    /** The same with traces that go elsewhere than the settings say. */
    public static Platform open(Settings settings, String registry, Optional<Tracing> tracing) {
        var options = new VertxOptions()
                .setMetricsOptions(new MicrometerMetricsOptions()
                        .setEnabled(true)
                        .setRegistryName(registry)
                        .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true)));
        var builder = Vertx.builder().withMetrics(new MicrometerMetricsFactory());
        tracing.ifPresent(traced -> builder.withTracer(traced.tracer()));
        if (settings.clusterDns().isEmpty()) {
            return new Platform(builder.with(options).build(), registry, tracing);
        }
        var host = Membership.ownAddress(settings.clusterDns().get());
        options.setEventBusOptions(Membership.bus(settings, host));
        var vertx = Await.get(builder.with(options)
                .withClusterManager(Membership.join(settings, host))
                .buildClustered());
        return new Platform(vertx, registry, tracing);
    }

    /** Leaves the cluster, and sends the traces that are not sent yet. */
    public Future<Void> close() {
        return vertx.close().eventually(() -> tracing.map(Tracing::close).orElseGet(Future::succeededFuture));
    }
}
