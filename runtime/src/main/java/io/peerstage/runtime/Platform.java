package io.peerstage.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import java.util.UUID;

/**
 * Vert.x as the product runs on it: it measures, and is a member of a cluster where the settings say so.
 *
 * @param registry the name under which it measures, its own, so that two in one JVM do not mix their figures
 */
public record Platform(Vertx vertx, String registry) {

    /** Blocks until it is a member; fails with {@link BadSetting} where an operator can mend what is wrong. */
    public static Platform open(Settings settings) {
        var registry = UUID.randomUUID().toString();
        var options = new VertxOptions()
                .setMetricsOptions(new MicrometerMetricsOptions()
                        .setEnabled(true)
                        .setRegistryName(registry)
                        .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true)));
        var builder = Vertx.builder().withMetrics(new MicrometerMetricsFactory());
        if (settings.clusterDns().isEmpty()) {
            return new Platform(builder.with(options).build(), registry);
        }
        var host = Membership.ownAddress(settings.clusterDns().get());
        options.setEventBusOptions(Membership.bus(settings, host));
        var vertx = Await.get(builder.with(options)
                .withClusterManager(Membership.join(settings, host))
                .buildClustered());
        return new Platform(vertx, registry);
    }

    /** Leaves the cluster. */
    public Future<Void> close() {
        return vertx.close();
    }
}
