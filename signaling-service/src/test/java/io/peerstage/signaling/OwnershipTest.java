package io.peerstage.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Failure;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Database;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestPostgres;
import io.peerstage.testkit.TestProxy;
import io.vertx.core.Future;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Two instances on one database: each room has one owner, whatever happens to the instances and to the database. */
class OwnershipTest {
    private static final StreamId STREAM = new StreamId("1-stream");
    private static final Duration LEASE = Duration.ofSeconds(3);

    private final URI database = TestPostgres.freshDatabase();

    @Test
    void of_64_that_ask_two_instances_at_once_all_hear_of_one_owner() {
        try (var one = new Instance(database);
                var other = new Instance(database)) {
            for (var round = 0; round < 10; round++) {
                var stream = new StreamId("1-round" + round);
                var asked = IntStream.range(0, 64)
                        .mapToObj(n -> (n % 2 == 0 ? one : other).owner(stream))
                        .toList();
                var owners = Await.get(Future.all(asked).map(all -> all.<Tenure>list()));
                assertThat(owners.stream().map(Tenure::node))
                        .containsOnly(owners.get(0).node());
                assertThat(one.rooms().containsKey(stream))
                        .isNotEqualTo(other.rooms().containsKey(stream));
            }
        }
    }

    @Test
    void one_that_died_is_succeeded_within_a_second_of_its_leases_end_in_a_higher_epoch() {
        try (var survivor = new Instance(database)) {
            Tenure before;
            try (var victim = new Instance(database)) {
                before = Await.get(victim.owner(STREAM));
                steady();
            }
            var since = System.nanoTime();
            Awaitility.await()
                    .atMost(LEASE.plusSeconds(1))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> survivor.rooms().containsKey(STREAM));
            assertThat(survivor.rooms().get(STREAM)).isGreaterThan(before.epoch());
            // its last renewal was up to half a second before it died
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(LEASE.minusMillis(700));
        }
    }

    @Test
    void several_survivors_share_what_one_left_and_none_is_left_over_or_taken_twice() {
        try (var one = new Instance(database);
                var other = new Instance(database)) {
            try (var victim = new Instance(database)) {
                Await.get(Future.all(IntStream.range(0, 500)
                        .mapToObj(n -> victim.owner(new StreamId("1-room" + n)))
                        .toList()));
                victim.drain();
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> one.inherited().size() + other.inherited().size() == 500);
            var streams = new HashSet<StreamId>();
            one.inherited().forEach(room -> streams.add(room.stream()));
            other.inherited().forEach(room -> streams.add(room.stream()));
            assertThat(streams).hasSize(500);
        }
    }

    @Test
    void one_that_was_paused_finds_that_it_is_dead_forgets_its_rooms_and_begins_under_another_name() {
        try (var survivor = new Instance(database);
                var paused = new Instance(database)) {
            var before = Await.get(paused.owner(STREAM));
            steady();
            paused.stopPulses();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> survivor.rooms().containsKey(STREAM));
            assertThat(paused.wake()).isFalse();
            assertThat(paused.rooms()).isEmpty();
            assertThat(paused.node()).isNotEqualTo(before.node());
            assertThat(paused.wake()).isTrue(); // under its new name it has a lease
            assertThat(Await.get(paused.owner(STREAM)).node()).isEqualTo(survivor.node());
            assertThat(Await.get(paused.owner(new StreamId("1-other"))).node()).isEqualTo(paused.node());
        }
    }

    @Test
    void one_whose_database_is_out_of_reach_loses_its_rooms_to_one_whose_is_not() {
        try (var line = new TestProxy(database);
                var cutOff = new Instance(line.url());
                var survivor = new Instance(database)) {
            var before = Await.get(cutOff.owner(STREAM));
            steady();
            line.stall();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> survivor.rooms().containsKey(STREAM));
            assertThat(cutOff.rooms()).containsKey(STREAM); // nobody could tell it
            line.release();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> cutOff.rooms().isEmpty());
            assertThat(cutOff.node()).isNotEqualTo(before.node());
            assertThat(Await.get(cutOff.owner(STREAM)).node()).isEqualTo(survivor.node());
        }
    }

    @Test
    void one_that_goes_is_succeeded_within_a_second() {
        try (var survivor = new Instance(database);
                var leaver = new Instance(database)) {
            var before = Await.get(leaver.owner(STREAM));
            leaver.drain();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(1))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> survivor.rooms().containsKey(STREAM));
            assertThat(survivor.rooms().get(STREAM)).isGreaterThan(before.epoch());
        }
    }

    @Test
    void while_the_database_was_away_nobody_has_died() throws InterruptedException {
        try (var line = new TestProxy(database);
                var linesOfOthers = new TestProxy(database);
                var owner = new Instance(line.url());
                var other = new Instance(linesOfOthers.url())) {
            var before = Await.get(owner.owner(STREAM));
            steady();
            line.cut();
            linesOfOthers.cut();
            Await.refusal(Failure.UNAVAILABLE, refused(other.owner(STREAM)));
            TimeUnit.SECONDS.sleep(10); // the time that goes by is what is tested here
            linesOfOthers.listen();
            stays(Duration.ofSeconds(2), () -> other.rooms().isEmpty()); // though it sees a lease that is over
            line.listen();
            // Longer than it takes to be dead, and to be steady again.
            stays(
                    Duration.ofSeconds(5),
                    () -> owner.rooms().containsKey(STREAM) && other.rooms().isEmpty());
            assertThat(Await.get(other.owner(STREAM))).isEqualTo(before);
            assertThat(owner.node()).isEqualTo(before.node());
        }
    }

    @Test
    void a_room_that_is_closed_has_no_row_and_its_next_epoch_is_higher() {
        try (var one = new Instance(database);
                var other = new Instance(database)) {
            List<Long> epochs = new ArrayList<>();
            for (var round = 0; round < 20; round++) {
                var opener = round % 2 == 0 ? one : other;
                var tenure = Await.get(opener.owner(STREAM));
                assertThat(tenure.node()).isEqualTo(opener.node());
                assertThat(one.epochInDatabase(STREAM)).contains(tenure.epoch());
                epochs.add(tenure.epoch());
                Await.get(opener.release(STREAM));
                assertThat(one.epochInDatabase(STREAM)).isEmpty();
            }
            assertThat(epochs).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void who_closes_a_room_that_was_taken_meanwhile_changes_nothing() {
        try (var survivor = new Instance(database);
                var leaver = new Instance(database)) {
            Await.get(leaver.owner(STREAM));
            leaver.drain();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> survivor.rooms().containsKey(STREAM));
            Await.get(leaver.release(STREAM));
            assertThat(survivor.epochInDatabase(STREAM))
                    .contains(survivor.rooms().get(STREAM));
            Await.refusal(Failure.UNAVAILABLE, leaver.owner(new StreamId("1-other"))); // the dead own nothing
        }
    }

    @Test
    void shows_are_taken_up_whose_rooms_nobody_has() {
        try (var one = new Instance(database)) {
            Await.get(one.owner(STREAM));
            var unknown = new StreamId("1-unknown");
            assertThat(Await.get(new PostgresLeaseStore(one.database()).ownerless(List.of(STREAM, unknown))))
                    .containsExactly(unknown);
            one.drain();
            assertThat(Await.get(new PostgresLeaseStore(one.database()).ownerless(List.of(STREAM, unknown))))
                    .containsExactlyInAnyOrder(STREAM, unknown);
        }
    }

    @Test
    void epochs_begin_above_those_that_were_given_before_rooms_had_owners() throws SQLException {
        var login = database.getUserInfo().split(":", -1);
        var jdbc = "jdbc:postgresql://" + database.getHost() + ":" + database.getPort() + database.getPath();
        Flyway.configure()
                .dataSource(jdbc, login[0], login[1])
                .schemas("signaling")
                .locations("classpath:db/signaling")
                .target("1")
                .load()
                .migrate();
        try (var connection = DriverManager.getConnection(jdbc, login[0], login[1]);
                var statement = connection.createStatement()) {
            for (var start = 0; start < 7; start++) {
                statement.execute("INSERT INTO signaling.instance DEFAULT VALUES");
            }
        }
        try (var one = new Instance(database)) {
            assertThat(Await.get(one.owner(STREAM)).epoch()).isEqualTo(8);
        }
    }

    /** Until an instance that has just begun may judge others. */
    private static void steady() {
        Awaitility.await().pollDelay(LEASE.plusMillis(200)).until(() -> true);
    }

    private static void stays(Duration length, Callable<Boolean> condition) {
        Awaitility.await().during(length).atMost(length.plusSeconds(2)).until(condition);
    }

    /** As the bus would refuse it. */
    private static <T> Future<T> refused(Future<T> future) {
        return future.recover(thrown -> Future.failedFuture(
                Database.refusal(thrown).<Throwable>map(refused -> refused).orElse(thrown)));
    }
}
