package io.peerstage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a subscriber is told of in time, in real browsers. */
@Tag("system")
class AlertsTest {
    private static final String KEEP_NOTIFICATIONS = """
            window.told = [];
            window.Notification = class {
              static permission = 'granted';
              static requestPermission = async () => 'granted';
              constructor(title, options) { window.told.push(title + ': ' + options.body); }
              close() {}
            };
            Object.defineProperty(document, 'hidden', { get: () => window.looksAway ?? false });
            """;

    @RegisterExtension
    static final House house = new House();

    @Test
    void a_stream_that_starts_in_a_quarter_of_an_hour_is_told_once_however_many_tabs_there_are() {
        var ada = TestWallet.ed25519(801);
        var creator = house.stage().registered(ada, "Ada");
        var wallet = TestWallet.ed25519(802);
        house.stage()
                .registered(wallet, "Bob")
                .put("/me/subscriptions/" + ada.account())
                .expect(200);
        try (var viewer = house.person().isSignedIn(house.stage().token(wallet))) {
            viewer.context().addInitScript(KEEP_NOTIFICATIONS);
            viewer.visits("/account?tab=alerts").the("wish-browser").check();
            var second = viewer.context().newPage();
            second.navigate(house.url() + "/streams");
            second.locator("[data-testid=bell]").waitFor();
            second.evaluate("() => { window.looksAway = true; }");
            viewer.page().evaluate("() => { window.looksAway = true; }");
            schedule(creator, "Much later", Duration.ofHours(3));
            schedule(creator, "Nearly", Duration.ofMinutes(10));
            schedule(creator, "Also soon", Duration.ofMinutes(14));
            assertThat(viewer.the("bell")).hasAttribute("data-unseen", "2");
            assertThat(second.locator("[data-testid=bell]")).hasAttribute("data-unseen", "2");
            var told = List.of(
                    viewer.page().evaluate("() => window.told.length"), second.evaluate("() => window.told.length"));
            Assertions.assertThat(told.stream().mapToInt(count -> (int) count).sum())
                    .isEqualTo(2);
            viewer.the("bell").click();
            assertThat(viewer.page().locator("[data-testid=alert]")).hasCount(2);
            viewer.page().keyboard().press("Escape");
            assertThat(viewer.the("bell")).hasAttribute("data-unseen", "0");
            assertThat(second.locator("[data-testid=bell]")).hasAttribute("data-unseen", "0");
        }
    }

    @Test
    void what_is_not_wished_is_not_told() {
        var ada = TestWallet.ed25519(803);
        var creator = house.stage().registered(ada, "Ada");
        var wallet = TestWallet.ed25519(804);
        house.stage()
                .registered(wallet, "Bob")
                .put("/me/subscriptions/" + ada.account())
                .expect(200);
        try (var viewer = house.person().isSignedIn(house.stage().token(wallet))) {
            viewer.visits("/account?tab=alerts").the("wish-soon").uncheck();
            viewer.visits("/streams?show=upcoming");
            var id = schedule(creator, "Not told", Duration.ofMinutes(10));
            viewer.page()
                    .locator("[data-testid=stream-card][data-id='" + id + "']")
                    .waitFor();
            viewer.page()
                    .waitForResponse(
                            response -> response.url().contains("subscribedBy"),
                            () -> schedule(creator, "Nor this", Duration.ofMinutes(11)));
            assertThat(viewer.the("bell")).hasAttribute("data-unseen", "0");
        }
    }

    private static String schedule(ApiClient creator, String title, Duration ahead) {
        var start = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(ahead);
        return creator.post(
                        "/streams",
                        new JsonObject()
                                .put("title", title)
                                .put("startTime", start.toString())
                                .put("endTime", start.plus(Duration.ofHours(1)).toString()))
                .expect(201)
                .json()
                .getString("id");
    }
}
