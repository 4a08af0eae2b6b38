package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One stream is announced over HTTP and one room entered over the bridge: the whole way to SQL, also in {@code target/traces.txt}. */
class TracesTest {
    private static final Path TRACES = Path.of("target", "traces.txt");
    private static final String BROWSERS_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String BROWSERS_SPAN = "00f067aa0ba902b7";
    private static final Duration LONGEST = Duration.ofSeconds(15);
    private static final TestWallet ADA = TestWallet.sr25519(1);
    private static final TestWallet BOB = TestWallet.ed25519(2);

    private static TracedStage stage;
    private static String stream;

    @BeforeAll
    static void announce() throws IOException {
        stage = new TracedStage();
        stage.registered(BOB, "Bob");
        stream = stage.registered(ADA, "Ada")
                .send(
                        "POST",
                        "/streams",
                        Stage.now("x").put("audience", "everyone").encode(),
                        request -> request.header("Content-Type", "application/json")
                                .header("X-Request-Id", "announce-1")
                                .header("traceparent", "00-" + BROWSERS_TRACE + "-" + BROWSERS_SPAN + "-01"))
                .expect(201)
                .json()
                .getString("id");
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void an_announcement_and_an_entry_are_one_trace_each_from_the_browser_to_sql() throws IOException {
        try (var host = BridgeClient.open(stage.url(), stage.token(ADA));
                var viewer = BridgeClient.open(stage.url(), stage.token(BOB))) {
            host.enter(stream, BridgeClient.RESUME);
            host.ask("signaling.golive", new JsonObject());
            viewer.enter(stream, BridgeClient.RESUME);
        }
        var announcement =
                trace("POST /api/v1/streams", "streams.schedule", "streams.schedule", "INSERT streams.stream");
        var first = trace(
                "signaling.enter", "signaling.enter", "signaling.enter", "signaling.enter", "INSERT signaling.room");
        var second = trace(
                "signaling.enter",
                "signaling.enter",
                "profiles.relation",
                "profiles.relation",
                "SELECT profiles.profile");
        Files.writeString(TRACES, announcement + "\n" + first + "\n" + second);
        assertThat(announcement.traceId()).isEqualTo(BROWSERS_TRACE);
        var request = announcement.root().orElseThrow();
        assertThat(request.getParentSpanId()).isEqualTo(BROWSERS_SPAN);
        assertThat(request.getAttributes().get(AttributeKey.stringKey("peerstage.request.id")))
                .isEqualTo("announce-1");
        assertThat(List.of(first, second))
                .allMatch(entry ->
                        !entry.root().orElseThrow().getParentSpanContext().isValid());
        assertThat(stage.spans().toString())
                .as("nothing of who and what")
                .doesNotContain(stage.token(ADA), accountOf(ADA), accountOf(BOB), "Bob", "127.0.0.1");
    }

    /** A trace in which spans of these names come one from another; it begins with the first. */
    private static TraceTree trace(String... path) {
        return Awaitility.await()
                .atMost(LONGEST)
                .until(
                        () -> TraceTree.of(stage.spans(), path[0])
                                .filter(tree -> tree.hasPath(path))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static String accountOf(TestWallet wallet) {
        return wallet.account().hex();
    }
}
