package io.peerstage;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.ListenerConfig;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Service;
import io.peerstage.runtime.Settings;
import io.peerstage.standalone.Product;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestMember;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Some of the services as one member of a cluster: their names are the arguments. It ends when its standard input does, that is with the
 * test that started it.
 */
public final class ClusterMember {
    private static final Logger log = LoggerFactory.getLogger(ClusterMember.class);
    private static final Duration TO_JOIN = Duration.ofSeconds(60);

    /** The names of the environment variables that say how it joins. */
    enum Join {
        CLUSTER_NAME,
        CLUSTER_HOST,
        CLUSTER_PORT,
        CLUSTER_MEMBERS;

        private String value() {
            return System.getenv(name());
        }
    }

    public static void main(String[] services) throws IOException {
        Thread.currentThread().setUncaughtExceptionHandler((main, thrown) -> {
            log.error("cannot start", thrown);
            Runtime.getRuntime().halt(1);
        });
        var member = new TestMember(
                Join.CLUSTER_NAME.value(),
                Join.CLUSTER_HOST.value(),
                Integer.parseInt(Join.CLUSTER_PORT.value()),
                List.of(Join.CLUSTER_MEMBERS.value().split(",", -1)));
        var vertx = Await.get(member.join(told(member.config())), TO_JOIN);
        BusWitness.of(vertx);
        var node = Await.get(
                Node.start(vertx, Settings.from(System.getenv()), Clock.systemUTC(), named(List.of(services))),
                TO_JOIN);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node, vertx), "shutdown"));
        log.info("Peerstage is ready: {}", String.join(", ", services));
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        System.exit(0);
    }

    private static List<Service> named(List<String> names) {
        return Product.SERVICES.stream()
                .filter(service -> names.contains(service.name()))
                .toList();
    }

    private static Config told(Config config) {
        return config.addListenerConfig(new ListenerConfig(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                tell(event);
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                tell(event);
            }

            private void tell(MembershipEvent event) {
                log.info("members: {}", event.getMembers().size());
            }
        }));
    }

    private static void stop(Node node, Vertx vertx) {
        Await.get(node.stop());
        Await.get(vertx.close());
    }

    private ClusterMember() {}
}
