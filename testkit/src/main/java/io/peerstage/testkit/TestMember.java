package io.peerstage.testkit;

import com.hazelcast.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;

/**
 * How a node joins the cluster of a test, with what {@code docs/operations.md} asks of every cluster: Hazelcast's own waits are in
 * minutes, a room's lease is 3 s.
 *
 * @param host the address that it listens on, for members and for the event bus
 * @param port of the membership
 * @param members {@code host:port} of all that belong to it
 */
public record TestMember(String cluster, String host, int port, List<String> members) {
    private static final int MILLISECONDS_BETWEEN_PINGS = 2_000;
    private static final int MILLISECONDS_TO_CONNECT = 3_000;

    public Future<Vertx> join() {
        return join(config());
    }

    public Future<Vertx> join(Config config) {
        var bus = new EventBusOptions()
                .setHost(host)
                .setConnectTimeout(MILLISECONDS_TO_CONNECT)
                .setClusterPingInterval(MILLISECONDS_BETWEEN_PINGS)
                .setClusterPingReplyInterval(MILLISECONDS_BETWEEN_PINGS);
        return Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(bus))
                .withClusterManager(new HazelcastClusterManager(config))
                .buildClustered();
    }

    public Config config() {
        var config = new Config().setClusterName(cluster);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.wait.seconds.before.join", "1");
        // A member that is silent is out after that; with the usual 5 s between heartbeats one late one would do.
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
        // Halves of a cluster find each other again after that; by default after 2 to 5 minutes.
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
        // Who is cut off from some members and not from others is put out too; by default never.
        config.setProperty("hazelcast.partial.member.disconnection.resolution.heartbeat.count", "5");
        var network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface(host);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(members);
        return config;
    }
}
