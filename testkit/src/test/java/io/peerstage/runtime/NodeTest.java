package io.peerstage.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.Await;
import io.peerstage.testkit.ClusteredPair;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class NodeTest {
    @Test
    void who_starts_has_spoken_with_all_other_members_before_anybody_may_ask_it() {
        try (var cluster = new ClusteredPair()) {
            List<String> heard = new CopyOnWriteArrayList<>();
            cluster.first().eventBus().addInboundInterceptor(delivery -> {
                heard.add(delivery.message().address());
                delivery.next();
            });
            var service = new Service(
                    "late",
                    node -> Future.succeededFuture(new VerticleBase() {
                        @Override
                        public Future<?> start() {
                            heard.add("late");
                            return Future.succeededFuture();
                        }
                    }));
            var first = start(cluster.first());
            var second = start(cluster.second(), service);
            assertThat(heard).hasSize(2).last().isEqualTo("late");
            Await.get(second.stop());
            Await.get(first.stop());
        }
    }

    private static Node start(Vertx vertx, Service... services) {
        var settings = Settings.from(Map.of("PEERSTAGE_HTTP_PORT", "0", "PEERSTAGE_MANAGEMENT_PORT", "0"));
        return Await.get(Node.start(vertx, settings, Clock.systemUTC(), List.of(services)));
    }
}
