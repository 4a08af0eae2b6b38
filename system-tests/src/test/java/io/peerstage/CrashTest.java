package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after any crash, with its event. */
class CrashTest {
    private static final int WRITERS = 200;
    private static final int BEFORE_THE_CRASH = 300;

    private final TestWallet wallet = TestWallet.ed25519(7);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stop = new AtomicBoolean();

    @TempDir
    private Path data;

    @Test
    void the_product_is_killed_among_200_writers() throws Exception {
        var settings = settings();
        try (var product = ProductProcess.start(settings).awaitReady()) {
            var writers = write(api(settings));
            product.kill();
            end(writers);
        }
        try (var product = ProductProcess.start(settings).awaitReady()) {
            assertNothingLost(api(settings));
        }
    }

    @Test
    void postgresql_is_killed_among_200_writers_and_comes_back_by_itself() throws Exception {
        var settings = settings();
        try (var product = ProductProcess.start(settings).awaitReady()) {
            var api = api(settings);
            var writers = write(api);
            var postgres = Files.readAllLines(data.resolve("data/database/postmaster.pid"))
                    .get(0)
                    .strip();
            ProcessHandle.of(Long.parseLong(postgres)).orElseThrow().destroyForcibly();
            var before = acknowledged.size();
            Awaitility.await("writes go on without a restart of the product")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> acknowledged.size() > before + WRITERS);
            end(writers);
            assertNothingLost(api);
        }
    }

    /** Two hundred at once, until they are told to stop; returns when a good number was acknowledged. */
    private ExecutorService write(ApiClient api) throws InterruptedException {
        api.put("/me/profile", new JsonObject().put("name", "Ada")).expect(201);
        var pool = Executors.newFixedThreadPool(WRITERS);
        var enough = new CountDownLatch(BEFORE_THE_CRASH);
        for (var writer = 0; writer < WRITERS; writer++) {
            pool.execute(() -> {
                while (!stop.get()) {
                    try {
                        var reply = api.post("/streams", Stage.now("stream"));
                        if (reply.status() == 201) {
                            acknowledged.add(reply.json().getString("id"));
                            enough.countDown();
                        }
                    } catch (UncheckedIOException broken) {
                        Thread.onSpinWait(); // the product is dead, or about to be
                    }
                }
            });
        }
        assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
        return pool;
    }

    private void end(ExecutorService writers) throws InterruptedException {
        stop.set(true);
        writers.shutdown();
        assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    private void assertNothingLost(ApiClient api) {
        Set<String> events = new HashSet<>();
        var position = 0L;
        for (var page = events(api, 0); !page.getJsonArray("items").isEmpty(); page = events(api, position)) {
            for (var item : page.getJsonArray("items")) {
                var event = (JsonObject) item;
                assertThat(event.getLong("position")).isEqualTo(++position);
                if (event.getString("type").equals("StreamIsScheduled")) {
                    assertThat(events.add(event.getJsonObject("data").getString("id")))
                            .isTrue();
                }
            }
        }
        var ids = new HashSet<>(
                api.get("/profiles/" + wallet.account()).expect(200).json().getJsonArray("streamIds").stream()
                        .map(String::valueOf)
                        .toList());
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(BEFORE_THE_CRASH);
        assertThat(ids)
                .containsAll(acknowledged)
                .isEqualTo(events); // no effect without its event, no event without its effect
    }

    private static JsonObject events(ApiClient api, long after) {
        return api.get("/events?limit=1000&after=" + after).expect(200).json();
    }

    private ApiClient api(Map<String, String> settings) {
        var url = "http://localhost:" + settings.get("HTTP_PORT");
        return new ApiClient(url, wallet.token(url, Instant.now(), Duration.ofHours(1)));
    }

    private Map<String, String> settings() throws Exception {
        return Map.of(
                "HTTP_PORT", String.valueOf(Stage.freePort()),
                "MANAGEMENT_PORT", "0",
                "DATA_DIR", data.resolve("data").toString());
    }
}
