package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestPostgres;
import io.peerstage.testkit.TestProxy;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** So many requests a minute, over all gateways. */
class LimitsTest {
    private static final int READS = 100;
    private static final int WRITES = 50;

    private final TestWallet ada = TestWallet.ed25519(1);
    private final TestWallet bob = TestWallet.ethereum(1);

    @Test
    void two_products_on_one_database_share_one_allowance() throws Exception {
        var database = TestPostgres.freshDatabase().toString();
        try (var here = limited(database);
                var there = limited(database)) {
            var apis = List.of(here.as(ada), there.as(ada));
            var before = System.nanoTime();
            var answered = atOnce(3 * READS, n -> apis.get(n % 2).get("/streams?limit=1"));
            var minutes = Duration.ofNanos(System.nanoTime() - before).toMillis() / 60_000.0;
            assertThat((double) answered).isBetween(READS * 0.9, READS * (1.1 + minutes));

            // Another account, a visitor, and what changes something have theirs.
            there.as(bob).get("/streams").expect(200);
            there.visitor().get("/streams").expect(200);
            there.as(ada).put("/me/profile", new JsonObject()).expect(201);
        }
    }

    @Test
    void whoever_waits_as_long_as_told_is_answered() {
        try (var stage = Stage.open(Map.of("WRITES_PER_MINUTE", "20"))) {
            var api = stage.as(ada);
            var refused = untilRefused(() -> api.put("/me/subscriptions/nobody"));
            refused.refused(429, "too-many-requests");
            var seconds = Integer.parseInt(refused.header("Retry-After"));
            assertThat(seconds).isBetween(1, 3); // one comes back every 3 s
            var before = System.nanoTime();
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ofSeconds(seconds))
                    .atMost(Duration.ofSeconds(seconds + 1L))
                    .until(() -> api.put("/me/subscriptions/nobody").status() == 400);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(seconds + 1L));
        }
    }

    @Test
    void the_allowance_comes_behind_the_media_type_and_before_the_token() {
        try (var stage = Stage.open(Map.of("WRITES_PER_MINUTE", "1"))) {
            var visitor = stage.visitor();
            visitor.put("/me/profile", new JsonObject()).refused(401, "invalid-token");
            visitor.put("/me/profile", new JsonObject()).refused(429, "too-many-requests");
            visitor.send("PUT", "/me/profile", "{}", request -> request.header("Content-Type", "text/plain"))
                    .refused(415, "unsupported-media-type");
            visitor.send("PUT", "/me/profile", "x".repeat(70_000), request -> request)
                    .refused(413, "too-large");
            visitor.put("/me").refused(405, "method-not-allowed");
            visitor.put("/nowhere").refused(404, "not-found");
            new ApiClient(stage.url(), "garbage")
                    .put("/me/profile", new JsonObject())
                    .refused(429, "too-many-requests"); // of the same address
            stage.as(ada).put("/me/profile", new JsonObject()).expect(201);
        }
    }

    @Test
    void without_its_database_the_product_still_counts_and_says_honestly_what_is_away() {
        try (var cable = new TestProxy(TestPostgres.freshDatabase());
                var stage = limited(cable.url().toString())) {
            stage.registered(ada, "Ada");
            cable.cut();
            var refused = untilRefused(() -> {
                var reply = stage.visitor().get("/streams");
                assertThat(reply.status()).isIn(503, 429);
                return reply;
            });
            refused.refused(429, "too-many-requests");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            cable.listen();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> stage.as(bob).get("/streams").status() == 200);
        }
    }

    @Test
    void credentials_of_turn_servers_have_an_allowance_of_their_own() {
        try (var stage = Stage.open(Map.of(
                "ICE_SERVERS",
                "stun:stun.example:3478,turn:turn.example:3478",
                "TURN_SECRET",
                "a secret of 16+ letters"))) {
            stage.visitor().get("/ice-servers").refused(401, "invalid-token");
            var api = stage.as(ada);
            var given = api.get("/ice-servers").expect(200).json();
            var turn = given.getJsonArray("iceServers").getJsonObject(1);
            assertThat(turn.getJsonArray("urls")).containsExactly("turn:turn.example:3478");
            assertThat(turn.getString("username"))
                    .matches("[0-9]{10}:[0-9a-f]{16}")
                    .doesNotContain(ada.account().hex().substring(2));
            assertThat(turn.getString("credential")).hasSize(28);
            assertThat(given.getString("expiresAt")).endsWith(".000Z");
            var refused = untilRefused(() -> api.get("/ice-servers"));
            assertThat(Integer.parseInt(
                            refused.refused(429, "too-many-requests").header("Retry-After")))
                    .isBetween(1, 3);
            api.get("/me").expect(200);
        }
    }

    @Test
    void pages_are_not_counted() {
        try (var stage = Stage.open(Map.of("READS_PER_MINUTE", "1"))) {
            untilRefused(() -> stage.visitor().get("/streams"));
            for (var n = 0; n < 5; n++) {
                ApiClient.exchange(HttpRequest.newBuilder(URI.create(stage.url() + "/streams"))
                                .build())
                        .expect(200);
            }
        }
    }

    private static Stage limited(String database) {
        return Stage.open(Map.of(
                "DATABASE_URL", database,
                "READS_PER_MINUTE", String.valueOf(READS),
                "WRITES_PER_MINUTE", String.valueOf(WRITES)));
    }

    private static ApiClient.Reply untilRefused(Supplier<ApiClient.Reply> request) {
        for (var n = 0; n < 2 * READS; n++) {
            var reply = request.get();
            if (reply.status() == 429) {
                return reply;
            }
        }
        throw new AssertionError("never refused");
    }

    private static long atOnce(int requests, IntFunction<ApiClient.Reply> request) throws Exception {
        var pool = Executors.newFixedThreadPool(20);
        try {
            List<Callable<ApiClient.Reply>> work = IntStream.range(0, requests)
                    .<Callable<ApiClient.Reply>>mapToObj(n -> () -> request.apply(n))
                    .toList();
            var answered = 0;
            for (Future<ApiClient.Reply> reply : pool.invokeAll(work)) {
                assertThat(reply.get().status()).isIn(200, 429);
                answered += reply.get().status() == 200 ? 1 : 0;
            }
            return answered;
        } finally {
            pool.shutdown();
        }
    }
}
