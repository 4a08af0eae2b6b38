package io.peerstage.runtime;

import com.hazelcast.config.Config;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a process becomes a member of a cluster: Hazelcast knows who is there, Vert.x's event bus speaks between them. Members find each
 * other by a name that resolves to the addresses of all, as those of services do in Compose and headless ones in Kubernetes.
 */
public final class Membership {
    private static final Logger log = LoggerFactory.getLogger(Membership.class);
    private static final Duration TO_BE_LISTED = Duration.ofSeconds(60);
    private static final long MILLISECONDS_BETWEEN_LOOKS = 250;
    private static final long MILLISECONDS_TO_BE_HEARD = 1_000;
    private static final long MILLISECONDS_TO_BE_GREETED = 3_000;
    private static final String GREETINGS = "members.greetings.";
    private static final String SECONDS_OF_DNS = "2";
    private static final int MILLISECONDS_BETWEEN_PINGS = 2_000;
    private static final int MILLISECONDS_TO_CONNECT = 3_000;

    private Membership() {}

    /** Waits until the name resolves to an address of this machine, for that is how it learns on which network the others are. */
    static HazelcastClusterManager join(Settings settings, String host) {
        var config = config("peerstage", host, settings.clusterPort());
        config.getNetworkConfig()
                .getJoin()
                .getKubernetesConfig() // it can look up any name, in Kubernetes or not
                .setEnabled(true)
                .setProperty("service-dns", settings.clusterDns().orElseThrow())
                .setProperty("service-port", String.valueOf(settings.clusterPort()));
        return new HazelcastClusterManager(config);
    }

    static EventBusOptions bus(Settings settings, String host) {
        var options = bus(host).setPort(settings.clusterPort() + 1);
        if (settings.clusterCert().isEmpty()) {
            log.warn("The bus between members is not encrypted: PEERSTAGE_CLUSTER_CERT is not set");
            return options;
        }
        return options.setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(settings.clusterCert().get().toString())
                        .setKeyPath(settings.clusterKey().orElseThrow().toString()))
                // Addresses of members come and go, so certificates cannot name them: who has one of this authority is
                // a member.
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(settings.clusterCa().orElseThrow().toString()))
                .setTrustAll(false)
                .setClientAuth(ClientAuth.REQUIRED);
    }

    /** What is sent to a member behind a cut fails soon, instead of waiting in a buffer. */
    public static EventBusOptions bus(String host) {
        return new EventBusOptions()
                .setHost(host)
                .setConnectTimeout(MILLISECONDS_TO_CONNECT)
                .setClusterPingInterval(MILLISECONDS_BETWEEN_PINGS)
                .setClusterPingReplyInterval(MILLISECONDS_BETWEEN_PINGS);
    }

    /**
     * Before others ask a member that starts anything, it says hello to each of them and is answered: what connects the two, in either direction and with certificates, takes a JVM that has just begun seconds on a
     * busy machine. Who does not answer will be connected when there is something to say.
     */
    static Future<Void> greet(Vertx vertx) {
        var cluster = ((VertxInternal) vertx).clusterManager();
        if (cluster == null) {
            return Future.succeededFuture();
        }
        var patience = new DeliveryOptions().setSendTimeout(MILLISECONDS_TO_BE_GREETED);
        return vertx.eventBus()
                .consumer(GREETINGS + cluster.getNodeId(), greeting -> greeting.reply(null))
                .completion()
                .compose(heard -> Future.join(cluster.getNodes().stream()
                        .filter(other -> !other.equals(cluster.getNodeId()))
                        .map(other -> vertx.eventBus().request(GREETINGS + other, null, patience))
                        .toList()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /** Takes those addresses of this member out of the cluster that others have too; succeeds when those have had time to hear of it. */
    static Future<Void> withdraw(Vertx vertx, Collection<String> addresses) {
        var cluster = ((VertxInternal) vertx).clusterManager();
        if (cluster == null) {
            return Future.succeededFuture();
        }
        return Future.all(addresses.stream()
                        .map(address -> withdraw(cluster, address))
                        .toList())
                .compose(all -> all.<Boolean>list().contains(true)
                        ? vertx.timer(MILLISECONDS_TO_BE_HEARD).mapEmpty()
                        : Future.succeededFuture());
    }

    /** Whether it was taken out. */
    private static Future<Boolean> withdraw(ClusterManager cluster, String address) {
        return Future.<List<RegistrationInfo>>future(found -> cluster.getRegistrations(address, found))
                .compose(all -> {
                    var ours = all.stream()
                            .filter(each -> each.nodeId().equals(cluster.getNodeId()))
                            .toList();
                    if (ours.size() == all.size()) {
                        return Future.succeededFuture(false);
                    }
                    return Future.all(ours.stream()
                                    .map(each -> Future.<Void>future(
                                            gone -> cluster.removeRegistration(address, each, gone)))
                                    .toList())
                            .map(true);
                });
    }

    /** Without a way to find others. Hazelcast's own waits are made for caches and last minutes; a room's lease lasts 3 s. */
    public static Config config(String cluster, String host, int port) {
        var config = new Config().setClusterName(cluster);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.setProperty("hazelcast.logging.type", "slf4j");
        config.setProperty("hazelcast.wait.seconds.before.join", "1");
        // Registrations of addresses are few: 271 parts, the default, only make it dear to come and go. All members
        // must have the same.
        config.setProperty("hazelcast.partition.count", "31");
        // As many threads as a machine of two processors needs, whatever the host has.
        config.setProperty("hazelcast.operation.thread.count", "2");
        config.setProperty("hazelcast.operation.generic.thread.count", "2");
        config.setProperty("hazelcast.io.thread.count", "2");
        config.setProperty("hazelcast.event.thread.count", "2");
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
        return config;
    }

    /**
     * This machine's address among those that the name resolves to. Blocks: to be called while nothing runs yet.
     *
     * @throws BadSetting if it is not listed within a minute
     */
    static String ownAddress(String dns) {
        Security.setProperty("networkaddress.cache.ttl", SECONDS_OF_DNS); // members come and go; by default 30 s
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        var end = System.nanoTime() + TO_BE_LISTED.toNanos();
        while (System.nanoTime() < end) {
            var own = listed(dns);
            if (own.isPresent()) {
                return own.get();
            }
            pause();
        }
        throw new BadSetting("PEERSTAGE_CLUSTER_DNS: " + dns + " resolves to no address of this machine");
    }

    private static Optional<String> listed(String dns) {
        try {
            return Arrays.stream(InetAddress.getAllByName(dns))
                    .filter(Membership::isOurs)
                    .map(InetAddress::getHostAddress)
                    .findFirst();
        } catch (UnknownHostException notYet) {
            return Optional.empty();
        }
    }

    private static boolean isOurs(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(MILLISECONDS_BETWEEN_LOOKS); // nobody tells when a name changes
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking for the cluster", stopped);
        }
    }
}
