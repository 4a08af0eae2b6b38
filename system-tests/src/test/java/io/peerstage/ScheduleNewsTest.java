package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.EventType;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A page that has asked is told of each stream that changed, soon, and no more than it can use. */
class ScheduleNewsTest {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static Stage stage;

    private final TestWallet creator = TestWallet.sr25519(UUID.randomUUID().getMostSignificantBits());
    private ApiClient api;

    @BeforeAll
    static void open() {
        stage = Stage.open(Map.of("WRITES_PER_MINUTE", "1000000", "READS_PER_MINUTE", "1000000"));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @BeforeEach
    void register() {
        api = stage.registered(creator, "Ada");
    }

    @Test
    void a_visitor_is_told_of_a_stream_from_its_announcement_to_its_end() {
        try (var visitor = watching(new JsonObject());
                var host = BridgeClient.open(stage.url(), stage.token(creator));
                var viewer = BridgeClient.open(stage.url(), "")) {
            var id = announce("everyone");
            assertTold(visitor, id, "upcoming", 0, 1);

            api.patch("/streams/" + id, new JsonObject().put("title", "Second light"))
                    .expect(200);
            assertTold(visitor, id, "upcoming", 0, 2);

            host.enter(id, BridgeClient.RESUME);
            host.ask("signaling.golive", new JsonObject());
            assertTold(visitor, id, "live", 0, 2);

            viewer.enter(id, BridgeClient.RESUME);
            assertTold(visitor, id, "live", 1, 2);
            viewer.ask("signaling.leave", new JsonObject());
            assertTold(visitor, id, "live", 0, 2);

            host.ask("signaling.stop", new JsonObject());
            assertTold(visitor, id, "upcoming", 0, 2);

            api.delete("/streams/" + id).expect(204);
            var deleted = told(visitor, id, "deleted");
            assertThat(deleted.getInteger("watchers")).isZero();
            assertThat(deleted.containsKey("version")).isFalse();
        }
    }

    @Test
    void who_names_streams_is_told_of_no_others_and_who_names_none_of_nothing() {
        var mine = announce("everyone");
        var other = announce("everyone");
        try (var some = watching(ids(mine));
                var nothing = watching(ids(mine));
                var all = watching(new JsonObject())) {
            nothing.ask("streams.watch", ids());
            edit(other);
            edit(mine);
            assertThat(told(some, mine, "upcoming").getString("id")).isEqualTo(mine);
            told(all, other, "upcoming");
            assertThat(drained(some)).noneMatch(body -> other.equals(body.getString("id")));

            nothing.ask("streams.watch", ids(other)); // in place of the wish before
            edit(mine);
            edit(other);
            assertThat(nothing.push("streams.changed").getString("id")).isEqualTo(other);
        }
    }

    @Test
    void a_hundred_edits_in_a_moment_are_a_few_frames_and_the_last_is_among_them() {
        var id = announce("everyone");
        try (var visitor = watching(ids(id))) {
            var began = System.nanoTime();
            for (var n = 0; n < 100; n++) {
                edit(id);
            }
            var seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
            var frames = 1;
            while (visitor.push("streams.changed").getInteger("version") != 101) {
                frames++;
            }
            assertThat(frames).isLessThanOrEqualTo((int) seconds + 3);
        }
    }

    @Test
    void the_streams_of_a_banned_account_are_told_of() throws SQLException {
        var id = announce("everyone");
        try (var visitor = watching(ids(id))) {
            appendToLog(
                    EventType.ACCOUNT_BANNED,
                    new JsonObject().put("account_id", creator.account().hex()));
            assertThat(visitor.push("streams.changed").getString("id")).isEqualTo(id);
        }
    }

    @Test
    void wishes_that_cannot_be_meant_are_refused() {
        try (var visitor = BridgeClient.open(stage.url(), "")) {
            for (var ids : List.of(
                    new JsonArray().add("x"),
                    new JsonArray().add("1-First Light"),
                    new JsonArray().add(""),
                    new JsonArray().add(7),
                    new JsonArray().addNull(),
                    new JsonArray().add(new JsonObject()),
                    new JsonArray().add("1-a' OR '1'='1"),
                    new JsonArray(
                            IntStream.range(0, 101).mapToObj(n -> n + "-x").toList()))) {
                assertThat(visitor.refusal("streams.watch", new JsonObject().put("ids", ids)))
                        .as(ids.encode())
                        .isEqualTo(4000);
            }
            assertThat(visitor.refusal("streams.watch", new JsonObject().put("ids", "1-x")))
                    .isEqualTo(4000);
            var most = IntStream.range(0, 100).mapToObj(n -> n + "-x").toArray(String[]::new);
            visitor.ask("streams.watch", ids(most));
        }
        try (var nobody = BridgeClient.connect(stage.url())) {
            nobody.write(new JsonObject()
                    .put("type", "send")
                    .put("address", "streams.watch")
                    .put("body", new JsonObject()));
            assertThat(nobody.nextPush().getString("body")).isEqualTo("rejected");
        }
    }

    /** As the service does whose action it is. */
    private void appendToLog(EventType type, JsonObject data) throws SQLException {
        var url = stage.product().node().settings().databaseUrl().orElseThrow();
        var user = url.getUserInfo().split(":", 2);
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + url.getAuthority().replaceFirst(".*@", "") + url.getPath(),
                        user[0],
                        user[1]);
                var append = connection.prepareStatement("SELECT event_log.append(?, ?, ?::jsonb)")) {
            append.setString(1, type.label());
            append.setString(2, creator.account().hex());
            append.setString(3, data.encode());
            append.execute();
        }
    }

    private static BridgeClient watching(JsonObject wish) {
        var visitor = BridgeClient.open(stage.url(), "");
        visitor.ask("streams.watch", wish);
        return visitor;
    }

    private static JsonObject ids(String... ids) {
        return new JsonObject().put("ids", new JsonArray(List.of(ids)));
    }

    private String announce(String audience) {
        return api.post("/streams", Stage.now("First light").put("audience", audience))
                .expect(201)
                .json()
                .getString("id");
    }

    private void edit(String id) {
        api.patch(
                        "/streams/" + id,
                        new JsonObject().put("description", UUID.randomUUID().toString()))
                .expect(200);
    }

    /** The next message about that stream in that state; the whole schedule may have others. */
    private static JsonObject told(BridgeClient visitor, String id, String status) {
        for (; ; ) {
            var body = visitor.push("streams.changed");
            if (body.getString("id").equals(id) && body.getString("status").equals(status)) {
                return body;
            }
        }
    }

    private static void assertTold(BridgeClient visitor, String id, String status, int watchers, int version) {
        var began = System.nanoTime();
        for (; ; ) {
            var body = told(visitor, id, status);
            if (body.getInteger("watchers") == watchers && body.getInteger("version") == version) {
                break;
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }

    /** What has come until an answer to a question asked now: frames of one connection keep their order. */
    private static List<JsonObject> drained(BridgeClient visitor) {
        var bodies = new ArrayList<JsonObject>();
        visitor.ask("streams.watch", ids());
        visitor.write(new JsonObject().put("type", "register").put("address", "none"));
        for (var frame = visitor.nextPush();
                frame.containsKey("address") && !"rejected".equals(frame.getValue("body")); ) {
            bodies.add(frame.getJsonObject("body"));
            frame = visitor.nextPush();
        }
        return bodies;
    }
}
