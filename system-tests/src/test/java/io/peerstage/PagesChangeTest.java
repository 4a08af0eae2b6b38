package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.peerstage.testkit.TestBrowser;
import io.peerstage.testkit.TestWallet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lists change by themselves: nobody reloads a page to see what is on. */
@Tag("system")
class PagesChangeTest {
    private static TestBrowser browser;
    private Stage stage;

    @BeforeAll
    static void open() {
        browser = TestBrowser.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void begin() {
        stage = Stage.open();
    }

    @AfterEach
    void end() {
        stage.close();
    }

    @Test
    void what_one_page_announces_edits_shows_and_deletes_another_page_shows_without_a_reload() {
        var there = stage.registered(TestWallet.sr25519(1), "Grace")
                .post("/streams", Stage.now("There before"))
                .expect(201)
                .json()
                .getString("id");
        try (var creator = new Person(browser, stage.url());
                var visitor = new Person(browser, stage.url());
                var guest = new Person(browser, stage.url())) {
            visitor.visits("/streams");
            guest.visits("/");
            card(visitor, there).waitFor();
            visitor.page().evaluate("() => { window.neverReloaded = true; }");
            var link = card(visitor, there).locator("a").first();
            link.focus();

            var id = creator.signsInAsGuest().schedules("Ada", "First light", "everyone");
            card(visitor, id).waitFor();
            card(guest, id).waitFor();
            assertThat(link.evaluate("link => link === document.activeElement")).isEqualTo(true);

            creator.visits("/streams/" + id + "/edit");
            creator.the("schedule-title").fill("Second light");
            creator.the("schedule-save").click();
            card(visitor, id).getByText("Second light").waitFor();

            creator.visits("/streams/" + id).goesLive();
            live(visitor, id).waitFor();
            live(guest, id).waitFor();
            guest.the("shelf-live").locator("[data-id='" + id + "']").waitFor();

            creator.the("end-show").click();
            creator.the("confirm-yes").click();
            live(visitor, id).waitFor(gone());

            creator.visits("/streams/" + id + "/edit");
            creator.the("stream-delete").click();
            creator.the("toast-action").click();
            card(creator, id).waitFor();
            creator.visits("/streams/" + id + "/edit");
            creator.the("stream-delete").click();
            card(creator, id).waitFor(gone());
            card(visitor, id).waitFor(gone());
            card(guest, id).waitFor(gone());
            card(visitor, there).waitFor();
            assertThat(visitor.page().evaluate("() => window.neverReloaded")).isEqualTo(true);
            assertThat(visitor.complaints()).isEmpty();
            assertThat(guest.complaints()).isEmpty();
        }
    }

    @Test
    void more_that_was_shown_stays_shown_and_the_page_stays_where_it_is() {
        var api = stage.registered(TestWallet.sr25519(2), "Linus");
        for (var n = 0; n < 30; n++) {
            api.post("/streams", Stage.now("Many " + n)).expect(201);
        }
        try (var visitor = new Person(browser, stage.url())) {
            visitor.visits("/streams?show=upcoming&q=Many");
            visitor.the("show-more").click();
            cards(visitor, 30);
            visitor.page().evaluate("() => scrollTo(0, 900)");
            var before = top(visitor);
            var id = api.post("/streams", Stage.now("Many more"))
                    .expect(201)
                    .json()
                    .getString("id");
            card(visitor, id).waitFor();
            cards(visitor, 31);
            assertThat(top(visitor)).isEqualTo(before);
        }
    }

    private static int top(Person person) {
        return ((Number) person.page().evaluate("() => scrollY")).intValue();
    }

    private static void cards(Person person, int count) {
        person.page()
                .waitForFunction(
                        "count => document.querySelectorAll('[data-testid=stream-card]').length === count",
                        count,
                        new Page.WaitForFunctionOptions());
    }

    private static Locator card(Person person, String id) {
        return person.page()
                .locator("[data-testid=stream-card][data-id='" + id + "']")
                .first();
    }

    private static Locator live(Person person, String id) {
        return person.page()
                .locator("[data-testid=stream-card][data-id='" + id + "'][data-status=live]")
                .first();
    }

    private static Locator.WaitForOptions gone() {
        return new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);
    }
}
