package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Caller;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.contract.signaling.Delivery;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.gateway.GatewayService;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.Json;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestClock;
import io.peerstage.testkit.TestNode;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real gateway among owners of rooms that say what a test has them say. */
class RoomOwnersTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");

    private final TestClock clock = new TestClock(NOON);
    private final StreamId stream = new StreamId("1-" + UUID.randomUUID());
    private TestNode node;
    private String url;
    private Database signaling;

    @BeforeEach
    void open() throws IOException {
        var port = Stage.freePort();
        url = "http://localhost:" + port;
        node = TestNode.start(
                clock, Map.of("HTTP_PORT", String.valueOf(port), "PUBLIC_URL", url), GatewayService.SERVICE);
        signaling = Await.get(Database.open(node.node().vertx(), node.node().settings(), "signaling"));
    }

    @AfterEach
    void close() {
        Await.get(signaling.close());
        node.close();
    }

    /** An instance of signaling-service that answers everything and remembers it. */
    private final class Owner {
        private final String name = UUID.randomUUID().toString();
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final BlockingQueue<Caller.Socket> entered = new LinkedBlockingQueue<>();
        private final long epoch;
        private volatile Supplier<Future<Void>> beforeAnswer = Future::succeededFuture;

        Owner(long epoch) {
            this.epoch = epoch;
            Await.get(bus().answer(SignalingApi.ENTER.at(name), this::enter));
            for (var each : List.of(SignalingApi.LEAVE, SignalingApi.DETACH, SignalingApi.STOP)) {
                note(each);
            }
            Await.get(bus().answer(SignalingApi.SIGNAL.at(name), (caller, signal) -> note(signal.edge())));
            Await.get(bus().answer(SignalingApi.STALE.at(name), (caller, known) -> note("stale " + known.epoch())));
        }

        private void note(Operation<Nothing, Nothing> operation) {
            Await.get(bus().answer(operation.at(name), (caller, nothing) -> note(operation.address())));
        }

        private Future<Nothing> note(String what) {
            heard.add(what);
            return Future.succeededFuture(Nothing.NOTHING);
        }

        Future<SignalingApi.Entered> enter(Caller caller, SignalingApi.Enter wish) {
            heard.add("enter");
            entered.add(caller.fromSocket());
            return beforeAnswer
                    .get()
                    .map(answered -> new SignalingApi.Entered(
                            "peer", epoch, List.of(), Optional.empty(), room(epoch), List.of(), List.of()));
        }

        /** As each owner does every 2 s. */
        void tell() {
            bus().publish(
                            SignalingApi.OWNED,
                            new SignalingApi.Owner(name, List.of(new SignalingApi.Owned(stream, epoch))));
        }

        void pushRoom(Caller.Socket to) {
            bus().tell(
                            to.gateway(),
                            new Delivery(List.of(to.id()), "room", Json.text(room(epoch)), stream, epoch, name));
        }

        /** The database knows it as the owner. */
        void inDatabase() {
            Await.get(signaling
                    .client()
                    .query("INSERT INTO signaling.node VALUES ('%s', now() + interval '1 h', now())".formatted(name))
                    .execute());
            Await.get(signaling
                    .client()
                    .query("""
                        INSERT INTO signaling.room VALUES ('%s', '%s', %d)
                        ON CONFLICT (stream) DO UPDATE SET node = excluded.node, epoch = excluded.epoch
                        """.formatted(stream.value(), name, epoch))
                    .execute());
        }

        /** It has not renewed in time. */
        void losesLease() {
            Await.get(signaling
                    .client()
                    .query("UPDATE signaling.node SET lease_until = now() WHERE id = '%s'".formatted(name))
                    .execute());
        }
    }

    @Test
    void the_owner_of_the_higher_epoch_is_heard_and_the_other_is_told_so() throws InterruptedException {
        var former = new Owner(5);
        former.tell();
        try (var viewer = BridgeClient.open(url, "")) {
            enter(viewer);
            var socket = former.entered.take();
            former.pushRoom(socket);
            assertThat(viewer.push("room").getLong("epoch")).isEqualTo(5);
            var owner = new Owner(6);
            owner.tell();
            assertThat(viewer.push("reannounce").getLong("epoch")).isEqualTo(6);
            former.pushRoom(socket);
            assertThat(next(former)).isEqualTo("enter");
            assertThat(next(former)).isEqualTo("stale 6");
            owner.pushRoom(socket);
            assertThat(viewer.push("room").getLong("epoch")).isEqualTo(6);
            viewer.ask("signaling.signal", signal("1.1"));
            assertThat(next(owner)).isEqualTo("1.1");
        }
    }

    @Test
    void whoever_is_in_a_room_is_told_to_enter_again_once_for_each_owner() {
        new Owner(5).tell();
        try (var viewer = BridgeClient.open(url, "")) {
            enter(viewer);
            var second = new Owner(6);
            IntStream.range(0, 3).forEach(again -> second.tell());
            assertThat(viewer.nextPush())
                    .isEqualTo(new JsonObject()
                            .put("type", "rec")
                            .put("address", "reannounce")
                            .put(
                                    "body",
                                    new JsonObject()
                                            .put("stream", stream.value())
                                            .put("epoch", 6)
                                            .put("within", 100)));
            stays(viewer::hasNoPush); // though it has not entered again yet
            enter(viewer);
            second.tell();
            new Owner(7).tell();
            assertThat(viewer.nextPush().getJsonObject("body").getLong("epoch")).isEqualTo(7); // and nothing between
        }
    }

    @Test
    void whoever_is_let_in_by_one_who_was_the_owner_until_just_now_is_told_at_once() {
        var former = new Owner(5);
        former.tell();
        former.beforeAnswer = () -> {
            new Owner(6).tell();
            return Future.succeededFuture();
        };
        try (var viewer = BridgeClient.open(url, "")) {
            assertThat(enter(viewer).getLong("epoch")).isEqualTo(5);
            assertThat(viewer.push("reannounce").getLong("epoch")).isEqualTo(6);
        }
    }

    @Test
    void the_owner_of_whom_nobody_has_spoken_is_looked_up() throws InterruptedException {
        var owner = new Owner(5);
        Await.get(bus().answer(SignalingApi.ENTER, owner::enter)); // as any instance that finds the owner
        owner.inDatabase();
        try (var viewer = BridgeClient.open(url, "")) {
            enter(viewer);
            viewer.ask("signaling.signal", signal("1.1"));
            assertThat(next(owner)).isEqualTo("enter");
            assertThat(next(owner)).isEqualTo("1.1");
        }
        assertThat(next(owner)).isEqualTo("signaling.detach");
    }

    @Test
    void a_room_that_nobody_has_can_be_asked_for_again() {
        Await.get(bus().answer(SignalingApi.ENTER, new Owner(5)::enter));
        try (var viewer = BridgeClient.open(url, "")) {
            assertThat(viewer.refusal("signaling.signal", signal("1.1"))).isEqualTo(4040); // in no room
            enter(viewer);
            assertThat(viewer.refusal("signaling.signal", signal("1.1"))).isEqualTo(5030);
        }
    }

    @Test
    void a_browser_hears_that_an_owner_is_gone_and_cannot_choose_one_itself() {
        var owner = new Owner(5);
        bus().publish(SignalingApi.OWNED, new SignalingApi.Owner("gone", List.of(new SignalingApi.Owned(stream, 4))));
        try (var viewer = BridgeClient.open(url, "")) {
            var answer = viewer.question(
                    "signaling.enter", BridgeClient.entering(stream.value(), BridgeClient.RESUME), new JsonObject());
            assertThat(answer.getString("type")).isEqualTo("err");
            assertThat(answer.getString("failureType")).isEqualTo("NO_HANDLERS");
            viewer.write(frame("signaling.signal@" + owner.name, signal("1.1")));
            assertThat(viewer.nextPush().getString("body")).isEqualTo("rejected");
        }
    }

    @Test
    void what_follows_an_entry_that_takes_long_keeps_its_order() throws InterruptedException {
        var owner = new Owner(5);
        Promise<Void> found = Promise.promise();
        owner.beforeAnswer = found::future;
        Await.get(bus().answer(SignalingApi.ENTER, owner::enter));
        try (var viewer = BridgeClient.open(url, "")) {
            viewer.write(frame("signaling.enter", BridgeClient.entering(stream.value(), BridgeClient.RESUME))
                    .put("replyAddress", "entered"));
            IntStream.range(0, 20).forEach(n -> viewer.write(frame("signaling.signal", signal("1." + n))));
            viewer.write(frame("signaling.leave", new JsonObject()));
            assertThat(next(owner)).isEqualTo("enter");
            assertThat(owner.heard.poll(300, TimeUnit.MILLISECONDS)).isNull();
            owner.tell();
            found.complete();
            for (var n = 0; n < 20; n++) {
                assertThat(next(owner)).isEqualTo("1." + n);
            }
            assertThat(next(owner)).isEqualTo("signaling.leave");
        }
    }

    @Test
    void who_enters_another_room_leaves_the_first() throws InterruptedException {
        var owner = new Owner(5);
        owner.tell();
        try (var viewer = BridgeClient.open(url, "")) {
            enter(viewer);
            Await.get(bus().answer(SignalingApi.ENTER, new Owner(6)::enter));
            viewer.enter("1-" + UUID.randomUUID(), BridgeClient.RESUME);
            assertThat(next(owner)).isEqualTo("enter");
            assertThat(next(owner)).isEqualTo("signaling.leave");
        }
    }

    @Test
    void an_owner_that_only_the_database_knows_counts_at_once_and_after_5_s_its_viewers_go_elsewhere() {
        new Owner(5).tell();
        try (var viewer = BridgeClient.open(url, "")) {
            enter(viewer);
            var unheard = new Owner(6);
            unheard.inDatabase();
            clock.advance(Duration.ofSeconds(4)); // the first has said nothing in that time
            assertThat(viewer.push("reannounce").getLong("epoch")).isEqualTo(6);
            assertThat(enter(viewer).getLong("epoch")).isEqualTo(6);
            clock.advance(Duration.ofSeconds(4));
            stays(viewer::hasNoPush);
            clock.advance(Duration.ofSeconds(2));
            assertThat(viewer.nextPush().getString("address")).isEqualTo("moved");
            stays(viewer::hasNoPush); // once
        }
    }

    @Test
    void viewers_of_an_owner_that_lives_and_has_not_been_heard_for_5_s_go_elsewhere() {
        var owner = new Owner(5);
        owner.inDatabase();
        owner.tell();
        try (var viewer = BridgeClient.open(url, "")) {
            enter(viewer);
            clock.advance(Duration.ofSeconds(4));
            var silent = Awaitility.await().during(Duration.ofMillis(1_500)).atMost(Duration.ofSeconds(5));
            silent.until(viewer::hasNoPush);
            clock.advance(Duration.ofSeconds(2));
            assertThat(viewer.nextPush().getString("address")).isEqualTo("moved");
            silent.until(viewer::hasNoPush); // once
        }
    }

    @Test
    void viewers_of_an_owner_that_died_stay_for_its_successor() {
        var owner = new Owner(5);
        owner.inDatabase();
        owner.tell();
        try (var viewer = BridgeClient.open(url, "")) {
            enter(viewer);
            owner.losesLease();
            clock.advance(Duration.ofSeconds(6));
            Awaitility.await()
                    .during(Duration.ofMillis(1_500))
                    .atMost(Duration.ofSeconds(5))
                    .until(viewer::hasNoPush);
        }
    }

    @Test
    void a_browser_may_ask_several_questions_at_once() throws InterruptedException {
        var owner = new Owner(5);
        owner.tell();
        try (var viewer = BridgeClient.open(url, "")) {
            enter(viewer);
            for (var n = 0; n < 30; n++) {
                viewer.write(frame("signaling.signal", signal("1." + n)).put("replyAddress", "r" + n));
            }
            for (var n = 0; n < 30; n++) {
                assertThat(viewer.nextPush().getString("type")).isEqualTo("rec");
            }
        }
    }

    /** Longer than it takes a gateway to look at its rooms again. */
    private static void stays(Callable<Boolean> condition) {
        Awaitility.await()
                .during(Duration.ofMillis(1_500))
                .atMost(Duration.ofSeconds(5))
                .until(condition);
    }

    private static String next(Owner owner) throws InterruptedException {
        return owner.heard.poll(10, TimeUnit.SECONDS);
    }

    private static JsonObject frame(String address, JsonObject body) {
        return new JsonObject().put("type", "send").put("address", address).put("body", body);
    }

    private static JsonObject signal(String edge) {
        return new JsonObject().put("edge", edge).put("candidate", new JsonObject().put("candidate", ""));
    }

    private Bus bus() {
        return node.bus();
    }

    private JsonObject enter(BridgeClient viewer) {
        return viewer.enter(stream.value(), BridgeClient.RESUME);
    }

    private Push.Room room(long epoch) {
        return new Push.Room(
                stream,
                epoch,
                false,
                0,
                "title",
                TestWallet.sr25519(1).account(),
                NOON,
                NOON,
                Optional.empty(),
                Audience.EVERYONE);
    }
}
