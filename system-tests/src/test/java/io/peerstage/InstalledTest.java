package io.peerstage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ServiceWorkerPolicy;
import io.peerstage.testkit.TestBrowser;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** The site as something that browsers install. */
class InstalledTest {
    @Test
    void it_opens_without_its_server_says_so_and_goes_on_when_that_is_back() throws Exception {
        var port = String.valueOf(Stage.freePort());
        var first = Stage.open(Map.of("HTTP_PORT", port));
        try (var browser = TestBrowser.open();
                var visitor = new Person(
                        browser, first.url(), options -> options.setServiceWorkers(ServiceWorkerPolicy.ALLOW))) {
            visitor.visits("/streams");
            visitor.page().waitForFunction("() => navigator.serviceWorker.controller !== null");
            visitor.page().reload(); // from now on all of it has gone through the worker
            visitor.the("empty").waitFor();
            first.close();
            visitor.page().reload();
            assertThat(visitor.the("failed")).isVisible();
            assertThat(visitor.the("search")).isVisible();
            try (var again = Stage.open(Map.of("HTTP_PORT", port))) {
                visitor.the("retry").click();
                assertThat(visitor.the("empty")).isVisible();
                visitor.visits("/schedule");
                assertThat(visitor.page().locator("h1")).hasText("Schedule a stream");
            }
        }
    }

    @Test
    void its_manifest_names_icons_that_are_there() {
        try (var stage = Stage.open()) {
            var manifest = get(stage, "/manifest.webmanifest").expect(200);
            Assertions.assertThat(manifest.header("Content-Type")).isEqualTo("application/manifest+json");
            Assertions.assertThat(manifest.json().getString("start_url")).isEqualTo("/");
            manifest.json().getJsonArray("icons").stream()
                    .map(JsonObject.class::cast)
                    .forEach(icon -> get(stage, icon.getString("src")).expect(200));
            Assertions.assertThat(get(stage, "/").expect(200).response().body()).contains("rel=\"manifest\"");
        }
    }

    private static ApiClient.Reply get(Stage stage, String path) {
        return ApiClient.exchange(
                HttpRequest.newBuilder(URI.create(stage.url() + path)).build());
    }
}
