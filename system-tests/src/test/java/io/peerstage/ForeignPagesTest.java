package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestWallet;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages that are not the application's, in a real browser. */
class ForeignPagesTest {
    @RegisterExtension
    static final House house = new House();

    private final List<String> complaints = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();

    @Test
    void the_contract_is_shown_without_a_foreign_request_and_within_the_policy() {
        try (var person = house.browser().person()) {
            var page = watched(person);
            page.navigate(house.url() + "/api");
            page.locator(".opblock").nth(operations() - 1).waitFor();
            assertThat(page.locator(".opblock-summary-path").allInnerTexts())
                    .anyMatch(path -> path.replaceAll("[^a-z/.]", "").equals("/streams.ics"));
            page.locator("#operations-streams-listStreams .opblock-summary-control")
                    .click();
            page.locator("#operations-streams-listStreams .try-out__btn").click();
            page.locator("#operations-streams-listStreams .execute").click();
            page.locator("#operations-streams-listStreams .live-responses-table .response-col_status")
                    .getByText("200")
                    .waitFor();
            assertThat(complaints).isEmpty();
            assertThat(hosts).containsOnly(URI.create(house.url()).getAuthority());
        }
    }

    @Test
    void the_address_of_the_contract_may_end_with_a_slash() {
        try (var person = house.browser().person()) {
            var page = watched(person);
            page.navigate(house.url() + "/api/");
            page.locator(".opblock").first().waitFor();
            assertThat(page.url()).isEqualTo(house.url() + "/api");
        }
    }

    @Test
    void a_page_that_a_library_brings_along_can_do_nothing() {
        var brought = ApiClient.exchange(
                HttpRequest.newBuilder(URI.create(house.url() + "/webjars/swagger-ui/5.20.0/index.html"))
                        .build());
        assertThat(brought.expect(200).header("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; frame-ancestors 'none'");
    }

    @Test
    void a_card_stands_on_another_site_and_leads_to_the_stream() {
        var id = house.stage()
                .registered(TestWallet.ed25519(7), "Ada")
                .post("/streams", Stage.now("<b>Shown</b> & told"))
                .expect(201)
                .json()
                .getString("id");
        var html = house.stage()
                .visitor()
                .get("/oembed?url=" + house.url() + "/streams/" + id)
                .expect(200)
                .json()
                .getString("html");
        var other = Await.get(house.stage()
                .product()
                .node()
                .vertx()
                .createHttpServer()
                .requestHandler(request -> request.response()
                        .putHeader("Content-Type", "text/html")
                        .end(html))
                .listen(0, "127.0.0.1"));
        try (var person = house.browser().person()) {
            var page = watched(person);
            page.navigate("http://127.0.0.1:" + other.actualPort());
            var card = page.frameLocator("iframe");
            assertThat(card.locator("h1").innerText()).isEqualTo("<b>Shown</b> & told");
            var opened = person.waitForPage(() -> card.locator("a").click());
            opened.waitForURL(house.url() + "/streams/" + id);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void an_open_stream_plays_on_another_site_after_a_click_and_not_before() {
        try (var creator = house.person();
                var person = house.browser().person()) {
            var id = creator.signsInAsGuest().schedules("Ada", "Framed", "everyone");
            creator.goesLive();
            var html = house.stage()
                    .visitor()
                    .get("/oembed?url=" + house.url() + "/streams/" + id)
                    .expect(200)
                    .json()
                    .getString("html");
            var other = Await.get(house.stage()
                    .product()
                    .node()
                    .vertx()
                    .createHttpServer()
                    .requestHandler(request -> request.response()
                            .putHeader("Content-Type", "text/html")
                            .end(html))
                    .listen(0, "127.0.0.1"));
            var page = watched(person);
            page.navigate("http://127.0.0.1:" + other.actualPort());
            var frame = page.frameLocator("iframe");
            frame.locator("[data-testid=embed-play]").waitFor();
            assertThat(house.stage().visitor().get("/streams/" + id).json().getInteger("watchers"))
                    .isZero();
            frame.locator("[data-testid=embed-play]").click();
            frame.locator("[data-testid=stage-state][data-state=playing]").waitFor();
            assertThat(frame.locator(".home").getAttribute("href")).isEqualTo("/streams/" + id);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void a_card_of_a_stream_that_is_gone_says_so() {
        try (var person = house.browser().person()) {
            var page = watched(person);
            assertThat(page.navigate(house.url() + "/embed/1-gone").status()).isEqualTo(404);
            assertThat(page.locator("body").innerText()).contains("It was taken down.");
        }
    }

    /** How many the contract has. */
    private static int operations() {
        var contract = ApiClient.exchange(HttpRequest.newBuilder(URI.create(house.url() + "/openapi.yaml"))
                .build());
        return contract.expect(200).response().body().split("operationId: ", -1).length - 1;
    }

    private Page watched(BrowserContext person) {
        var page = person.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        page.onRequest(request -> {
            if (request.url().startsWith("http")) {
                hosts.add(URI.create(request.url()).getAuthority());
            }
        });
        return page;
    }
}
