package io.peerstage.testkit;

import com.hazelcast.config.Config;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.UUID;

/** Two nodes of one cluster, on loopback and in this JVM; nothing but the network is between their event buses. */
public final class ClusteredPair implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx first;
    private final Vertx second;

    public ClusteredPair() {
        var name = "test-" + UUID.randomUUID();
        var port = freePort();
        first = node(name, port);
        second = node(name, port);
    }

    public Vertx first() {
        return first;
    }

    public Vertx second() {
        return second;
    }

    @Override
    public void close() {
        Await.get(second.close());
        Await.get(first.close());
    }

    private static Vertx node(String cluster, int port) {
        var config = new Config().setClusterName(cluster);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "5");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        var network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(true);
        network.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin()
                .getTcpIpConfig()
                .setEnabled(true)
                .addMember(LOOPBACK + ":" + port)
                .addMember(LOOPBACK + ":" + (port + 1));
        return Await.get(Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(LOOPBACK)))
                .withClusterManager(new HazelcastClusterManager(config))
                .buildClustered());
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
