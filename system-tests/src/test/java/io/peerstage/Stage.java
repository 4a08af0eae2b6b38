package io.peerstage;

import io.peerstage.runtime.Settings;
import io.peerstage.standalone.Product;
import io.peerstage.testkit.TestPostgres;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

/** The whole product in this JVM, on a database and ports of its own. */
final class Stage implements AutoCloseable {
    static final String MORE_THAN_ANY_TEST_MAKES = "1000000";

    private final Product product;
    private final String url;

    private Stage(Product product, String url) {
        this.product = product;
        this.url = url;
    }

    static Stage open() {
        return open(Map.of());
    }

    /** With settings by name, without the prefix. */
    static Stage open(Map<String, String> settings) {
        try {
            var port = freePort();
            Map<String, String> environment = new HashMap<>(Map.of(
                    "PEERSTAGE_HTTP_PORT", String.valueOf(port),
                    "PEERSTAGE_MANAGEMENT_PORT", "0",
                    "PEERSTAGE_WRITES_PER_MINUTE", "1000000", // tests are quicker than people
                    "PEERSTAGE_READS_PER_MINUTE", "1000000",
                    "PEERSTAGE_PEERS_PER_ADDRESS", "1000000")); // and all at one address
            settings.forEach((name, value) -> environment.put("PEERSTAGE_" + name, value));
            environment.computeIfAbsent(
                    "PEERSTAGE_DATABASE_URL",
                    none -> TestPostgres.freshDatabase().toString());
            var read = Settings.from(environment);
            return new Stage(
                    Product.start(read, Clock.systemUTC()), read.publicUrl().toString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return url;
    }

    Product product() {
        return product;
    }

    /** The API as a visitor sees it. */
    ApiClient visitor() {
        return new ApiClient(url, "");
    }

    /** The API as the owner of that wallet sees it. */
    ApiClient as(TestWallet wallet) {
        return new ApiClient(url, token(wallet));
    }

    /** The same, with a profile. */
    ApiClient registered(TestWallet wallet, String name) {
        var api = as(wallet);
        api.put("/me/profile", new JsonObject().put("name", name)).expect(201);
        return api;
    }

    String token(TestWallet wallet) {
        return wallet.token(url, Instant.now(), Duration.ofHours(1));
    }

    /** What a stream that may go live now is announced with. */
    static JsonObject now(String title) {
        var start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new JsonObject()
                .put("title", title)
                .put("startTime", start.toString())
                .put("endTime", start.plus(Duration.ofHours(1)).toString());
    }

    @Override
    public void close() {
        try {
            product.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
