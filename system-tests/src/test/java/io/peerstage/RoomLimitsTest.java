package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody fills a room alone. All who come here come from one address. */
class RoomLimitsTest {
    private static Stage stage;

    private final TestWallet ada = TestWallet.sr25519(UUID.randomUUID().getMostSignificantBits());
    private final TestWallet bob = TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());
    private String stream;

    @BeforeAll
    static void open() {
        stage = Stage.open(Map.of("PEERS_PER_ACCOUNT", "2", "PEERS_PER_ADDRESS", "3"));
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @BeforeEach
    void announce() {
        stream = stage.registered(ada, "Ada")
                .post("/streams", Stage.now("First light").put("audience", "everyone"))
                .expect(201)
                .json()
                .getString("id");
    }

    @Test
    void an_account_has_so_many_tabs_and_devices_in_a_room() {
        try (var one = as(bob);
                var two = as(bob);
                var three = as(bob)) {
            one.enter(stream, secret("1"));
            two.enter(stream, secret("2"));
            var refused =
                    three.question("signaling.enter", BridgeClient.entering(stream, secret("3")), new JsonObject());
            assertThat(refused.getInteger("failureCode")).isEqualTo(4290);
            assertThat(refused.getString("message")).contains("2 tabs or devices");
            three.enter(stream, secret("2")); // the same tab, on another connection
            assertThat(two.push("refused").getJsonObject("problem").getString("name"))
                    .isEqualTo("conflict");
            one.ask("signaling.leave", new JsonObject());
            one.enter(stream, secret("4"));
        }
    }

    @Test
    void an_address_has_so_many_places_in_a_room_and_its_broadcaster_always_one() {
        try (var one = visitor();
                var two = visitor();
                var three = visitor();
                var four = visitor();
                var host = as(ada)) {
            one.enter(stream, secret("1"));
            two.enter(stream, secret("2"));
            three.enter(stream, secret("3"));
            assertThat(four.refusal("signaling.enter", BridgeClient.entering(stream, secret("4"))))
                    .isEqualTo(4290);
            three.close();
            try (var back = visitor()) {
                back.enter(stream, secret("3"));
                host.enter(stream, secret("5"));
                host.ask("signaling.golive", new JsonObject());
                host.ask("signaling.stop", new JsonObject());
            }
        }
    }

    @Test
    void who_was_refused_is_in_no_room_any_more() {
        var other = stage.as(ada)
                .post("/streams", Stage.now("Second light").put("audience", "everyone"))
                .expect(201)
                .json()
                .getString("id");
        try (var one = as(bob);
                var two = as(bob);
                var three = as(bob)) {
            three.enter(other, secret("1"));
            one.enter(stream, secret("1"));
            two.enter(stream, secret("2"));
            assertThat(three.refusal("signaling.enter", BridgeClient.entering(stream, secret("3"))))
                    .isEqualTo(4290);
            assertThat(three.refusal("signaling.golive", new JsonObject()))
                    .isEqualTo(4040); // who goes to another door has left the first
        }
    }

    private static BridgeClient as(TestWallet wallet) {
        return BridgeClient.open(stage.url(), stage.token(wallet));
    }

    private static BridgeClient visitor() {
        return BridgeClient.open(stage.url(), "");
    }

    private static String secret(String letter) {
        return letter.repeat(43);
    }
}
