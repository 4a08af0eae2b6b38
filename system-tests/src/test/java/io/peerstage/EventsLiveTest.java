package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who follows the event log live sees every event once, in order, without a gap. */
class EventsLiveTest {
    private static final int EVENTS_BETWEEN_CRASHES = 200;

    private final AtomicBoolean stop = new AtomicBoolean();

    @TempDir
    private Path data;

    @Test
    void four_writers_two_crashes_of_postgresql_and_a_restart_of_the_product_leave_no_gap() throws Exception {
        var settings = settings();
        var url = "http://localhost:" + settings.get("HTTP_PORT");
        try (var follower = EventFollower.of(url)) {
            try (var product = ProductProcess.start(settings).awaitReady()) {
                var writers = write(url);
                for (var crash = 0; crash < 2; crash++) {
                    awaitMore(follower, product);
                    killPostgres();
                }
                awaitMore(follower, product);
                stop.set(true);
                writers.shutdown();
                assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
                assertSawAll(follower, url);
                var ends = follower.ends();
                product.terminate();
                // drained: the response ended, it did not break
                Awaitility.await().until(() -> follower.ends() > ends);
            }
            try (var product = ProductProcess.start(settings).awaitReady();
                    var late = EventFollower.of(url)) {
                as(url, 1)
                        .put("/me/profile", new JsonObject().put("name", "back"))
                        .expect(200);
                assertSawAll(follower, url);
                assertSawAll(late, url); // from the log: this gateway remembers nothing of it
            }
        }
    }

    @Test
    void an_event_arrives_at_once_uncompressed_and_unkept_over_both_versions_of_http() throws Exception {
        try (var stage = Stage.open();
                var first = EventFollower.of(stage.url());
                var second = EventFollower.overHttp2(stage.url())) {
            for (var version : Version.values()) {
                var response =
                        EventFollower.open(stage.url() + "/api/v1/events", version, "Accept-Encoding", "gzip, deflate");
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(header(response, "Content-Type")).isEqualTo("text/event-stream");
                assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
                assertThat(header(response, "X-Accel-Buffering")).isEqualTo("no");
                assertThat(header(response, "Content-Encoding")).isIn("", "identity");
                try (var lines = response.body()) {
                    assertThat(lines.iterator().next()).startsWith("retry: "); // though there is no event yet
                }
            }
            for (var n = 0; n < 5; n++) {
                var count = n + 1;
                stage.registered(TestWallet.sr25519(n), "Ada");
                for (var follower : List.of(first, second)) {
                    Awaitility.await()
                            .atMost(Duration.ofSeconds(1))
                            .pollInterval(Duration.ofMillis(10))
                            .until(() -> follower.events().size() == count);
                }
            }
            assertSawAll(first, stage.url());
            assertSawAll(second, stage.url());
        }
    }

