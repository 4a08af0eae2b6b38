package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an operator reads of the rooms at {@code /metrics}. */
class MetricsTest {
    @Test
    void figures_move_with_what_happens_and_are_those_of_this_product_alone() throws IOException {
        try (var stage = Stage.open();
                var other = Stage.open()) {
            var ada = TestWallet.sr25519(1);
            var bob = TestWallet.ed25519(2);
            stage.registered(bob, "Bob");
            var id = stage.registered(ada, "Ada")
                    .post("/streams", Stage.now("x").put("audience", "everyone"))
                    .expect(201)
                    .json()
                    .getString("id");
            assertThat(figure(stage, "peerstage_chat_messages_total")).isZero();
            assertThat(figure(stage, "peerstage_peers")).isZero();
            try (var host = BridgeClient.open(stage.url(), stage.token(ada));
                    var viewer = BridgeClient.open(stage.url(), stage.token(bob))) {
                host.enter(id, BridgeClient.RESUME);
                host.ask("signaling.golive", new JsonObject());
                viewer.enter(id, BridgeClient.RESUME);
                var edge = viewer.push("connect").getString("edge");
                viewer.ask("signaling.edge", new JsonObject().put("edge", edge).put("state", "media"));
                viewer.ask("signaling.chat", new JsonObject().put("text", "hello"));
                viewer.ask("signaling.report", report(1_200));
                viewer.ask("signaling.report", report(1_300));
                awaitFigure(stage, "peerstage_peers", 2);
                assertThat(figure(stage, "peerstage_rooms")).isEqualTo(1);
                assertThat(figure(stage, "peerstage_rooms_live")).isEqualTo(1);
                assertThat(figure(stage, "peerstage_watchers")).isEqualTo(1);
                assertThat(figure(stage, "peerstage_peers_waiting")).isZero();
                assertThat(figure(stage, "peerstage_peers_at_depth{depth=\"0\"}"))
                        .isEqualTo(1);
                assertThat(figure(stage, "peerstage_peers_at_depth{depth=\"1\"}"))
                        .isEqualTo(1);
                assertThat(figure(stage, "peerstage_parents_total{cause=\"placed\"}"))
                        .isEqualTo(1);
                assertThat(figure(stage, "peerstage_interruptions_total{cause=\"other\"}"))
                        .isEqualTo(1);
                assertThat(figure(stage, "peerstage_chat_messages_total")).isEqualTo(1);
                assertThat(figure(other, "peerstage_peers")).isZero();
                assertThat(figure(other, "peerstage_chat_messages_total")).isZero();
                assertThat(scrape(stage)).doesNotContain(id);
                host.ask("signaling.stop", new JsonObject());
            }
            awaitFigure(stage, "peerstage_peers", 0);
            assertThat(figure(stage, "peerstage_rooms_live")).isZero();
        }
    }

    private static JsonObject report(int longestGap) {
        return new JsonObject()
                .put("uplink", 0)
                .put("bitrate", 1_000_000)
                .put("rtt", 20)
                .put("loss", 0)
                .put("frames", 100)
                .put("longestGap", longestGap);
    }

    private static void awaitFigure(Stage stage, String name, double value) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> figure(stage, name) == value);
    }

    private static double figure(Stage stage, String name) {
        return scrape(stage)
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    private static String scrape(Stage stage) {
        var port = stage.product().node().managementPort();
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
