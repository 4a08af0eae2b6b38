package io.peerstage.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.gateway.GatewayApi;
import io.peerstage.contract.signaling.Delivery;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Settings;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.ClusteredPair;
import io.peerstage.testkit.TestClock;
import io.peerstage.testkit.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service twice, on two nodes of a cluster and one database; the test is streams-service and the gateways. */
class TwoInstancesTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private static final Account CREATOR = new Account("0x" + "1".repeat(40));
    private static final String SERVICE = SignalingService.SERVICE.name();

    private final TestClock clock = new TestClock(NOON);
    private final StreamId stream = new StreamId("1-stream");
    private final Map<StreamId, SignalingApi.Owned> owned = new ConcurrentHashMap<>();
    private final Map<StreamId, String> owners = new ConcurrentHashMap<>();
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final String gateway = "gateway." + UUID.randomUUID();
    private final Settings settings = Settings.from(Map.of(
            "PEERSTAGE_MANAGEMENT_PORT",
            "0",
            "PEERSTAGE_DATABASE_URL",
            TestPostgres.freshDatabase().toString()));
    private ClusteredPair cluster;
    private Node first;
    private Node second;
    private Bus bus;
    private Database database;

    @BeforeEach
    void start() {
        cluster = new ClusteredPair();
        bus = new Bus(cluster.first(), clock);
        Await.get(bus.answer(
                StreamsApi.GET,
                (caller, which) -> which.id().equals(new StreamId("1-none"))
                        ? Future.failedFuture(Failure.STREAM_NOT_FOUND.because("no such stream"))
                        : Future.succeededFuture(stream(which.id()))));
        Await.get(bus.answer(
                StreamsApi.LIST,
                (caller, query) -> Future.succeededFuture(new StreamsApi.Page(List.of(), Optional.empty()))));
        Await.get(bus.on(
                SignalingApi.OWNED,
                owner -> owner.rooms().forEach(room -> {
                    owned.put(room.stream(), room);
                    owners.put(room.stream(), owner.node());
                })));
        Await.get(bus.receive(gateway, Delivery.class, deliveries::add).completion());
        first = node(cluster.first());
        second = node(cluster.second());
        database = Await.get(Database.open(cluster.first(), settings, "signaling"));
    }

    @AfterEach
    void stop() {
        Await.get(database.close());
        Await.get(second.stop());
        Await.get(first.stop());
        cluster.close();
    }

    @Test
    void whoever_asks_any_instance_comes_to_the_one_owner() {
        var entered = IntStream.range(0, 20).mapToObj(n -> enter(n, stream)).toList(); // answered by each in turn
        var epochs = Await.get(Future.all(entered).map(all -> all.<SignalingApi.Entered>list())).stream()
                .map(SignalingApi.Entered::epoch)
                .collect(Collectors.toSet());
        assertThat(epochs).hasSize(1);
        Awaitility.await().until(() -> owners.containsKey(stream));
        assertThat(owned.get(stream).epoch()).isIn(epochs);
        assertThat(nodes()).hasSize(2).contains(owners.get(stream));
        // the whole room is at its owner: all of them can speak there, and nobody at the other
        IntStream.range(0, 20).forEach(n -> Await.get(ask(n, owners.get(stream))));
        Await.refusal(Failure.NOT_FOUND, ask(0, other()));
        assertThat(Await.get(bus.ask(SignalingApi.PRESENT, bus.self(), new SignalingApi.Room(stream)))
                        .accounts())
                .isEmpty();
    }

    @Test
    void an_instance_never_answers_for_a_room_of_another() {
        entered(1);
        var wish = wish(2, stream);
        Await.refusal(Failure.UNAVAILABLE, bus.ask(SignalingApi.ENTER.at(other()), caller(2), wish));
        Await.refusal(
                Failure.UNAVAILABLE,
                bus.ask(SignalingApi.TURNOUT.at(other()), bus.self(), new SignalingApi.Room(stream)));
    }

    @Test
    void what_somebody_makes_up_leaves_no_row() {
        Await.refusal(Failure.STREAM_NOT_FOUND, enter(1, new StreamId("1-none")));
        assertThat(rows("SELECT stream FROM signaling.room")).isEmpty();
    }

    @Test
    void a_room_that_nobody_has_been_in_for_a_while_is_closed_and_opened_again_in_a_higher_epoch() {
        var before = entered(1).epoch();
        var owner = owners.get(stream);
        Await.get(bus.ask(SignalingApi.LEAVE.at(owner), caller(1), Nothing.NOTHING));
        // For the ticks of both: time goes by for them and only for them.
        Awaitility.await().until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return rows("SELECT stream FROM signaling.room").isEmpty();
        });
        assertThat(Duration.between(NOON, clock.instant())).isGreaterThan(Rooms.LINGER);
        assertThat(Await.get(bus.ask(SignalingApi.ENTER.at(owner), caller(2), wish(2, stream)))
                        .epoch())
                .isGreaterThan(before);
    }

    @Test
    void the_rooms_of_one_that_goes_are_the_others_within_a_second() {
        var before = entered(1).epoch();
        var leaver = owners.get(stream);
        var began = rows("SELECT id FROM signaling.node ORDER BY steady_since");
        var since = System.nanoTime();
        Await.get((began.get(0).equals(leaver) ? first : second).undeploy(SERVICE));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !owners.get(stream).equals(leaver));
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofMillis(1_500));
        assertThat(owned.get(stream).epoch()).isGreaterThan(before);
        assertThat(Await.get(enter(1, stream)).epoch())
                .isEqualTo(owned.get(stream).epoch());
    }

    @Test
    void one_that_is_told_of_a_higher_epoch_drops_the_room_without_a_word() {
        var entered = entered(1);
        var owner = owners.get(stream);
        Await.get(bus.ask(SignalingApi.STALE.at(owner), bus.self(), new SignalingApi.Owned(stream, entered.epoch())));
        Await.get(ask(1, owner)); // it is no higher
        deliveries.clear();
        Await.get(
                bus.ask(SignalingApi.STALE.at(owner), bus.self(), new SignalingApi.Owned(stream, entered.epoch() + 1)));
        Await.refusal(Failure.NOT_FOUND, ask(1, owner));
        // How the room is may have been on its way before.
        assertThat(deliveries).extracting(Delivery::address).allMatch("room"::equals);
    }

    @Test
    void the_peers_of_a_gateway_that_fell_silent_are_detached_and_when_it_is_back_they_are_told_to_enter_again()
            throws InterruptedException {
        var entered = entered(1);
        var owner = owners.get(stream);
        clock.advance(GatewayApi.LONGEST_SILENCE.plusSeconds(1));
        Awaitility.await()
                .until(() -> Await.get(ask(1, owner).map(true).otherwise(false)).equals(false));
        deliveries.clear();
        bus.publish(GatewayApi.BEATEN, new GatewayApi.Beat(gateway));
        var told = deliveries.poll(5, TimeUnit.SECONDS);
        while (!told.address().equals("reannounce")) {
            told = deliveries.poll(5, TimeUnit.SECONDS);
        }
        assertThat(told.sockets()).containsExactly("socket-1");
        assertThat(told.epoch()).isEqualTo(entered.epoch());
        assertThat(told.node()).isEqualTo(owner);
    }

    private Node node(Vertx vertx) {
        return Await.get(Node.start(vertx, settings, clock, List.of(SignalingService.SERVICE)));
    }

    /** Through an address that both answer. */
    private Future<SignalingApi.Entered> enter(int who, StreamId where) {
        return bus.ask(SignalingApi.ENTER, caller(who), wish(who, where));
    }

    /** And everybody has heard who owns the room. */
    private SignalingApi.Entered entered(int who) {
        var entered = Await.get(enter(who, stream));
        Awaitility.await().until(() -> owners.containsKey(stream));
        return entered;
    }

    /** Something that only the one can answer in whose room somebody is. */
    private Future<SignalingApi.Reported> ask(int who, String node) {
        return bus.ask(SignalingApi.REPORT.at(node), caller(who), new SignalingApi.Report(0, 0, 0, 0, 0, 0));
    }

    private Caller caller(int who) {
        return bus.caller(
                Optional.empty(),
                UUID.randomUUID().toString(),
                Optional.of(new Caller.Socket(gateway, "socket-" + who, "192.0.2." + who)));
    }

    private static SignalingApi.Enter wish(int who, StreamId where) {
        return new SignalingApi.Enter(
                where, "%043d".formatted(who), false, List.of(), Optional.empty(), false, List.of());
    }

    private String other() {
        return nodes().stream()
                .filter(node -> !node.equals(owners.get(stream)))
                .findFirst()
                .orElseThrow();
    }

    private List<String> nodes() {
        return rows("SELECT id FROM signaling.node WHERE NOT dead");
    }

    private List<String> rows(String sql) {
        return Await.get(database.client().query(sql).execute().map(rows -> {
            List<String> firsts = new ArrayList<>();
            rows.forEach(row -> firsts.add(row.getString(0)));
            return firsts;
        }));
    }

    private static Stream stream(StreamId id) {
        return new Stream(
                id,
                CREATOR,
                new Stream.Speaker(Optional.of("Ada"), Optional.empty(), Optional.empty()),
                "First light",
                Optional.empty(),
                NOON,
                NOON.plusSeconds(3_600),
                Optional.empty(),
                Audience.EVERYONE,
                Status.UPCOMING,
                Optional.empty(),
                Optional.empty(),
                0,
                1);
    }
}
