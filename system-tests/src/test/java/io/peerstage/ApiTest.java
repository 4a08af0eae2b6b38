package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API over real connections, with real tokens, on the whole product. */
class ApiTest {
    private static final TestWallet ROOT = TestWallet.sr25519(1);

    private static Stage stage;

    private final TestWallet ada = TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());
    private final TestWallet bob = TestWallet.ethereum(UUID.randomUUID().getMostSignificantBits());

    @BeforeAll
    static void open() {
        stage = Stage.open(Map.of(
                "ADMINS", ROOT.account().hex(),
                "ALLOWED_ORIGINS", "https://other.example",
                "FAILED_SIGN_INS_PER_MINUTE", "100000"));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void a_wallet_signs_in_registers_announces_edits_and_deletes() {
        var api = stage.as(ada);
        var me = api.get("/me").expect(200).json();
        assertThat(me.getString("account")).isEqualTo(ada.account().hex());
        assertThat(me.getBoolean("registered")).isFalse();
        assertThat(me.getBoolean("admin")).isFalse();
        var profile = new JsonObject().put("name", "Ada").put("timeZone", "Europe/London");
        api.put("/me/profile", profile).expect(201);
        assertThat(api.put("/me/profile", profile).expect(200).json().getString("name"))
                .isEqualTo("Ada");
        var announced = api.post("/streams", Stage.now("Éclair").put("description", "about\nit"))
                .expect(201);
        var id = announced.json().getString("id");
        assertThat(announced.header("Location")).isEqualTo("/api/v1/streams/" + id);
        assertThat(announced.header("ETag")).isEqualTo("\"1\"");
        assertThat(id).endsWith("-eclair");
        assertThat(announced.json().getString("startTime"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        var edited = api.patch(
                        "/streams/" + id, new JsonObject().put("title", "Other").putNull("description"))
                .expect(200);
        assertThat(edited.header("ETag")).isEqualTo("\"2\"");
        assertThat(edited.json().containsKey("description")).isFalse();
        assertThat(stage.visitor()
                        .get("/streams?q=OTHÉR&broadcaster=" + ada.account())
                        .expect(200)
                        .json()
                        .getJsonArray("items"))
                .hasSize(1);
        assertThat(stage.visitor().get("/profiles/" + ada.account()).json().getJsonArray("streamIds"))
                .containsExactly(id);
        api.delete("/streams/" + id).expect(204);
        stage.visitor().get("/streams/" + id).refused(404, "stream-not-found");
    }

    @Test
    void people_subscribe_under_any_notation_of_an_account() {
        var api = stage.registered(ada, "Ada");
        stage.registered(bob, "Bob");
        assertThat(api.put("/me/subscriptions/" + bob.eip55())
                        .expect(200)
                        .json()
                        .getString("account"))
                .isEqualTo(bob.account().hex());
        assertThat(api.get("/profiles/" + bob.account()).json().getBoolean("subscribed"))
                .isTrue();
        assertThat(stage.visitor().get("/profiles/" + bob.account()).json().containsKey("subscribed"))
                .isFalse();
        api.delete("/me/subscriptions/" + bob.account()).expect(204);
        api.delete("/me/subscriptions/" + bob.account()).expect(204);
    }

    @Test
    void people_are_listed_with_their_streams_and_with_who_follows_whom() {
        var name = "Ada " + UUID.randomUUID();
        var api = stage.registered(ada, name);
        var other = stage.registered(bob, "Bob");
        other.put("/me/subscriptions/" + ada.account()).expect(200);
        var id = api.post("/streams", Stage.now("x")).expect(201).json().getString("id");
        var found = stage.visitor()
                .get("/profiles?q=" + name.toUpperCase(Locale.ROOT).replace(" ", "%20"))
                .expect(200)
                .json();
        assertThat(found.getJsonArray("items")).hasSize(1);
        assertThat(found.getJsonArray("items").getJsonObject(0).getJsonArray("streamIds"))
                .containsExactly(id);
        assertThat(stage.visitor().get("/profiles?limit=1").expect(200).json().getString("next"))
                .isNotEmpty();
        var followers = stage.visitor()
                .get("/profiles/" + ada.account() + "/subscribers?sort=since")
                .expect(200)
                .json();
        assertThat(followers.getJsonArray("items").getJsonObject(0).getString("account"))
                .isEqualTo(bob.account().hex());
        var followed = stage.visitor()
                .get("/profiles/" + bob.account() + "/subscriptions")
                .expect(200)
                .json();
        assertThat(followed.getJsonArray("items").getJsonObject(0).getString("name"))
                .isEqualTo(name);
        stage.visitor().get("/profiles/" + ROOT.account() + "/subscribers").refused(404, "profile-not-found");
        stage.visitor()
                .get("/profiles/" + ada.account() + "/subscribers?sort=age")
                .refused(400, "invalid-request");
        stage.visitor().get("/profiles?cursor=zzz").refused(400, "invalid-request");
    }

    @Test
    void each_refusal_of_an_action_is_told() {
        var api = stage.as(ada);
        api.post("/streams", Stage.now("x")).refused(403, "not-registered");
        api.put("/me/subscriptions/" + bob.account()).refused(403, "not-registered");
        api.delete("/me/subscriptions/" + bob.account()).refused(403, "not-registered");
        stage.registered(ada, "Ada");
        api.put("/me/subscriptions/" + bob.account()).refused(404, "profile-not-found");
        api.put("/me/subscriptions/" + ada.account()).refused(409, "conflict");
        api.put("/me/subscriptions/nobody").refused(400, "invalid-request");
        stage.visitor().get("/profiles/" + bob.account()).refused(404, "profile-not-found");
        var id = api.post("/streams", Stage.now("x")).expect(201).json().getString("id");
        var other = stage.registered(bob, "Bob");
        other.patch("/streams/" + id, new JsonObject().put("title", "y")).refused(403, "not-broadcaster");
        other.delete("/streams/" + id).refused(403, "not-broadcaster");
        other.delete("/streams/1-none").refused(404, "stream-not-found");
        stage.visitor().get("/streams/" + "x".repeat(1_000)).refused(404, "stream-not-found");
        stage.as(ROOT).delete("/streams/" + id).expect(204);
    }

    @Test
    void what_needs_a_token_says_so_and_why_one_is_not_good() {
        assertThat(stage.visitor().get("/me").refused(401, "invalid-token").header("WWW-Authenticate"))
                .isEqualTo("Bearer error=\"invalid_token\"");
        var old = ada.token(stage.url(), Instant.now().minus(Duration.ofHours(2)), Duration.ofHours(1));
        var elsewhere = ada.token("https://evil.example", Instant.now(), Duration.ofHours(1));
        assertThat(new ApiClient(stage.url(), old)
                        .get("/me")
                        .refused(401, "invalid-token")
                        .json()
                        .getString("detail"))
                .isEqualTo("exp");
        assertThat(new ApiClient(stage.url(), elsewhere)
                        .get("/me")
                        .refused(401, "invalid-token")
                        .json()
                        .getString("detail"))
                .isEqualTo("aud");
        assertThat(new ApiClient(stage.url(), "garbage")
                        .get("/me")
                        .refused(401, "invalid-token")
                        .json()
                        .getString("detail"))
                .isEqualTo("form");
        new ApiClient(stage.url(), "garbage").get("/streams").expect(200); // where none is needed, a bad one is as none
    }

    @Test
    void a_token_that_signed_out_is_worthless_at_once_and_others_are_not() {
        var first = new ApiClient(stage.url(), stage.token(ada));
        var second = new ApiClient(stage.url(), stage.token(ada));
        first.get("/me").expect(200);
        first.delete("/me/token").expect(204);
        assertThat(first.get("/me").refused(401, "invalid-token").json().getString("detail"))
                .isEqualTo("revoked");
        second.get("/me").expect(200);
        second.delete("/me/token?all=true").expect(204);
        second.get("/me").refused(401, "invalid-token");
        new ApiClient(stage.url(), ada.token(stage.url(), Instant.now().plusSeconds(2), Duration.ofHours(1)))
                .get("/me")
                .expect(200);
    }

    @Test
    void signing_out_everywhere_includes_a_token_whose_clock_is_ahead() {
        var ahead =
                new ApiClient(stage.url(), ada.token(stage.url(), Instant.now().plusSeconds(40), Duration.ofHours(1)));
        ahead.delete("/me/token?all=true").expect(204);
        ahead.get("/me").refused(401, "invalid-token");
    }

    @Test
    void a_stream_that_is_announced_again_with_its_key_is_the_same() {
        var api = stage.registered(ada, "Ada");
        var plan = Stage.now("x");
        var first = announce(api, plan, "key 1").expect(201);
        var again = announce(api, plan, "key 1").expect(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        announce(api, Stage.now("y"), "key 1").refused(409, "idempotency-mismatch");
        assertThat(announce(api, plan, "k".repeat(201))
                        .refused(400, "invalid-request")
                        .pointer())
                .isEqualTo("/Idempotency-Key");
        assertThat(api.get("/profiles/" + ada.account()).json().getJsonArray("streamIds"))
                .hasSize(1);
    }

    private static ApiClient.Reply announce(ApiClient api, JsonObject plan, String key) {
        return api.send(
                "POST",
                "/streams",
                plan.encode(),
                request -> request.header("Content-Type", "application/json").header("Idempotency-Key", key));
    }

    @Test
    void an_edit_with_the_etag_of_an_older_version_is_refused() {
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("x")).expect(201).json().getString("id");
        edit(api, id, "\"1\"").expect(200);
        edit(api, id, "\"1\"").refused(412, "precondition-failed");
        edit(api, id, "W/\"2\"").refused(412, "precondition-failed"); // only strong tags match (RFC 9110)
        edit(api, id, "\"7\", \"2\"").expect(200);
        edit(api, id, "*").expect(200);
        var smuggled = new JsonObject().put("title", "y").put("ifVersions", new JsonArray().add(1));
        api.patch("/streams/" + id, smuggled).expect(200);
    }

    private static ApiClient.Reply edit(ApiClient api, String id, String version) {
        var body = new JsonObject().put("title", "y").encode();
        return api.send(
                "PATCH",
                "/streams/" + id,
                body,
                request -> request.header("Content-Type", "application/merge-patch+json")
                        .header("If-Match", version));
    }

    @Test
    void text_that_cannot_be_an_id_is_not_found() {
        for (var id : List.of("%00", "1-x%00", "%ff", "a b".replace(" ", "%20"), "x".repeat(1_000), "1_x")) {
            stage.visitor().get("/streams/" + id).refused(404, "stream-not-found");
        }
    }

    @Test
    void a_page_of_another_site_is_no_fault_of_ours() {
        stage.visitor()
                .send("GET", "/streams", "", request -> request.header("Origin", "https://evil.example"))
                .refused(400, "invalid-request");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            title | ""
            title | 7
            title | null
            title | "a\\u0000b"
            title | "\\ud800"
            title | ["x"]
            title | "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            description | 1e400
            description | {}
            description | "a\\u0007"
            startTime | "yesterday"
            startTime | 1893456000
            startTime | null
            endTime | "2020-01-01T00:00:00Z"
            endTime | "2027-13-01T00:00:00Z"
            endTime | false
            imgLink | "http://a.example/x.png"
            imgLink | "javascript:alert(1)"
            imgLink | 1
            audience | "friends"
            audience | 3
            """)
    void a_bad_field_of_a_stream_is_named_and_nothing_is_kept(String field, String value) {
        var api = stage.registered(ada, "Ada");
        var json = Stage.now("x").encode();
        var body = json.substring(0, json.length() - 1) + ",\"" + field + "\":" + value + "}";
        // The later of two members of one name counts, as in most readers of JSON.
        var reply = api.send("POST", "/streams", body, request -> request.header("Content-Type", "application/json"));
        assertThat(reply.refused(400, "invalid-request").pointer()).isEqualTo("/" + field);
        assertThat(api.get("/profiles/" + ada.account()).json().getJsonArray("streamIds"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "status=dead, /status/0",
        "limit=0, /limit",
        "limit=101, /limit",
        "limit=x, /limit",
        "sort=title, /sort",
        "from=tomorrow, /from",
        "until=2026-13-01T00:00:00Z, /until",
        "cursor=zzz, /cursor",
        "broadcaster=me, /broadcaster"
    })
    void a_bad_parameter_is_named(String query, String pointer) {
        assertThat(stage.visitor()
                        .get("/streams?" + query)
                        .refused(400, "invalid-request")
                        .pointer())
                .isEqualTo(pointer);
    }

    @Test
    void the_checks_come_in_their_order() {
        var visitor = stage.visitor();
        var json = "application/json";
        visitor.send("POST", "/nowhere", "{", request -> request).refused(404, "not-found");
        assertThat(visitor.send("PATCH", "/me", "x".repeat(70_000), request -> request)
                        .refused(405, "method-not-allowed")
                        .header("Allow"))
                .isEqualTo("GET");
        visitor.send("POST", "/streams", "x".repeat(70_000), request -> request).refused(413, "too-large");
        visitor.send("POST", "/streams", "{}", request -> request.header("Content-Type", "text/plain"))
                .refused(415, "unsupported-media-type");
        visitor.send("POST", "/streams", "{", request -> request.header("Content-Type", json))
                .refused(401, "invalid-token");
        var api = stage.as(ada);
        api.send("POST", "/streams", "{", request -> request.header("Content-Type", json))
                .refused(400, "invalid-request");
        api.post("/streams", new JsonObject()).refused(400, "invalid-request");
        api.post("/streams", Stage.now("x")).refused(403, "not-registered");
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() {
        stage.registered(ada, "Ada");
        var request = HttpRequest.newBuilder(URI.create(stage.url() + "/api/v1/me/profile"))
                .header("Authorization", "Bearer " + stage.token(ada))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(
                        new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xff, '"', '}'}))
                .build();
        ApiClient.exchange(request).refused(400, "invalid-request");
    }

    @Test
    void a_request_for_another_host_is_misdirected() {
        var request = HttpRequest.newBuilder(
                        URI.create(stage.url().replace("localhost", "127.0.0.1") + "/api/v1/streams"))
                .build();
        ApiClient.exchange(request).refused(421, "misdirected");
    }

    @Test
    void a_request_id_is_taken_over_where_it_can_be_one() {
        assertThat(stage.visitor()
                        .send("GET", "/streams", "", request -> request.header("X-Request-Id", "mine-1"))
                        .header("X-Request-Id"))
                .isEqualTo("mine-1");
        assertThat(stage.visitor()
                        .send("GET", "/streams", "", request -> request.header("X-Request-Id", "a b<c>"))
                        .header("X-Request-Id"))
                .doesNotContain("<");
    }

    @Test
    void the_page_of_an_allowed_origin_may_call_and_others_may_not() {
        var allowed = stage.visitor()
                .send("GET", "/streams", "", request -> request.header("Origin", "https://other.example"));
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://other.example");
        var other = stage.visitor()
                .send("GET", "/streams", "", request -> request.header("Origin", "https://evil.example"));
        assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
        var module = HttpRequest.newBuilder(URI.create(stage.url() + "/client/peerstage-client.js"))
                .header("Origin", "https://other.example")
                .build();
        assertThat(ApiClient.exchange(module).expect(200).header("Access-Control-Allow-Origin"))
                .isEqualTo("https://other.example");
    }

    @Test
    void events_come_in_order_without_a_gap() {
        stage.registered(ada, "Ada").post("/streams", Stage.now("x")).expect(201);
        var position = 0L;
        for (var page = events(0); !page.getJsonArray("items").isEmpty(); page = events(position)) {
            for (var item : page.getJsonArray("items")) {
                assertThat(((JsonObject) item).getLong("position")).isEqualTo(++position);
            }
            assertThat(page.getLong("next")).isEqualTo(position);
        }
        assertThat(position).isGreaterThanOrEqualTo(2);
        assertThat(events(position).getLong("next")).isEqualTo(position);
    }

    @Test
    void the_state_has_the_shape_of_the_program_that_it_replaces() {
        var api = stage.registered(ada, "Ada");
        stage.registered(bob, "Bob");
        api.put("/me/subscriptions/" + bob.account()).expect(200);
        var id = api.post("/streams", Stage.now("x")).expect(201).json().getString("id");
        var state = stage.visitor().get("/state").expect(200).json();
        assertThat(state.getJsonArray("admins")).containsExactly(ROOT.account().hex());
        var stream = entry(state.getJsonArray("streams"), id);
        assertThat(stream.fieldNames())
                .containsExactlyInAnyOrder(
                        "broadcaster", "start_time", "end_time", "title", "img_link", "description", "watchers");
        assertThat(stream.getValue("start_time")).isInstanceOf(Long.class);
        assertThat(stream.getValue("description")).isNull();
        var user = entry(state.getJsonArray("users"), ada.account().hex());
        assertThat(user.getJsonArray("stream_ids")).containsExactly(id);
        assertThat(user.getJsonArray("subscriptions").getJsonObject(0).getString("account_id"))
                .isEqualTo(bob.account().hex());
        assertThat(entry(state.getJsonArray("users"), bob.account().hex()).getJsonArray("subscribers"))
                .containsExactly(ada.account().hex());
    }

    @Test
    void pages_and_their_files_are_served_with_a_strict_policy() {
        for (var path : List.of("/", "/streams", "/streams/1-x", "/schedule", "/account")) {
            var page = file(path).expect(200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.header("Content-Security-Policy"))
                    .contains("script-src 'self' 'sha256-")
                    .doesNotContain("unsafe");
            assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
        assertThat(file("/client/peerstage-client.js").expect(200).header("Content-Type"))
                .contains("javascript");
        file("/webjars/lit/3.3.2/index.js").expect(200);
        file("/client/..%2f..%2flogback.xml").expect(404);
        file("/webjars/..%2f..%2f..%2fopenapi.yaml").expect(404);
        assertThat(file("/openapi.yaml").expect(200).response().body()).contains("operationId: getMe");
        assertThat(file("/asyncapi.yaml").expect(200).response().body()).contains("address: streams.watch");
        file("/nowhere").refused(404, "not-found");
    }

    private static ApiClient.Reply file(String path) {
        return ApiClient.exchange(
                HttpRequest.newBuilder(URI.create(stage.url() + path)).build());
    }

    private static JsonObject events(long after) {
        return stage.visitor().get("/events?limit=7&after=" + after).expect(200).json();
    }

    private static JsonObject entry(JsonArray pairs, String key) {
        return pairs.stream()
                .map(JsonArray.class::cast)
                .filter(pair -> pair.getString(0).equals(key))
                .map(pair -> pair.getJsonObject(1))
                .findFirst()
                .orElseThrow();
    }
}
