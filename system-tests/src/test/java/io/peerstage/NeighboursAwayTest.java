package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Failure;
import io.peerstage.runtime.Bus;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestWallet;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One service is away, the others go on. */
class NeighboursAwayTest {
    @Test
    void without_profiles_announcing_is_an_honest_503_and_streams_are_read() {
        try (var stage = Stage.open()) {
            var api = stage.registered(TestWallet.sr25519(1), "Ada");
            var id = api.post("/streams", Stage.now("x")).expect(201).json().getString("id");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> "Ada"
                            .equals(api.get("/streams/" + id)
                                    .json()
                                    .getJsonObject("speaker")
                                    .getString("name")));
            Await.get(stage.product().node().undeploy("profiles-service"));

            var before = System.nanoTime();
            var refused = api.post("/streams", Stage.now("y")).refused(503, "unavailable");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Bus.PATIENCE);
            assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");

            assertThat(api.get("/streams").expect(200).json().getJsonArray("items"))
                    .hasSize(1);
            assertThat(api.get("/streams/" + id)
                            .expect(200)
                            .json()
                            .getJsonObject("speaker")
                            .getString("name"))
                    .isEqualTo("Ada");
            api.get("/profiles/" + TestWallet.sr25519(1).account()).refused(503, "unavailable");
            api.get("/state").refused(503, "unavailable");
        }
    }

    @Test
    void without_signaling_the_schedule_goes_on() {
        try (var stage = Stage.open()) {
            var wallet = TestWallet.sr25519(2);
            var api = stage.registered(wallet, "Ada");
            var id = api.post("/streams", Stage.now("x")).expect(201).json().getString("id");
            Await.get(stage.product().node().undeploy("signaling-service"));
            try (var host = BridgeClient.open(stage.url(), stage.token(wallet))) {
                var refusal = host.question(
                        "signaling.enter",
                        BridgeClient.entering(id, BridgeClient.RESUME),
                        new io.vertx.core.json.JsonObject());
                assertThat(refusal.getString("failureType")).isEqualTo("RECIPIENT_FAILURE");
                assertThat(refusal.getInteger("failureCode")).isEqualTo(Failure.UNAVAILABLE.number());
            }
            api.delete("/streams/" + id).expect(204);
        }
    }
}
