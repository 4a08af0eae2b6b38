package io.peerstage.gateway.allowance;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.runtime.Bus;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.ClusteredPair;
import io.peerstage.testkit.TestClock;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Gateways on two nodes of a cluster. */
class GatewaysTest {
    private final TestClock clock = new TestClock(Instant.parse("2027-01-15T12:00:00Z"));

    @Test
    void they_hear_of_each_other_and_forget_one_that_has_fallen_silent() {
        try (var cluster = new ClusteredPair()) {
            var here = new Gateways(cluster.first(), new Bus(cluster.first(), clock), clock, "gateway.here");
            var context = cluster.first().getOrCreateContext();
            Await.get(on(context, here::start));
            assertThat(count(context, here)).isOne();
            var there = new Gateways(cluster.second(), new Bus(cluster.second(), clock), clock, "gateway.there");
            Await.get(there.start());
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> count(context, here) == 2);
            Await.get(cluster.second().close());
            clock.advance(Duration.ofSeconds(7));
            assertThat(count(context, here)).isOne();
        }
    }

    private static int count(Context context, Gateways gateways) {
        return Await.get(on(context, () -> Future.succeededFuture(gateways.count())));
    }

    private static <T> Future<T> on(Context context, Supplier<Future<T>> what) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> what.get().onComplete(promise));
        return promise.future();
    }
}
