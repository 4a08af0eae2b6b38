package io.peerstage.gateway.allowance;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Database;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestClock;
import io.peerstage.testkit.TestNode;
import io.peerstage.testkit.TestPostgres;
import io.peerstage.testkit.TestProxy;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways on one database, and what they do without it. */
class AllowancesTest {
    private static final int PER_MINUTE = 60;

    private final TestProxy cable = new TestProxy(TestPostgres.freshDatabase());
    private final TestClock clock = new TestClock(Instant.parse("2027-01-15T12:00:00Z"));
    private TestNode node;
    private Database database;
    private Context context;
    private Gateways gateways;
    private Allowances here;
    private Allowances there;

    @BeforeEach
    void start() {
        node = TestNode.start(
                Clock.systemUTC(), Map.of("DATABASE_URL", cable.url().toString()));
        database = Await.get(node.node().database("gateway"));
        context = node.node().vertx().getOrCreateContext();
        gateways = new Gateways(node.node().vertx(), node.bus(), clock, "gateway.here");
        here = allowances(Clock.systemUTC());
        there = allowances(Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        node.close();
        cable.close();
    }

    @Test
    void of_200_at_once_over_two_gateways_no_more_succeed_than_there_are() {
        var before = System.nanoTime();
        List<Future<Boolean>> taken = new ArrayList<>();
        for (var n = 0; n < 100; n++) {
            taken.add(take(here, "ada"));
            taken.add(take(there, "ada"));
        }
        var count = Await.get(Future.all(taken)).<Boolean>list().stream()
                .filter(fits -> fits)
                .count();
        var refilled = Duration.ofNanos(System.nanoTime() - before).toSeconds() + 1; // one a second
        assertThat(count).isBetween((long) PER_MINUTE, PER_MINUTE + refilled);
        assertThat(Await.get(take(here, "bob"))).isTrue();
    }

    @Test
    void whoever_is_refused_is_told_when_to_come_again() {
        for (var n = 0; n < 2; n++) {
            Await.get(on(() -> here.take("read", "ada", 2)));
        }
        for (var gateway : List.of(here, there)) {
            var refused = Await.refusal(Failure.TOO_MANY_REQUESTS, on(() -> gateway.take("read", "ada", 2)));
            assertThat(refused.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
        }
        Await.get(on(() -> there.take("write", "ada", 2))); // counted by itself
    }

    @Test
    void rows_that_say_nothing_any_longer_are_taken_away() {
        Await.get(database.client()
                .query("INSERT INTO gateway.allowance VALUES ('old', clock_timestamp() - interval '1 second')")
                .execute());
        Await.get(take(here, "ada"));
        Await.get(new PostgresAllowanceStore(database).prune());
        var keys = new ArrayList<String>();
        Await.get(database.client().query("SELECT key FROM gateway.allowance").execute())
                .forEach(row -> keys.add(row.getString(0)));
        assertThat(keys).containsExactly("read ada");
    }

    @Test
    void without_the_database_one_gateway_gives_the_whole_and_says_when_there_is_more() {
        var alone = allowances(clock);
        cable.cut();
        assertThat(takeAll(alone)).isEqualTo(PER_MINUTE);
        assertThat(refusal(alone).retryAfter()).contains(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(15));
        assertThat(takeAll(alone)).isEqualTo(15);
    }

    @Test
    void without_the_database_each_of_two_gateways_gives_half_of_what_was_left() {
        Await.get(on(gateways::start));
        Await.get(on(
                () -> new Gateways(node.node().vertx(), new Bus(node.node().vertx(), clock), clock, "gateway.there")
                        .start()));
        var one = allowances(clock);
        for (var n = 0; n < PER_MINUTE / 2; n++) {
            assertThat(Await.get(take(one, "ada"))).isTrue();
        }
        cable.cut();
        assertThat(takeAll(one)).isEqualTo(PER_MINUTE / 4);
        assertThat(refusal(one).retryAfter().orElseThrow()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_database_that_does_not_answer_is_waited_for_once_and_asked_again_when_it_may_be_back() {
        var alone = allowances(clock);
        assertThat(Await.get(take(alone, "ada"))).isTrue();
        cable.stall();
        var before = System.nanoTime();
        for (var n = 0; n < 10; n++) {
            assertThat(Await.get(take(alone, "ada"))).isTrue();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(250), Duration.ofMillis(1_500));
        cable.release();
        clock.advance(Duration.ofSeconds(2));
        for (var n = 0; n < PER_MINUTE; n++) {
            assertThat(Await.get(take(there, "ada"))).isNotNull();
        }
        assertThat(refusal(alone).getMessage()).isNotEmpty(); // it knows what the other gateway gave
    }

    private Allowances allowances(Clock local) {
        return new Allowances(node.node().vertx(), database, gateways, local);
    }

    private int takeAll(Allowances allowances) {
        var taken = 0;
        while (Await.get(take(allowances, "ada"))) {
            taken++;
        }
        return taken;
    }

    private Refused refusal(Allowances allowances) {
        return Await.refusal(Failure.TOO_MANY_REQUESTS, on(() -> allowances.take("read", "ada", PER_MINUTE)));
    }

    private Future<Boolean> take(Allowances allowances, String whom) {
        return on(() -> allowances.take("read", whom, PER_MINUTE)).map(true).recover(thrown -> {
            assertThat(thrown).isInstanceOf(Refused.class);
            return Future.succeededFuture(false);
        });
    }

    /** As a gateway does, on one event loop. */
    private <T> Future<T> on(Supplier<Future<T>> what) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> what.get().onComplete(promise));
        return promise.future();
    }
}