    @Test
    void last_event_id_goes_before_after_and_what_it_may_be_is_checked() throws Exception {
        try (var stage = Stage.open()) {
            for (var n = 0; n < 3; n++) {
                stage.registered(TestWallet.sr25519(n), "Ada");
            }
            var events = stage.url() + "/api/v1/events";
            assertThat(firstId(EventFollower.open(events, Version.HTTP_1_1))).isEqualTo("id: 1");
            assertThat(firstId(EventFollower.open(events + "?after=1", Version.HTTP_1_1)))
                    .isEqualTo("id: 2");
            assertThat(firstId(EventFollower.open(events + "?after=1", Version.HTTP_1_1, "Last-Event-ID", "2")))
                    .isEqualTo("id: 3");
            for (var bad : List.of("x", "-1", "1.5", "9".repeat(19), "1 2")) {
                var refused = EventFollower.open(events, Version.HTTP_1_1, "Last-Event-ID", bad);
                assertThat(refused.statusCode()).as(bad).isEqualTo(400);
                var problem = new JsonObject(String.join("", refused.body().toList()));
                assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("pointer"))
                        .isEqualTo("/Last-Event-ID");
            }
            for (var accept : List.of("*/*", "application/json", "application/json, text/event-stream;q=0.5")) {
                assertThat(stage.visitor()
                                .send("GET", "/events", "", request -> request.header("Accept", accept))
                                .expect(200)
                                .json()
                                .getJsonArray("items"))
                        .as(accept)
                        .hasSize(3);
            }
        }
    }

    @Test
    void the_seventeenth_reader_of_one_address_is_refused_until_another_has_gone() throws Exception {
        try (var stage = Stage.open()) {
            var events = stage.url() + "/api/v1/events";
            List<HttpResponse<Stream<String>>> readers = new ArrayList<>();
            for (var n = 0; n < 16; n++) {
                readers.add(EventFollower.open(events, Version.HTTP_1_1));
                assertThat(readers.get(n).statusCode()).isEqualTo(200);
            }
            var refused = EventFollower.open(events, Version.HTTP_1_1);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "Retry-After")).matches("[1-9][0-9]*");
            refused.body().close();
            readers.get(0).body().close();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> {
                var next = EventFollower.open(events, Version.HTTP_1_1);
                readers.add(next);
                return next.statusCode() == 200;
            });
            readers.forEach(reader -> reader.body().close());
        }
    }

    /** Four at once, each with another kind of action, until they are told to stop. */
    private ExecutorService write(String url) {
        var api = IntStream.rangeClosed(1, 4).mapToObj(n -> as(url, n)).toList();
        api.forEach(each ->
                each.put("/me/profile", new JsonObject().put("name", "Ada")).expect(201));
        var creator = TestWallet.ed25519(1).account();
        List<IntConsumer> actions = List.of(
                n -> api.get(0).put("/me/profile", new JsonObject().put("name", "Ada " + n)),
                n -> {
                    if (n % 2 == 0) {
                        api.get(1).put("/me/subscriptions/" + creator);
                    } else {
                        api.get(1).delete("/me/subscriptions/" + creator);
                    }
                },
                n -> api.get(2).post("/streams", Stage.now("stream " + n)),
                n -> {
                    var announced = api.get(3).post("/streams", Stage.now("short-lived"));
                    if (announced.status() == 201) {
                        var id = announced.json().getString("id");
                        api.get(3).patch("/streams/" + id, new JsonObject().put("title", "shorter"));
                        api.get(3).delete("/streams/" + id);
                    }
                });
        var pool = Executors.newFixedThreadPool(actions.size());
        actions.forEach(action -> pool.execute(() -> repeat(action)));
        return pool;
    }

    private void repeat(IntConsumer action) {
        for (var n = 0; !stop.get(); n++) {
            try {
                action.accept(n);
            } catch (UncheckedIOException broken) {
                Thread.onSpinWait(); // so may any answer while PostgreSQL is away
            }
        }
    }

    private static void awaitMore(EventFollower follower, ProductProcess product) {
        var before = follower.events().size();
        try {
            Awaitility.await("events go on")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> follower.events().size() > before + EVENTS_BETWEEN_CRASHES);
        } catch (ConditionTimeoutException stuck) {
            var told = "%d events before, %d now, %d responses broken; the product said:%n%s";
            var lines = String.join("\n", product.lines());
            throw new AssertionError(told.formatted(before, follower.events().size(), follower.breaks(), lines), stuck);
        }
    }

    private void killPostgres() throws Exception {
        var postmaster = Files.readAllLines(data.resolve("data/database/postmaster.pid"))
                .get(0)
                .strip();
        ProcessHandle.of(Long.parseLong(postmaster)).orElseThrow().destroyForcibly();
    }

    /** The same as the whole log, read afterwards. */
    private static void assertSawAll(EventFollower follower, String url) {
        var log = log(url);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> follower.events().size() >= log.size());
        assertThat(follower.events()).isEqualTo(log);
        assertThat(follower.events())
                .extracting(event -> event.getLong("position"))
                .isEqualTo(LongStream.rangeClosed(1, log.size()).boxed().toList());
    }

    private static List<JsonObject> log(String url) {
        var api = new ApiClient(url, "");
        List<JsonObject> log = new ArrayList<>();
        for (; ; ) {
            var page = api.get("/events?limit=1000&after=" + log.size())
                    .expect(200)
                    .json();
            page.getJsonArray("items").forEach(event -> log.add((JsonObject) event));
            if (page.getJsonArray("items").isEmpty()) {
                return log;
            }
        }
    }

    private static String firstId(HttpResponse<Stream<String>> response) {
        try (var lines = response.body()) {
            return lines.filter(line -> line.startsWith("id: ")).findFirst().orElseThrow();
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static ApiClient as(String url, int person) {
        return new ApiClient(url, TestWallet.ed25519(person).token(url, Instant.now(), Duration.ofHours(1)));
    }

    private Map<String, String> settings() throws Exception {
        return Map.of(
                "HTTP_PORT", String.valueOf(Stage.freePort()),
                "MANAGEMENT_PORT", "0",
                "WRITES_PER_MINUTE", "1000000",
                "READS_PER_MINUTE", "1000000",
                "DATA_DIR", data.resolve("data").toString());
    }
}
