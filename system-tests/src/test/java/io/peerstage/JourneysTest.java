package io.peerstage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.peerstage.testkit.TestWallet;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What each who uses the product comes for, from the first page to the last; a creator and a viewer without a mouse. */
@Tag("system")
class JourneysTest {
    private static final TestWallet ROOT = TestWallet.sr25519(1);
    private static final int FARTHEST = 80;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMdd", Locale.ROOT);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("hhmm", Locale.ROOT);
    private static final String FOCUSED = "() => document.activeElement?.dataset?.testid ?? ''";

    @RegisterExtension
    static final House house = new House(Map.of("ADMINS", ROOT.account().hex()));

    @Test
    void a_visitor_sees_who_is_live_and_what_is_coming_watches_and_tries_it_without_a_wallet() {
        try (var creator = house.person();
                var visitor = house.person()) {
            var id = creator.signsInAsGuest().schedules("Ada", "Open to all", "everyone");
            visitor.visits("/");
            assertThat(visitor.the("shelf-next").locator("[data-id='" + id + "']"))
                    .isVisible();
            creator.goesLive();
            visitor.the("shelf-live")
                    .locator("[data-id='" + id + "'] a")
                    .first()
                    .click();
            visitor.sees("playing").keepsReceiving(3);

            visitor.visits("/streams");
            visitor.the("search").fill("open to");
            assertThat(visitor.page().locator("[data-testid=stream-card]")).hasCount(1);
            visitor.the("view-month").click();
            assertThat(visitor.page().locator("[data-testid=calendar-entry][data-id='" + id + "']"))
                    .isVisible();
            visitor.visits("/").the("try-guest").click();
            visitor.the("wallet-guest").click();
            assertThat(visitor.the("account-chip")).isVisible();
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void a_creator_does_all_of_it_by_keyboard() {
        try (var creator = house.person(options -> options.setLocale("en-US"));
                var viewer = house.person()) {
            creator.visits("/");
            presses(creator, "sign-in");
            presses(creator, "wallet-guest");
            creator.the("account-chip").waitFor();
            creator.page().reload(); // from the top again, as with a new tab
            creator.the("account-chip").waitFor();
            reaches(creator, "account-chip");
            creator.visits("/schedule");
            types(creator, "profile-name", "Ada");
            creator.page().keyboard().press("Enter");
            creator.the("schedule-title").waitFor();
            types(creator, "schedule-title", "Without a mouse");
            var now = LocalDateTime.now(ZoneId.systemDefault());
            time(creator, "schedule-start", now);
            time(creator, "schedule-end", now.plusHours(1));
            reaches(creator, "schedule-audience-subscribers");
            creator.page().keyboard().press("ArrowDown");
            assertThat(creator.the("schedule-audience-everyone")).isChecked();
            presses(creator, "schedule-save");
            creator.page().waitForURL(Pattern.compile("/streams/[^/]+$"));
            creator.sees("green-room");
            presses(creator, "go-live");
            creator.sees("live");
            var id = creator.page().url().substring(creator.page().url().lastIndexOf('/') + 1);
            viewer.visits("/streams/" + id).sees("playing");

            types(creator, "chat-text", "Good evening");
            creator.page().keyboard().press("Enter");
            assertThat(viewer.the("message")).containsText("Good evening");
            presses(creator, "toggle-audio");
            assertThat(creator.the("toggle-audio")).hasAttribute("data-on", "false");
            presses(creator, "end-show");
            presses(creator, "confirm-yes");
            creator.sees("ended");
            assertThat(creator.the("summary")).hasAttribute("data-watchers", "1");
            viewer.sees("ended");

            creator.visits("/streams/" + id + "/edit");
            presses(creator, "stream-delete");
            presses(creator, "toast-action");
            assertThat(creator.page().locator("[data-testid=stream-card][data-id='" + id + "']"))
                    .isVisible();
            Assertions.assertThat(creator.complaints()).isEmpty();
        }
    }

    @Test
    void a_viewer_subscribes_is_told_watches_and_chats_by_keyboard() {
        try (var creator = house.person();
                var viewer = house.person()) {
            var id = creator.signsInAsGuest().schedules("Grace", "For subscribers", "subscribers");
            viewer.visits("/streams/" + id).sees("signed-out");
            presses(viewer, "stage-sign-in");
            presses(viewer, "wallet-guest");
            viewer.sees("not-registered");
            types(viewer, "profile-name", "Bob");
            viewer.page().keyboard().press("Enter");
            viewer.sees("not-subscribed");
            presses(viewer, "subscribe");
            viewer.sees("lobby");
            viewer.visits("/streams");
            creator.goesLive();

            assertThat(viewer.the("bell")).hasAttribute("data-unseen", "1");
            presses(viewer, "bell");
            presses(viewer, "alert");
            viewer.sees("playing").keepsReceiving(3);
            viewer.page().keyboard().press("m");
            assertThat(viewer.the("mute")).hasAttribute("aria-label", "Unmute");
            viewer.page().keyboard().press("k");
            assertThat(viewer.the("play")).hasAttribute("aria-label", "Play");
            viewer.page().keyboard().press("k");
            types(viewer, "chat-text", "Here I am");
            viewer.page().keyboard().press("Enter");
            assertThat(creator.the("message")).containsText("Here I am");

            creator.the("end-show").click();
            creator.the("confirm-yes").click();
            viewer.sees("ended");
            Assertions.assertThat(viewer.complaints()).isEmpty();
        }
    }

    @Test
    void a_developer_tries_an_operation_of_the_contract_and_finds_it_in_the_client_module() {
        try (var developer = house.person()) {
            house.stage()
                    .registered(TestWallet.ed25519(77), "Tim")
                    .post("/streams", Stage.now("Listed"))
                    .expect(201);
            developer.visits("/");
            developer.page().locator(".foot a[href='/api']").click();
            developer.page().locator(".opblock").first().waitFor();
            var titles = developer.page().evaluate("""
                    async () => {
                      const { Peerstage } = await import('/client/peerstage-client.js');
                      return (await new Peerstage().listStreams({ q: 'listed' })).items.map(({ title }) => title);
                    }
                    """);
            Assertions.assertThat(titles).isEqualTo(List.of("Listed"));
            Assertions.assertThat(developer.complaints()).isEmpty();
        }
    }

    @Test
    void an_operator_sees_what_runs_takes_a_show_down_and_bans() {
        try (var creator = house.person();
                var viewer = house.person();
                var operator = house.person().isSignedIn(house.stage().token(ROOT))) {
            var id = creator.signsInAsGuest().schedules("Mallory", "Not allowed", "everyone");
            creator.goesLive();
            viewer.visits("/streams/" + id).sees("playing");
            operator.visits("/account").the("to-admin").click();
            var room = operator.page().locator("[data-testid=room][data-id='" + id + "']");
            assertThat(room).containsText("Mallory");
            room.locator("[data-testid=take-down]").click();
            operator.the("confirm-yes").click();
            viewer.sees("ended");
            creator.sees("ended");

            var account = creator.the("account-chip").getAttribute("data-account");
            operator.the("account-ban").fill("nobody");
            operator.the("ban-add").click();
            operator.the("confirm-yes").click();
            assertThat(operator.the("account-ban-fault")).isVisible();
            operator.the("account-ban").fill(account);
            operator.the("ban-add").click();
            operator.the("confirm-yes").click();
            var banned = operator.page().locator("[data-testid=banned] [data-account='" + account + "']");
            assertThat(banned).isVisible();
            Assertions.assertThat(
                            house.stage().as(ROOT).get("/admin/bans").json().encode())
                    .contains(account);
            banned.locator("[data-testid=unban]").click();
            assertThat(banned).not().isVisible();

            operator.the("account-admin").fill(account);
            operator.the("admin-add").click();
            var admin = operator.page().locator("[data-testid=admin][data-account='" + account + "']");
            assertThat(admin).isVisible();
            admin.locator("[data-testid=admin-remove]").click();
            assertThat(admin).not().isVisible();
            Assertions.assertThat(operator.complaints()).isEmpty();
        }
    }

    /** As far as the tab key has to be pressed, from wherever the cursor is. */
    private static void reaches(Person person, String testId) {
        person.the(testId).waitFor();
        for (var n = 0; n < FARTHEST; n++) {
            if (person.page().evaluate(FOCUSED).equals(testId)) {
                return;
            }
            person.page().keyboard().press("Tab");
        }
        throw new AssertionError("the keyboard does not reach " + testId);
    }

    private static void presses(Person person, String testId) {
        reaches(person, testId);
        person.page().keyboard().press("Enter");
    }

    private static void types(Person person, String testId, String text) {
        reaches(person, testId);
        person.page().keyboard().type(text);
    }

    /** Month, day, year, hour, minute, half of the day: the parts of the control as it is in the United States. */
    private static void time(Person person, String testId, LocalDateTime time) {
        reaches(person, testId);
        var keyboard = person.page().keyboard();
        keyboard.type(DAY.format(time) + time.getYear());
        keyboard.press("ArrowRight");
        keyboard.type(HOUR.format(time) + (time.getHour() < 12 ? "a" : "p"));
    }
}
