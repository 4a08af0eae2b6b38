package io.peerstage;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Platform;
import io.peerstage.runtime.Settings;
import io.peerstage.runtime.Tracing;
import io.peerstage.standalone.Product;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestPostgres;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole product in this JVM, whose traces stay here. */
final class TracedStage implements AutoCloseable {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Platform platform;
    private final Node node;
    private final String url;

    TracedStage() throws IOException {
        var settings = Settings.from(Map.of(
                "PEERSTAGE_HTTP_PORT", String.valueOf(Stage.freePort()),
                "PEERSTAGE_MANAGEMENT_PORT", "0",
                "PEERSTAGE_DATABASE_URL", TestPostgres.freshDatabase().toString()));
        url = settings.publicUrl().toString();
        platform =
                Platform.open(settings, "traced", Optional.of(Tracing.to(exporter, Product.SERVICES, "traced", 100)));
        node = Await.get(Node.start(platform, settings, Clock.systemUTC(), Product.SERVICES));
    }

    Node node() {
        return node;
    }

    String url() {
        return url;
    }

    String token(TestWallet wallet) {
        return wallet.token(url, Instant.now(), Duration.ofHours(1));
    }

    /** The API as somebody with a profile sees it. */
    ApiClient registered(TestWallet wallet, String name) {
        var api = new ApiClient(url, token(wallet));
        api.put("/me/profile", new JsonObject().put("name", name)).expect(201);
        return api;
    }

    List<SpanData> spans() {
        return exporter.getFinishedSpanItems();
    }

    @Override
    public void close() {
        Await.get(node.stop());
        Await.get(platform.close());
    }
}
