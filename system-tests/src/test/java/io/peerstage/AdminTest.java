package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What admins may do, what broadcasters may do to their audience, and what goes when a person goes. */
class AdminTest {
    private static final TestWallet ROOT = TestWallet.sr25519(1);

    private static Stage stage;

    private final TestWallet ada = TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());
    private final TestWallet bob = TestWallet.ethereum(UUID.randomUUID().getMostSignificantBits());

    @BeforeAll
    static void open() {
        stage = Stage.open(Map.of("ADMINS", ROOT.account().hex()));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void admins_are_made_listed_and_unmade() {
        var root = stage.as(ROOT);
        var api = stage.as(ada);
        api.put("/admin/admins/" + bob.account()).refused(403, "not-admin");
        api.delete("/admin/admins/" + bob.account()).refused(403, "not-admin");
        api.get("/admin/admins").refused(403, "not-admin");
        root.put("/admin/admins/" + ada.account()).expect(204);
        assertThat(api.get("/me").json().getBoolean("admin")).isTrue();
        assertThat(api.get("/admin/admins").expect(200).json().getJsonArray("items"))
                .contains(
                        new JsonObject().put("account", ROOT.account().hex()).put("fixed", true),
                        new JsonObject().put("account", ada.account().hex()).put("fixed", false));
        assertThat(stage.visitor().get("/state").json().getJsonArray("admins"))
                .contains(ada.account().hex());
        api.delete("/admin/admins/" + ROOT.account()).refused(409, "conflict");
        root.delete("/admin/admins/" + ada.account()).expect(204);
        assertThat(api.get("/me").json().getBoolean("admin")).isFalse();
    }

    @Test
    void a_banned_account_keeps_reading_and_signing_out_and_nothing_else() {
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("Seen")).expect(201).json().getString("id");
        stage.as(ada).put("/admin/bans/" + bob.account()).refused(403, "not-admin");
        stage.as(ada).delete("/admin/bans/" + bob.account()).refused(403, "not-admin");
        stage.as(ada).get("/admin/bans").refused(403, "not-admin");
        var ban = stage.as(ROOT).put("/admin/bans/" + ada.account()).expect(200).json();
        assertThat(stage.as(ROOT)
                        .put("/admin/bans/" + ada.account())
                        .expect(200)
                        .json())
                .isEqualTo(ban);
        assertThat(stage.as(ROOT).get("/admin/bans").expect(200).json().getJsonArray("items"))
                .contains(ban);
        api.put("/me/profile", new JsonObject().put("name", "x")).refused(403, "banned");
        api.post("/streams", Stage.now("x")).refused(403, "banned");
        api.post("/streams", new JsonObject()).refused(400, "invalid-request");
        api.delete("/me/profile").refused(403, "banned");
        api.get("/ice-servers").refused(403, "banned");
        api.get("/me").expect(200);
        stage.visitor().get("/streams/" + id).refused(404, "stream-not-found");
        assertThat(stage.visitor()
                        .get("/streams?broadcaster=" + ada.account())
                        .json()
                        .getJsonArray("items"))
                .isEmpty();
        stage.as(ROOT).delete("/admin/bans/" + ada.account()).expect(204);
        stage.as(ROOT).delete("/admin/bans/" + ada.account()).expect(204);
        stage.visitor().get("/streams/" + id).expect(200);
        api.post("/streams", Stage.now("x")).expect(201);
        stage.as(ROOT).put("/admin/bans/" + ada.account()).expect(200);
        api.delete("/me/token").expect(204);
        stage.as(ROOT).put("/admin/bans/" + ROOT.account()).refused(409, "conflict");
    }

    @Test
    void a_banned_broadcaster_is_disconnected_and_the_show_ends_for_all() {
        var id = stage.registered(ada, "Ada")
                .post("/streams", Stage.now("Seen").put("audience", "everyone"))
                .expect(201)
                .json()
                .getString("id");
        try (var host = BridgeClient.open(stage.url(), stage.token(ada));
                var viewer = BridgeClient.open(stage.url(), "")) {
            host.enter(id, BridgeClient.RESUME);
            host.ask("signaling.golive", new JsonObject());
            viewer.enter(id, "V".repeat(43));
            stage.as(ROOT).put("/admin/bans/" + ada.account()).expect(200);
            assertThat(viewer.push("ended").getString("reason")).isEqualTo("deleted");
            host.awaitClosed();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> events(ada).contains("StreamEnded"));
        stage.as(ROOT).delete("/admin/bans/" + ada.account()).expect(204);
    }

    @Test
    void whom_a_broadcaster_bans_is_put_out_of_open_streams_too() {
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("Open").put("audience", "everyone"))
                .expect(201)
                .json()
                .getString("id");
        try (var viewer = BridgeClient.open(stage.url(), stage.token(bob))) {
            viewer.enter(id, BridgeClient.RESUME);
            var ban = api.put("/me/bans/" + bob.account()).expect(200).json();
            assertThat(ban.getString("account")).isEqualTo(bob.account().hex());
            assertThat(viewer.push("refused").getJsonObject("problem").getString("name"))
                    .isEqualTo("banned");
            assertThat(viewer.refusal("signaling.enter", BridgeClient.entering(id, BridgeClient.RESUME)))
                    .isEqualTo(4034);
            assertThat(api.get("/me/bans").expect(200).json().getJsonArray("items"))
                    .containsExactly(ban);
            api.delete("/me/bans/" + bob.account()).expect(204);
            viewer.enter(id, BridgeClient.RESUME);
        }
        api.put("/me/bans/" + ada.account()).refused(409, "conflict");
        stage.as(bob).put("/me/bans/" + ada.account()).refused(403, "not-registered");
        stage.as(bob).delete("/me/bans/" + ada.account()).refused(403, "not-registered");
    }

    @Test
    void the_broadcaster_sees_who_watches_and_afterwards_how_many_came() {
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("Open").put("audience", "everyone"))
                .expect(201)
                .json()
                .getString("id");
        assertThat(api.get("/streams/" + id + "/summary").expect(200).json().getInteger("peakWatchers"))
                .isZero();
        stage.as(bob).get("/streams/" + id + "/summary").refused(403, "not-broadcaster");
        stage.as(bob).get("/streams/" + id + "/watchers").refused(403, "not-broadcaster");
        stage.as(bob).get("/streams/1-none/summary").refused(404, "stream-not-found");
        stage.as(bob).get("/streams/1-none/watchers").refused(404, "stream-not-found");
        try (var host = BridgeClient.open(stage.url(), stage.token(ada));
                var signedIn = BridgeClient.open(stage.url(), stage.token(bob));
                var visitor = BridgeClient.open(stage.url(), "")) {
            host.enter(id, BridgeClient.RESUME);
            host.ask("signaling.golive", new JsonObject());
            signedIn.enter(id, "S".repeat(43));
            visitor.enter(id, "V".repeat(43));
            assertThat(api.get("/streams/" + id + "/watchers")
                            .expect(200)
                            .json()
                            .getJsonArray("items"))
                    .containsExactly(bob.account().hex());
            assertThat(api.get("/streams/" + id + "/summary").expect(200).json().getInteger("watchers"))
                    .isEqualTo(2);
            host.ask("signaling.stop", new JsonObject());
        }
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            var summary = stage.as(ROOT)
                    .get("/streams/" + id + "/summary")
                    .expect(200)
                    .json();
            assertThat(summary.getString("endedAt")).isNotNull();
            assertThat(summary.getInteger("peakWatchers")).isEqualTo(2);
            assertThat(summary.getDouble("relayedShare")).isZero();
        });
    }

    @Test
    void an_admin_sees_the_tree_of_a_room_while_it_is_open() {
        var id = stage.registered(ada, "Ada")
                .post("/streams", Stage.now("Seen").put("audience", "everyone"))
                .expect(201)
                .json()
                .getString("id");
        stage.as(ROOT).get("/admin/rooms/" + id).refused(404, "not-found");
        stage.as(ROOT).get("/admin/rooms/1-none").refused(404, "not-found");
        stage.as(ROOT).get("/admin/rooms/%00").refused(404, "not-found");
        stage.as(ada).get("/admin/rooms/" + id).refused(403, "not-admin");
        try (var host = BridgeClient.open(stage.url(), stage.token(ada));
                var viewer = BridgeClient.open(stage.url(), stage.token(bob))) {
            var source = host.enter(id, BridgeClient.RESUME).getString("peer");
            assertThat(room(id).getBoolean("live")).isFalse();
            assertThat(room(id).getJsonArray("peers")).isEmpty();
            host.ask("signaling.golive", new JsonObject());
            var peer = viewer.enter(id, "V".repeat(43)).getString("peer");
            var edge = viewer.push("connect").getString("edge");
            viewer.ask("signaling.edge", new JsonObject().put("edge", edge).put("state", "media"));
            var room = room(id);
            assertThat(room.getString("stream")).isEqualTo(id);
            assertThat(edge).startsWith(room.getLong("epoch") + ".");
            assertThat(room.getBoolean("live")).isTrue();
            assertThat(room.getInteger("watchers")).isEqualTo(1);
            assertThat(room.getInteger("connections")).isEqualTo(2);
            assertThat(room.getInteger("waiting")).isZero();
            assertThat(room.getJsonArray("depths")).containsExactly(1, 1);
            var seat = room.getJsonArray("peers").getJsonObject(1);
            assertThat(seat.getString("peer")).isEqualTo(peer);
            assertThat(seat.getString("account")).isEqualTo(bob.account().hex());
            assertThat(seat.getString("parent")).isEqualTo(source);
            assertThat(seat.getInteger("depth")).isEqualTo(1);
            host.ask("signaling.stop", new JsonObject());
        }
    }

    @Test
    void a_broadcaster_sees_the_tree_of_its_own_room_alone() {
        var id = stage.registered(ada, "Ada")
                .post("/streams", Stage.now("Mine").put("audience", "everyone"))
                .expect(201)
                .json()
                .getString("id");
        var path = "/streams/" + id + "/room";
        stage.as(ada).get(path).refused(404, "not-found");
        stage.as(ada).get("/streams/1-none/room").refused(404, "stream-not-found");
        stage.as(bob).get(path).refused(403, "not-broadcaster");
        stage.visitor().get(path).refused(401, "invalid-token");
        try (var host = BridgeClient.open(stage.url(), stage.token(ada))) {
            host.enter(id, BridgeClient.RESUME);
            host.ask("signaling.golive", new JsonObject());
            var room = stage.as(ada).get(path).expect(200).json();
            assertThat(room.getJsonArray("depths")).containsExactly(1);
            assertThat(room.getJsonArray("peers").getJsonObject(0).getDouble("bitrate"))
                    .isZero();
            host.ask("signaling.stop", new JsonObject());
        }
    }

    private static JsonObject room(String id) {
        return stage.as(ROOT).get("/admin/rooms/" + id).expect(200).json();
    }

    @Test
    void who_deletes_its_profile_takes_streams_and_subscriptions_along() {
        var api = stage.registered(ada, "Ada");
        var other = stage.registered(bob, "Bob");
        other.put("/me/subscriptions/" + ada.account()).expect(200);
        var id = api.post("/streams", Stage.now("Gone")).expect(201).json().getString("id");
        api.delete("/me/profile").expect(204);
        api.delete("/me/profile").expect(204);
        stage.visitor().get("/profiles/" + ada.account()).refused(404, "profile-not-found");
        stage.visitor().get("/streams/" + id).refused(404, "stream-not-found");
        assertThat(stage.visitor().get("/profiles/" + bob.account()).json().getInteger("subscriptionCount"))
                .isZero();
        assertThat(stage.visitor().get("/state").json().encode())
                .doesNotContain(ada.account().hex());
        assertThat(events(ada))
                .containsExactly("ProfileEdited", "StreamIsScheduled", "ProfileDeleted", "StreamDeleted");
        api.post("/streams", Stage.now("x")).refused(403, "not-registered");
        api.put("/me/profile", new JsonObject().put("name", "Ada")).expect(201);
        api.post("/streams", Stage.now("Anew")).expect(201);
        assertThat(stage.visitor()
                        .get("/streams?broadcaster=" + ada.account())
                        .json()
                        .getJsonArray("items"))
                .hasSize(1);
    }

    private static List<String> events(TestWallet of) {
        return stage.visitor().get("/events?limit=1000").json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(event -> event.getString("account").equals(of.account().hex()))
                .map(event -> event.getString("type"))
                .toList();
    }
}
