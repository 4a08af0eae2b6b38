package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's command that makes the read models anew. */
class RebuildTest {
    private static final int LINE_OF_PORT = 3;

    @TempDir
    private Path data;

    @Test
    void read_models_are_made_anew_while_the_product_runs() throws Exception {
        var port = Stage.freePort();
        var settings = Map.of(
                "HTTP_PORT", String.valueOf(port),
                "MANAGEMENT_PORT", "0",
                "DATA_DIR", data.resolve("data").toString());
        try (var product = ProductProcess.start(settings).awaitReady()) {
            var ada = api(port, TestWallet.ed25519(1));
            var bob = api(port, TestWallet.ed25519(2));
            ada.put("/me/profile", new JsonObject().put("name", "Ada")).expect(201);
            bob.put("/me/profile", new JsonObject().put("name", "Bob")).expect(201);
            bob.put("/me/subscriptions/" + TestWallet.ed25519(1).account(), new JsonObject())
                    .expect(200);
            ada.post("/streams", Stage.now("First light")).expect(201);
            var mine = "/streams?q=ada&subscribedBy=" + TestWallet.ed25519(2).account();
            awaitFound(bob, mine, 1);

            corrupt();
            awaitFound(bob, mine, 0);
            try (var command = ProductProcess.start(settings, "rebuild")) {
                assertThat(command.awaitExit())
                        .as(String.join("\n", command.lines()))
                        .isZero();
            }
            awaitFound(bob, mine, 1);
            assertThat(product.terminate()).isIn(0, 143);
        }
        try (var command = ProductProcess.start(settings, "rebuild")) {
            assertThat(command.awaitExit()).isEqualTo(1);
            assertThat(command.lines())
                    .singleElement()
                    .asString()
                    .startsWith("PEERSTAGE_DATA_DIR: no Peerstage runs in");
        }
    }

    private void corrupt() throws Exception {
        var port = Files.readAllLines(data.resolve("data/database/postmaster.pid"))
                .get(LINE_OF_PORT)
                .strip();
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(
                    "DELETE FROM streams.follow; DELETE FROM streams.speaker; UPDATE streams.stream SET spoken = ''");
        }
    }

    private static void awaitFound(ApiClient api, String path, int streams) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() ->
                        api.get(path).expect(200).json().getJsonArray("items").size() == streams);
    }

    private static ApiClient api(int port, TestWallet wallet) {
        var url = "http://localhost:" + port;
        return new ApiClient(url, wallet.token(url, Instant.now(), Duration.ofHours(1)));
    }
}
