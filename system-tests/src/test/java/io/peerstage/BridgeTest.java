package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever tries to be somebody else on the bridge is refused; rooms as scripted browsers see them. */
class BridgeTest {
    private static Stage stage;

    private final TestWallet creator = TestWallet.sr25519(UUID.randomUUID().getMostSignificantBits());
    private final TestWallet subscriber = TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());
    private final TestWallet stranger = TestWallet.ethereum(UUID.randomUUID().getMostSignificantBits());
    private ApiClient creatorApi;
    private ApiClient subscriberApi;
    private String stream;

    @BeforeAll
    static void open() {
        stage = Stage.open();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @BeforeEach
    void announce() {
        creatorApi = stage.registered(creator, "Creator");
        subscriberApi = stage.registered(subscriber, "Subscriber");
        stage.registered(stranger, "Stranger");
        subscriberApi.put("/me/subscriptions/" + creator.account()).expect(200);
        stream = creatorApi
                .post("/streams", Stage.now("First light"))
                .expect(201)
                .json()
                .getString("id");
    }

    @Test
    void who_asks_many_things_at_once_is_answered_each() {
        try (var viewer = as(subscriber)) {
            var questions = IntStream.range(0, 40)
                    .mapToObj(number -> new JsonObject()
                            .put("type", "send")
                            .put("address", "streams.watch")
                            .put("body", new JsonObject().put("ids", new JsonArray()))
                            .put("replyAddress", "at-once-" + number))
                    .toArray(JsonObject[]::new);
            viewer.write(questions);
            for (var question : questions) {
                assertThat(viewer.nextPush().getString("address")).isEqualTo(question.getString("replyAddress"));
            }
        }
    }

    @Test
    void a_show_runs_from_lobby_to_end() {
        try (var host = as(creator);
                var viewer = as(subscriber)) {
            var entered = viewer.enter(stream, BridgeClient.RESUME);
            assertThat(entered.getJsonObject("room").getBoolean("live")).isFalse();
            var hostPeer = host.enter(stream, BridgeClient.RESUME).getString("peer");
            assertThat(hostPeer).isNotEqualTo(entered.getString("peer"));
            assertThat(host.ask("signaling.golive", new JsonObject()).getString("startedAt"))
                    .isNotEmpty();
            var parent = host.push("connect");
            var child = viewer.push("connect");
            assertThat(parent.getString("as")).isEqualTo("parent");
            assertThat(child.getString("as")).isEqualTo("child");
            assertThat(child.getString("peer")).isEqualTo(hostPeer);
            assertThat(child.getString("edge")).isEqualTo(parent.getString("edge"));
            assertThat(child.encode()).doesNotContain("0x"); // no accounts
            host.ask("signaling.signal", offer(parent.getString("edge")));
            assertThat(viewer.push("signal").getJsonObject("description").getString("sdp"))
                    .isEqualTo("v=0");
            viewer.ask(
                    "signaling.edge",
                    new JsonObject().put("edge", child.getString("edge")).put("state", "media"));
            assertThat(creatorApi.get("/streams/" + stream).json().getString("status"))
                    .isEqualTo("live");
            assertThat(creatorApi.get("/me").json().getString("liveStreamId")).isEqualTo(stream);
            host.ask("signaling.stop", new JsonObject());
            assertThat(viewer.push("ended").getString("reason")).isEqualTo("stopped");
            awaitStatus("upcoming");
        }
    }

    @Test
    void nobody_enters_a_show_for_subscribers_who_is_none() {
        try (var visitor = BridgeClient.open(stage.url(), "");
                var other = as(stranger);
                var unknown = as(TestWallet.sr25519(99))) {
            assertThat(visitor.refusal("signaling.enter", entering())).isEqualTo(4010);
            assertThat(other.refusal("signaling.enter", entering())).isEqualTo(4032);
            assertThat(unknown.refusal("signaling.enter", entering())).isEqualTo(4030);
            assertThat(visitor.refusal("signaling.enter", BridgeClient.entering("1-none", BridgeClient.RESUME)))
                    .isEqualTo(4041);
        }
    }

    @Test
    void a_stream_for_everyone_is_open_to_visitors() {
        creatorApi
                .patch("/streams/" + stream, new JsonObject().put("audience", "everyone"))
                .expect(200);
        try (var visitor = BridgeClient.open(stage.url(), "")) {
            assertThat(visitor.enter(stream, BridgeClient.RESUME).getString("peer"))
                    .isNotEmpty();
        }
    }

    @Test
    void a_viewer_cannot_go_live_or_stop_the_show() {
        try (var host = as(creator);
                var viewer = as(subscriber)) {
            live(host);
            viewer.enter(stream, BridgeClient.RESUME);
            assertThat(viewer.refusal("signaling.golive", new JsonObject().put("takeOver", true)))
                    .isEqualTo(4031);
            assertThat(viewer.refusal("signaling.stop", new JsonObject())).isEqualTo(4031);
        }
    }

    @Test
    void questions_that_are_asked_at_once_are_all_answered() {
        try (var visitor = BridgeClient.open(stage.url(), "")) {
            var questions = IntStream.range(0, 50)
                    .mapToObj(n -> new JsonObject()
                            .put("type", "send")
                            .put("address", "signaling.stop")
                            .put("body", new JsonObject())
                            .put("replyAddress", "q" + n))
                    .toArray(JsonObject[]::new);
            visitor.write(questions);
            for (var n = 0; n < questions.length; n++) {
                assertThat(visitor.nextPush().getInteger("failureCode")).isEqualTo(4040); // in no room
            }
        }
    }

    @Test
    void a_ping_is_answered_for_a_browser_gives_a_silent_connection_up() {
        try (var visitor = BridgeClient.open(stage.url(), "")) {
            visitor.write(new JsonObject().put("type", "ping"));
            assertThat(visitor.nextPush().getString("type")).isEqualTo("pong");
        }
    }

    @Test
    void what_is_said_without_a_reply_address_arrives() {
        try (var host = as(creator);
                var viewer = as(subscriber)) {
            live(host);
            viewer.enter(stream, BridgeClient.RESUME);
            var candidate = new JsonObject()
                    .put("edge", host.push("connect").getString("edge"))
                    .put("candidate", new JsonObject().put("candidate", "candidate:1"));
            host.write(new JsonObject()
                    .put("type", "send")
                    .put("address", "signaling.signal")
                    .put("body", candidate));
            assertThat(viewer.push("signal").getJsonObject("candidate").getString("candidate"))
                    .isEqualTo("candidate:1");
        }
    }

    @Test
    void headers_that_a_browser_makes_up_do_not_count() {
        try (var viewer = as(subscriber)) {
            viewer.enter(stream, BridgeClient.RESUME);
            var forged = new JsonObject()
                    .put(
                            "headers",
                            new JsonObject()
                                    .put("account", creator.account().hex())
                                    .put("Account", creator.account().hex()));
            assertThat(viewer.question("signaling.golive", new JsonObject(), forged)
                            .getInteger("failureCode"))
                    .isEqualTo(4031);
        }
    }

    @Test
    void an_outsider_cannot_signal_on_an_edge_of_others() {
        try (var host = as(creator);
                var viewer = as(subscriber);
                var outsider = as(subscriber)) {
            live(host);
            viewer.enter(stream, BridgeClient.RESUME);
            var edge = viewer.push("connect").getString("edge");
            assertThat(outsider.refusal("signaling.signal", offer(edge))).isEqualTo(4040); // in no room
            outsider.enter(stream, "B".repeat(43));
            assertThat(outsider.refusal("signaling.signal", offer(edge))).isEqualTo(4040);
            assertThat(outsider.refusal(
                            "signaling.edge", new JsonObject().put("edge", edge).put("state", "failed")))
                    .isEqualTo(4040);
        }
    }

    @Test
    void an_outsider_who_knows_a_resume_secret_is_still_another_peer() {
        try (var host = as(creator);
                var viewer = as(subscriber)) {
            var hosts = host.enter(stream, BridgeClient.RESUME).getString("peer");
            assertThat(viewer.enter(stream, BridgeClient.RESUME).getString("peer"))
                    .isNotEqualTo(hosts);
        }
    }

    @Test
    void the_second_tab_of_a_peer_wins() {
        try (var first = as(subscriber);
                var second = as(subscriber)) {
            first.enter(stream, BridgeClient.RESUME);
            second.enter(stream, BridgeClient.RESUME);
            assertThat(first.push("refused").getJsonObject("problem").getString("name"))
                    .isEqualTo("conflict");
        }
    }

    @Test
    void the_socket_that_a_peer_left_behind_changes_nothing_when_it_closes() {
        try (var viewer = as(subscriber);
                var second = as(creator)) {
            try (var first = as(creator)) {
                live(first);
                second.enter(stream, BridgeClient.RESUME);
                second.ask("signaling.golive", new JsonObject());
                assertThat(first.refusal("signaling.stop", new JsonObject()))
                        .isEqualTo(4040); // it has no seat any more
            }
            viewer.enter(stream, BridgeClient.RESUME);
            assertThat(second.push("connect").getString("as"))
                    .isEqualTo("parent"); // still there after the first has gone
            second.ask("signaling.stop", new JsonObject());
        }
    }

    @Test
    void a_browser_that_goes_while_it_enters_leaves_nobody_behind() {
        creatorApi
                .patch("/streams/" + stream, new JsonObject().put("audience", "everyone"))
                .expect(200);
        try (var host = as(creator)) {
            for (var n = 0; n < 20; n++) {
                try (var visitor = BridgeClient.open(stage.url(), "")) {
                    visitor.write(new JsonObject()
                            .put("type", "send")
                            .put("address", "signaling.enter")
                            .put("body", BridgeClient.entering(stream, "%043d".formatted(n))));
                }
            }
            live(host);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                var room = host.push("room");
                return room.getBoolean("live") && room.getInteger("watchers") == 0;
            });
        }
    }

    @Test
    void a_broadcaster_who_stops_and_starts_again_stays_live() {
        try (var host = as(creator)) {
            live(host);
            for (var n = 0; n < 5; n++) {
                host.ask("signaling.stop", new JsonObject());
                host.ask("signaling.golive", new JsonObject());
            }
            awaitStatus("live");
            assertThat(creatorApi.get("/me").json().getString("liveStreamId")).isEqualTo(stream);
        }
    }

    @Test
    void a_browser_that_does_not_read_is_disconnected() throws Exception {
        creatorApi
                .patch("/streams/" + stream, new JsonObject().put("audience", "everyone"))
                .expect(200);
        try (var host = as(creator);
                var deaf = BridgeClient.open(stage.url(), "")) {
            live(host);
            deaf.enter(stream, BridgeClient.RESUME);
            var edge = deaf.push("connect").getString("edge");
            deaf.ask("signaling.edge", new JsonObject().put("edge", edge).put("state", "media"));
            deaf.stopReading();
            var offer = offer(edge);
            offer.getJsonObject("description").put("sdp", "v=0" + "x".repeat(30_000));
            for (var n = 0; n < 1_000; n++) {
                host.write(new JsonObject()
                        .put("type", "send")
                        .put("address", "signaling.signal")
                        .put("body", offer));
                TimeUnit.MILLISECONDS.sleep(25); // within the allowance of frames
                if (n % 40 == 0
                        && stage.visitor().get("/streams/" + stream).json().getInteger("watchers") == 0
                        && n > 200) {
                    return;
                }
            }
            throw new AssertionError("the gateway has kept 30 MB for a browser that does not read");
        }
    }

    @Test
    void where_websockets_do_not_get_through_the_bridge_is_reached_by_plain_requests() {
        var session = stage.url() + "/eventbus/000/" + UUID.randomUUID();
        assertThat(post(session + "/xhr", "").body()).isEqualTo("o\n");
        var open = new JsonObject()
                .put("type", "send")
                .put("address", "session.open")
                .put("body", new JsonObject().put("token", stage.token(subscriber)))
                .put("replyAddress", "r1");
        assertThat(post(
                                session + "/xhr_send",
                                new JsonArray().add(open.encode()).encode())
                        .statusCode())
                .isEqualTo(204);
        assertThat(post(session + "/xhr", "").body())
                .contains(subscriber.account().hex());
    }

    @Test
    void a_plain_websocket_takes_the_frames_as_they_are() {
        var answer = new CompletableFuture<String>();
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create(stage.url().replaceFirst("^http", "ws") + "/eventbus/websocket"),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                                answer.complete(text.toString());
                                return null;
                            }
                        })
                .join();
        socket.sendText("{\"type\":\"send\",\"address\":\"session.open\",\"body\":{},\"replyAddress\":\"r1\"}", true)
                .join();
        assertThat(new JsonObject(answer.orTimeout(5, TimeUnit.SECONDS).join()).getString("address"))
                .isEqualTo("r1");
        socket.abort();
    }

    @Test
    void a_browser_reaches_no_other_address_registers_nothing_and_publishes_nothing() {
        try (var viewer = as(subscriber)) {
            for (var frame : new String[] {
                "{\"type\":\"send\",\"address\":\"streams.delete\",\"body\":{\"id\":\"x\"}}",
                "{\"type\":\"send\",\"address\":\"streams.go-live\",\"body\":{\"id\":\"x\"}}",
                "{\"type\":\"send\",\"address\":\"signaling.detach\",\"body\":{}}",
                "{\"type\":\"send\",\"address\":\"signaling.expel\",\"body\":{}}",
                "{\"type\":\"publish\",\"address\":\"signaling.begun\",\"body\":{\"epoch\":1}}",
                "{\"type\":\"publish\",\"address\":\"signaling.enter\",\"body\":{}}",
                "{\"type\":\"register\",\"address\":\"streams.edited\"}",
                "{\"type\":\"register\",\"address\":\"signaling.enter\"}",
                "{\"type\":\"send\",\"address\":\"signaling.enter\",\"body\":\"text\"}"
            }) {
                viewer.write(new JsonObject(frame));
                assertThat(viewer.nextPush().getString("body")).as(frame).isEqualTo("rejected");
            }
        }
    }

    @Test
    void nothing_is_answered_before_the_session_is_open() {
        try (var nobody = BridgeClient.connect(stage.url())) {
            nobody.write(new JsonObject()
                    .put("type", "send")
                    .put("address", "signaling.enter")
                    .put("body", entering()));
            assertThat(nobody.nextPush().getString("body")).isEqualTo("rejected");
        }
    }

    @Test
    void an_identity_is_set_once_and_only_extended_by_the_same_account() {
        try (var viewer = as(subscriber)) {
            assertThat(viewer.refusal("session.open", new JsonObject().put("token", stage.token(creator))))
                    .isEqualTo(4090);
            assertThat(viewer.refusal("session.token", new JsonObject().put("token", stage.token(creator))))
                    .isEqualTo(4090);
            assertThat(viewer.ask("session.token", new JsonObject().put("token", stage.token(subscriber)))
                            .getString("account"))
                    .isEqualTo(subscriber.account().hex());
        }
    }

    @Test
    void a_bad_token_opens_nothing() {
        try (var nobody = BridgeClient.connect(stage.url())) {
            assertThat(nobody.refusal("session.open", new JsonObject().put("token", "x.y.z")))
                    .isEqualTo(4010);
            assertThat(nobody.ask("session.open", new JsonObject()).getString("account"))
                    .isNull();
        }
    }

    @Test
    void who_unsubscribes_is_cut_within_a_second() {
        try (var host = as(creator);
                var viewer = as(subscriber)) {
            live(host);
            viewer.enter(stream, BridgeClient.RESUME);
            var edge = viewer.push("connect").getString("edge");
            subscriberApi.delete("/me/subscriptions/" + creator.account()).expect(204);
            var since = System.nanoTime();
            assertThat(viewer.push("refused").getJsonObject("problem").getString("name"))
                    .isEqualTo("not-subscribed");
            assertThat(host.push("release").getString("edge")).isEqualTo(edge);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void a_stream_that_is_closed_to_everyone_puts_visitors_out() {
        creatorApi
                .patch("/streams/" + stream, new JsonObject().put("audience", "everyone"))
                .expect(200);
        try (var visitor = BridgeClient.open(stage.url(), "")) {
            visitor.enter(stream, BridgeClient.RESUME);
            creatorApi
                    .patch("/streams/" + stream, new JsonObject().put("audience", "subscribers"))
                    .expect(200);
            assertThat(visitor.push("refused").getJsonObject("problem").getString("name"))
                    .isEqualTo("invalid-token");
        }
    }

    @Test
    void who_signs_out_is_put_out_and_disconnected() {
        var token = stage.token(subscriber);
        try (var viewer = BridgeClient.open(stage.url(), token)) {
            viewer.enter(stream, BridgeClient.RESUME);
            new ApiClient(stage.url(), token).delete("/me/token").expect(204);
            assertThat(viewer.push("refused").getJsonObject("problem").getString("name"))
                    .isEqualTo("invalid-token");
            viewer.awaitClosed();
        }
    }

    @Test
    void whose_token_expires_is_put_out() {
        var short_ = subscriber.token(stage.url(), Instant.now(), Duration.ofSeconds(3));
        try (var viewer = BridgeClient.open(stage.url(), short_)) {
            viewer.enter(stream, BridgeClient.RESUME);
            assertThat(viewer.push("refused").getJsonObject("problem").getString("name"))
                    .isEqualTo("invalid-token");
            viewer.awaitClosed();
        }
    }

    @Test
    void a_deleted_stream_ends_its_show() {
        try (var host = as(creator);
                var viewer = as(subscriber)) {
            live(host);
            viewer.enter(stream, BridgeClient.RESUME);
            creatorApi.delete("/streams/" + stream).expect(204);
            assertThat(viewer.push("ended").getString("reason")).isEqualTo("deleted");
            assertThat(viewer.refusal("signaling.enter", entering())).isEqualTo(4041);
        }
    }

    @Test
    void one_broadcaster_has_one_show_until_another_device_takes_over() {
        try (var host = as(creator);
                var laptop = as(creator);
                var viewer = as(subscriber)) {
            live(host);
            viewer.enter(stream, BridgeClient.RESUME);
            laptop.enter(stream, "L".repeat(43));
            assertThat(laptop.refusal("signaling.golive", new JsonObject())).isEqualTo(4091);
            laptop.ask("signaling.golive", new JsonObject().put("takeOver", true));
            assertThat(host.push("refused").getJsonObject("problem").getString("name"))
                    .isEqualTo("already-live");
            assertThat(laptop.push("connect").getString("as")).isEqualTo("parent");
            var second = creatorApi
                    .post("/streams", Stage.now("Second"))
                    .expect(201)
                    .json()
                    .getString("id");
            laptop.enter(second, "L".repeat(43));
        }
    }

    @Test
    void a_flood_of_frames_closes_the_connection() {
        try (var viewer = as(subscriber)) {
            for (var n = 0; n < 110; n++) {
                viewer.write(new JsonObject()
                        .put("type", "send")
                        .put("address", "signaling.leave")
                        .put("body", new JsonObject()));
            }
            viewer.awaitClosed();
        }
    }

    @Test
    void the_page_of_another_site_cannot_connect() {
        var request = HttpRequest.newBuilder(URI.create(stage.url() + "/eventbus/info"))
                .header("Origin", "https://evil.example")
                .build();
        assertThat(ApiClient.exchange(request).status()).isEqualTo(403);
    }

    /** Over a connection of its own: this transport closes it after each answer, which a pool may see too late. */
    private static HttpResponse<String> post(String url, String body) {
        var request = HttpRequest.newBuilder(URI.create(url))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .join();
    }

    private void awaitStatus(String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> creatorApi
                        .get("/streams/" + stream)
                        .json()
                        .getString("status")
                        .equals(status));
    }

    private BridgeClient as(TestWallet wallet) {
        return BridgeClient.open(stage.url(), stage.token(wallet));
    }

    private void live(BridgeClient host) {
        host.enter(stream, BridgeClient.RESUME);
        host.ask("signaling.golive", new JsonObject());
    }

    private JsonObject entering() {
        return BridgeClient.entering(stream, BridgeClient.RESUME);
    }

    private static JsonObject offer(String edge) {
        return new JsonObject()
                .put("edge", edge)
                .put("description", new JsonObject().put("type", "offer").put("sdp", "v=0"));
    }
}
