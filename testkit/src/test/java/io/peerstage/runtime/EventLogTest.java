package io.peerstage.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerstage.contract.Account;
import io.peerstage.contract.Event;
import io.peerstage.contract.EventType;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));

    private final Vertx vertx = Vertx.vertx();
    private Database database;
    private EventLog log;

    @BeforeEach
    void open() {
        var url = TestPostgres.freshDatabase().toString();
        var settings = Settings.from(Map.of("PEERSTAGE_DATABASE_URL", url));
        database = Await.get(Database.open(vertx, settings, "event_log"));
        Await.get(database.client()
                .query("CREATE TABLE thing (n int PRIMARY KEY)")
                .execute());
        log = new EventLog(database.client());
    }

    @AfterEach
    void close() {
        Await.get(database.close());
        Await.get(vertx.close());
    }

    @Test
    void positions_have_no_gaps_though_half_of_the_writers_fail() {
        var attempts = IntStream.range(0, 200)
                .mapToObj(n -> put(n / 2).otherwiseEmpty())
                .toList(); // each number twice
        Await.get(Future.all(attempts));
        var events = Await.get(log.read(0, 1_000));
        assertThat(events)
                .extracting(Event::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(events)
                .extracting(event -> event.data().get("n"))
                .doesNotHaveDuplicates()
                .hasSize(100);
        assertThat(Await.get(log.head())).isEqualTo(100);
    }

    @Test
    void an_effect_whose_event_cannot_be_written_does_not_happen() {
        Await.get(database.client()
                .query("ALTER TABLE event_log.event ADD CHECK (type <> 'StreamDeleted')")
                .execute());
        assertThatThrownBy(() -> Await.get(put(1, EventType.STREAM_DELETED))).hasMessageContaining("event_type_check");
        assertThat(count("thing")).isZero();
        assertThat(Await.get(log.head())).isZero();
        Await.get(put(1)); // and the connection is as good as new
        assertThat(count("thing")).isEqualTo(1);
    }

    @Test
    void a_statement_that_is_wrong_is_no_fault_that_passes_and_a_server_that_stops_is_one() {
        assertThat(refusalOf("SELECT nothing_of_that_name")).isEmpty();
        assertThat(refusalOf("SELECT pg_terminate_backend(pg_backend_pid())"))
                .hasValueSatisfying(refused -> assertThat(refused.failure()).isEqualTo(Failure.UNAVAILABLE));
    }

    @Test
    void a_refusal_leaves_nothing_behind() {
        Await.refusal(
                Failure.CONFLICT,
                database.change(transaction -> transaction
                        .query("INSERT INTO thing VALUES (7)")
                        .execute()
                        .map(done -> {
                            throw Failure.CONFLICT.because("no");
                        })));
        assertThat(count("thing")).isZero();
    }

    @Test
    void what_changes_nothing_has_no_event() {
        Await.get(database.change(transaction -> Future.succeededFuture(Database.Change.none("same"))));
        assertThat(Await.get(log.head())).isZero();
    }

    @Test
    void two_events_of_one_action_stand_next_to_each_other() {
        Await.get(database.change(transaction -> Future.succeededFuture(
                Database.Change.of("both", entry(1, EventType.STREAM_ENDED), entry(1, EventType.STREAM_DELETED)))));
        assertThat(Await.get(log.read(0, 10))).extracting(Event::type).containsExactly("StreamEnded", "StreamDeleted");
    }

    @Test
    void pages_begin_behind_a_position() {
        for (var n = 0; n < 5; n++) {
            Await.get(put(n));
        }
        assertThat(Await.get(log.read(2, 2))).extracting(Event::position).containsExactly(3L, 4L);
        assertThat(Await.get(log.read(5, 2))).isEmpty();
    }

    @Test
    void one_of_two_publishers_tells_the_bus_and_the_other_takes_over() {
        var bus = new Bus(vertx, Clock.systemUTC());
        List<Long> told = new CopyOnWriteArrayList<>();
        Await.get(bus.on(EventType.SUBSCRIBED.fact(), event -> told.add(event.position())));
        var first = publisher(bus);
        awaitLock();
        var second = publisher(bus);
        Await.get(put(1));
        Await.get(put(2));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(told).containsExactly(1L, 2L));
        Await.get(first.stop());
        awaitLock();
        Await.get(put(3));
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(told).containsExactly(1L, 2L, 3L));
        Await.get(second.stop());
    }

    private EventPublisher publisher(Bus bus) {
        var publisher = new EventPublisher(vertx, bus, database);
        publisher.start();
        return publisher;
    }

    private void awaitLock() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> count("pg_locks WHERE locktype = 'advisory' AND granted") == 1);
    }

    private Future<String> put(int n) {
        return put(n, EventType.SUBSCRIBED);
    }

    private Future<String> put(int n, EventType type) {
        return database.change(transaction -> transaction
                .preparedQuery("INSERT INTO thing VALUES ($1)")
                .execute(Tuple.of(n))
                .map(done -> Database.Change.of("put", entry(n, type))));
    }

    private static EventLog.Entry entry(int n, EventType type) {
        return new EventLog.Entry(type, ADA, Map.of("n", n));
    }

    private long count(String from) {
        return Await.get(database.client().query("SELECT count(*) FROM " + from).execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private Optional<Refused> refusalOf(String sql) {
        return Await.get(database.client()
                .query(sql)
                .execute()
                .map(done -> Optional.<Refused>empty())
                .recover(thrown -> Future.succeededFuture(Database.refusal(thrown))));
    }
}
