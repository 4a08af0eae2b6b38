package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said in a room, who may say it, and what its broadcaster does about it. */
class ChatTest {
    private static Stage stage;

    private final TestWallet creator = TestWallet.sr25519(UUID.randomUUID().getMostSignificantBits());
    private final TestWallet bob = TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());
    private final TestWallet cid = TestWallet.ethereum(UUID.randomUUID().getMostSignificantBits());
    private ApiClient creatorApi;
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
        stage.registered(bob, "Bob");
        stage.registered(cid, "Cid");
        stream = announced("First light");
    }

    @Test
    void what_is_said_comes_to_everybody_and_to_those_who_enter_later() {
        try (var host = in(stream, creator);
                var viewer = in(stream, bob);
                var visitor = in(stream)) {
            var id = say(viewer, "good evening");
            for (var each : List.of(host, viewer, visitor)) {
                var message = message(each);
                assertThat(message.getString("id")).isEqualTo(id);
                assertThat(message.getString("account")).isEqualTo(bob.account().hex());
                assertThat(message.getString("name")).isEqualTo("Bob");
                assertThat(message.getString("text")).isEqualTo("good evening");
                assertThat(message.getInstant("at")).isNotNull();
            }
            host.ask("signaling.golive", new JsonObject());
            var answer = say(host, "we begin");
            assertThat(message(visitor).getString("id")).isEqualTo(answer);
            try (var late = BridgeClient.open(stage.url(), stage.token(cid))) {
                assertThat(texts(late.enter(stream, "L".repeat(43)).getJsonArray("chat")))
                        .containsExactly("good evening", "we begin");
            }
            host.ask("signaling.stop", new JsonObject());
        }
    }

    @Test
    void messages_of_many_come_as_few() {
        try (var listener = in(stream)) {
            var speakers = IntStream.range(0, 12)
                    .mapToObj(n -> in(stream, registered("Speaker " + n)))
                    .toList();
            speakers.forEach(each -> each.write(new JsonObject()
                    .put("type", "send")
                    .put("address", "signaling.chat")
                    .put("body", text("all at once"))));
            var heard = 0;
            var deliveries = 0;
            while (heard < 12) {
                heard += listener.push("chat").getJsonArray("messages").size();
                deliveries++;
            }
            assertThat(heard).isEqualTo(12);
            assertThat(deliveries).isLessThan(12);
            speakers.forEach(BridgeClient::close);
        }
    }

    @Test
    void a_message_has_at_most_500_characters_on_one_line() {
        try (var viewer = in(stream, bob);
                var other = in(stream, cid)) {
            for (var wrong : List.of("", "  ", "x".repeat(501), "a\nb", "a\u0000b")) {
                assertThat(viewer.refusal("signaling.chat", text(wrong)))
                        .as(wrong)
                        .isEqualTo(4000);
            }
            assertThat(viewer.refusal("signaling.chat", new JsonObject())).isEqualTo(4000);
            say(viewer, "x".repeat(500));
            assertThat(message(viewer).getString("text")).hasSize(500);
            say(other, "🎬".repeat(500)); // characters, whatever they weigh
            assertThat(message(viewer).getString("text")).isEqualTo("🎬".repeat(500));
        }
    }

    @Test
    void an_account_says_one_thing_a_second_with_all_its_tabs() {
        try (var viewer = in(stream, bob);
                var second = in(stream, bob);
                var other = in(stream, cid)) {
            say(viewer, "one");
            assertThat(viewer.refusal("signaling.chat", text("two"))).isEqualTo(4290);
            assertThat(second.refusal("signaling.chat", text("three"))).isEqualTo(4290);
            say(other, "it is an account's second");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> answered(second, "four").equals("rec"));
        }
    }

    @Test
    void visitors_and_those_without_a_profile_only_read() {
        var nobody = TestWallet.sr25519(UUID.randomUUID().getMostSignificantBits());
        try (var visitor = in(stream);
                var unregistered = in(stream, nobody);
                var outside = BridgeClient.open(stage.url(), stage.token(bob))) {
            assertThat(visitor.refusal("signaling.chat", text("hello"))).isEqualTo(4010);
            assertThat(unregistered.refusal("signaling.chat", text("hello"))).isEqualTo(4030);
            assertThat(outside.refusal("signaling.chat", text("hello"))).isEqualTo(4040);
            stage.registered(nobody, "Somebody");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> answered(unregistered, "hello").equals("rec"));
            assertThat(message(visitor).getString("name")).isEqualTo("Somebody");
        }
    }

    @Test
    void the_broadcaster_takes_a_message_away() {
        try (var host = in(stream, creator);
                var viewer = in(stream, bob)) {
            var id = say(viewer, "spam");
            message(viewer);
            assertThat(viewer.refusal("signaling.moderate", remove(id))).isEqualTo(4031);
            host.ask("signaling.moderate", remove(id));
            assertThat(viewer.push("chat").getJsonArray("removed")).containsExactly(id);
            assertThat(host.refusal("signaling.moderate", remove(id))).isEqualTo(4040);
            try (var late = BridgeClient.open(stage.url(), stage.token(cid))) {
                assertThat(late.enter(stream, "L".repeat(43)).getJsonArray("chat"))
                        .isEmpty();
            }
        }
    }

    @Test
    void whom_a_broadcaster_mutes_says_nothing_in_any_of_its_streams_until_it_unmutes() {
        var other = announced("Second light");
        try (var host = in(stream, creator);
                var viewer = in(stream, bob);
                var elsewhere = in(other, bob);
                var listener = in(other, cid)) {
            var here = say(viewer, "one");
            var there = say(elsewhere, "two");
            assertThat(message(listener).getString("id")).isEqualTo(there);
            assertThat(viewer.refusal("signaling.moderate", on("mute", cid))).isEqualTo(4031);
            host.ask("signaling.moderate", on("mute", bob));
            host.ask("signaling.moderate", on("mute", bob));
            assertThat(removed(viewer)).isEqualTo(here);
            assertThat(removed(listener)).isEqualTo(there);
            assertThat(answeredInTurn(viewer, "three")).isEqualTo("4035");
            assertThat(answeredInTurn(elsewhere, "four")).isEqualTo("4035");
            host.ask("signaling.moderate", on("unmute", bob));
            assertThat(answeredInTurn(elsewhere, "five")).isEqualTo("rec");
            assertThat(message(listener).getString("text")).isEqualTo("five");
        }
    }

    @Test
    void a_mute_by_one_broadcaster_is_none_by_another() {
        var others = stage.as(cid)
                .post("/streams", Stage.now("Another stage").put("audience", "everyone"))
                .expect(201)
                .json()
                .getString("id");
        try (var host = in(stream, creator);
                var viewer = in(others, bob)) {
            host.ask("signaling.moderate", on("mute", bob));
            say(viewer, "hello");
        }
    }

    @Test
    void whom_a_broadcaster_bans_is_put_out_and_what_it_said_is_gone() {
        try (var host = in(stream, creator);
                var viewer = in(stream, bob)) {
            var id = say(viewer, "spam");
            assertThat(message(host).getString("id")).isEqualTo(id);
            host.ask("signaling.moderate", on("ban", bob));
            assertThat(viewer.push("refused").getJsonObject("problem").getString("name"))
                    .isEqualTo("banned");
            assertThat(removed(host)).isEqualTo(id);
            assertThat(viewer.refusal("signaling.enter", BridgeClient.entering(stream, BridgeClient.RESUME)))
                    .isEqualTo(4034);
            assertThat(creatorApi.get("/me/bans").json().getJsonArray("items")).hasSize(1);
            host.ask("signaling.moderate", on("unban", bob));
            viewer.enter(stream, BridgeClient.RESUME);
            Awaitility.await().until(() -> answered(viewer, "sorry").equals("rec")); // one message a second
        }
    }

    @Test
    void nobody_moderates_oneself_or_what_is_not_there() {
        try (var host = in(stream, creator)) {
            assertThat(host.refusal("signaling.moderate", on("mute", creator))).isEqualTo(4090);
            assertThat(host.refusal("signaling.moderate", on("ban", creator))).isEqualTo(4090);
            assertThat(host.refusal("signaling.moderate", remove("1.1"))).isEqualTo(4040);
            assertThat(host.refusal("signaling.moderate", new JsonObject().put("action", "mute")))
                    .isEqualTo(4000);
            assertThat(host.refusal("signaling.moderate", new JsonObject().put("action", "remove")))
                    .isEqualTo(4000);
            assertThat(host.refusal("signaling.moderate", on("applaud", bob))).isEqualTo(4000);
        }
    }

    @Test
    void without_profiles_those_who_were_heard_go_on_and_others_are_told_to_wait() {
        try (var alone = Stage.open()) {
            var api = alone.registered(creator, "Creator");
            alone.registered(bob, "Bob");
            var id = api.post("/streams", Stage.now("x").put("audience", "everyone"))
                    .expect(201)
                    .json()
                    .getString("id");
            try (var host = BridgeClient.open(alone.url(), alone.token(creator));
                    var viewer = BridgeClient.open(alone.url(), alone.token(bob))) {
                host.enter(id, BridgeClient.RESUME);
                viewer.enter(id, BridgeClient.RESUME);
                say(host, "hello");
                Await.get(alone.product().node().undeploy("profiles-service"));
                assertThat(viewer.refusal("signaling.chat", text("hello"))).isEqualTo(5030);
                for (var n = 0; n < 4; n++) { // longer than anything is remembered as fresh
                    assertThat(answeredInTurn(host, "still here")).isEqualTo("rec");
                }
            }
        }
    }

    private String announced(String title) {
        return creatorApi
                .post("/streams", Stage.now(title).put("audience", "everyone"))
                .expect(201)
                .json()
                .getString("id");
    }

    private static TestWallet registered(String name) {
        var wallet = TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());
        stage.registered(wallet, name);
        return wallet;
    }

    private static BridgeClient in(String stream, TestWallet wallet) {
        return in(stream, stage.token(wallet));
    }

    private static BridgeClient in(String stream) {
        return in(stream, "");
    }

    private static BridgeClient in(String stream, String token) {
        var client = BridgeClient.open(stage.url(), token);
        client.enter(stream, UUID.randomUUID().toString().replace("-", "") + "x".repeat(11));
        return client;
    }

    private static JsonObject text(String text) {
        return new JsonObject().put("text", text);
    }

    private static JsonObject remove(String message) {
        return new JsonObject().put("action", "remove").put("message", message);
    }

    private static JsonObject on(String action, TestWallet whom) {
        return new JsonObject()
                .put("action", action)
                .put("account", whom.account().hex());
    }

    /** The id of what was said. */
    private static String say(BridgeClient client, String text) {
        return client.ask("signaling.chat", text(text)).getString("id");
    }

    /** {@code rec}, or the number of the refusal. */
    private static String answered(BridgeClient client, String text) {
        var frame = client.question("signaling.chat", text(text), new JsonObject());
        return frame.getString("type").equals("rec") ? "rec" : String.valueOf(frame.getInteger("failureCode"));
    }

    /** The same, as soon as the account's second is over. */
    private static String answeredInTurn(BridgeClient client, String text) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> answered(client, text), answer -> !answer.equals("4290"));
    }

    /** The next message that comes alone. */
    private static JsonObject message(BridgeClient client) {
        for (; ; ) {
            var messages = client.push("chat").getJsonArray("messages");
            if (!messages.isEmpty()) {
                assertThat(messages).hasSize(1);
                return messages.getJsonObject(0);
            }
        }
    }

    /** The next id that is taken away. */
    private static String removed(BridgeClient client) {
        for (; ; ) {
            var removed = client.push("chat").getJsonArray("removed");
            if (!removed.isEmpty()) {
                return removed.getString(0);
            }
        }
    }

    private static List<String> texts(JsonArray messages) {
        List<String> texts = new ArrayList<>();
        messages.forEach(message -> texts.add(((JsonObject) message).getString("text")));
        return texts;
    }
}
