package io.peerstage.testkit;

import com.hazelcast.config.Config;
import io.peerstage.runtime.Membership;
import io.peerstage.runtime.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Optional;

/**
 * How a node joins the cluster of a test: as the product does, but by a list of addresses, for on one machine no name has them all.
 *
 * @param host the address that it listens on, for members and for the event bus
 * @param port of the membership
 * @param members {@code host:port} of all that belong to it
 */
public record TestMember(String cluster, String host, int port, List<String> members) {

    public Future<Vertx> join() {
        return join(config());
    }

    public Future<Vertx> join(Config config) {
        return join(config, Optional.empty());
    }

    Future<Vertx> join(Config config, Optional<Tracing> tracing) {
        var builder = Vertx.builder().with(new VertxOptions().setEventBusOptions(Membership.bus(host)));
        tracing.ifPresent(traced -> builder.withTracer(traced.tracer()));
        return builder.withClusterManager(new HazelcastClusterManager(config)).buildClustered();
    }

    public Config config() {
        var config = Membership.config(cluster, host, port);
        config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true).setMembers(members);
        return config;
    }
}
