package io.peerstage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.peerstage.testkit.TestWallet;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The account page in a real browser: people with search, sorting and paging, pictures, what to be told, and the end of a profile. */
@Tag("system")
class AccountPageTest {
    private static final int SUBSCRIBERS = 30;

    @RegisterExtension
    static final House house = new House();

    @Test
    void subscribers_are_found_sorted_paged_and_banned() {
        var wallet = TestWallet.ed25519(500);
        var api = house.stage().registered(wallet, "Ada");
        for (var n = 0; n < SUBSCRIBERS; n++) {
            var name = n == 0 ? "Zoe" : "Fan %02d".formatted(n);
            house.stage()
                    .registered(TestWallet.ed25519(600 + n), name)
                    .put("/me/subscriptions/" + wallet.account())
                    .expect(200);
        }
        try (var creator = house.person().isSignedIn(house.stage().token(wallet))) {
            creator.visits("/account?tab=subscribers");
            assertThat(people(creator)).hasCount(24);
            creator.the("people-more").click();
            assertThat(people(creator)).hasCount(SUBSCRIBERS);
            assertThat(people(creator).first()).containsText("Fan 01");
            creator.the("people-sort").selectOption("since");
            assertThat(people(creator).first()).containsText("Zoe");
            creator.the("people-search").fill("zo");
            assertThat(people(creator)).hasCount(1);
            creator.the("block").click();
            creator.the("confirm-yes").click();
            creator.the("toast").waitFor();
            creator.the("tab-blocked").click();
            assertThat(people(creator)).hasCount(1);
            assertThat(people(creator)).containsText("Zoe");
            creator.the("unblock").click();
            assertThat(creator.the("empty")).isVisible();
            Assertions.assertThat(api.get("/me/bans").json().getJsonArray("items"))
                    .isEmpty();
            Assertions.assertThat(creator.complaints()).isEmpty();
        }
    }

    @Test
    void who_unsubscribes_by_mistake_subscribes_again() {
        var followed = TestWallet.ed25519(701);
        house.stage().registered(followed, "Grace");
        var wallet = TestWallet.ed25519(702);
        var api = house.stage().registered(wallet, "Bob");
        api.put("/me/subscriptions/" + followed.account()).expect(200);
        try (var viewer = house.person().isSignedIn(house.stage().token(wallet))) {
            viewer.visits("/account?tab=subscriptions");
            assertThat(people(viewer)).containsText("Grace");
            viewer.the("subscribe").click();
            assertThat(viewer.the("subscribe")).hasAttribute("data-subscribed", "false");
            viewer.the("subscribe").click();
            assertThat(viewer.the("subscribe")).hasAttribute("data-subscribed", "true");
            Assertions.assertThat(api.get("/profiles/" + wallet.account() + "/subscriptions")
                            .json()
                            .getJsonArray("items"))
                    .hasSize(1);
        }
    }

    @Test
    void what_to_be_told_is_kept_in_this_browser() {
        var wallet = TestWallet.ed25519(703);
        house.stage().registered(wallet, "Bob");
        try (var viewer = house.person().isSignedIn(house.stage().token(wallet))) {
            viewer.visits("/account?tab=alerts");
            assertThat(viewer.the("wish-soon")).isChecked();
            viewer.the("wish-soon").uncheck();
            viewer.page().reload();
            assertThat(viewer.the("wish-soon")).not().isChecked();
            assertThat(viewer.the("wish-live")).isChecked();
        }
    }

    @Test
    void a_deleted_profile_takes_its_streams_with_it_and_the_wallet_begins_anew() {
        var wallet = TestWallet.ed25519(704);
        var id = house.stage()
                .registered(wallet, "Eve")
                .post("/streams", Stage.now("Soon gone"))
                .expect(201)
                .json()
                .getString("id");
        try (var creator = house.person().isSignedIn(house.stage().token(wallet))) {
            creator.visits("/account").the("profile-delete").click();
            creator.the("confirm-yes").click();
            assertThat(creator.page().locator("h1")).hasText("No name yet");
            house.stage().visitor().get("/streams/" + id).refused(404, "stream-not-found");
            creator.givesName("Eve again");
            assertThat(creator.page().locator("h1")).hasText("Eve again");
        }
    }

    @Test
    void another_language_is_chosen_and_stays() {
        try (var visitor = house.person(options -> options.setLocale("de-DE"));
                var other = house.person(options -> options.setLocale("fr-FR"))) {
            visitor.visits("/streams");
            assertThat(visitor.page().locator("html")).hasAttribute("lang", "de");
            assertThat(visitor.the("chip-upcoming")).hasText("Kommend");
            visitor.the("language").selectOption("en");
            assertThat(visitor.the("chip-upcoming")).hasText("Upcoming");
            visitor.page().reload();
            assertThat(visitor.the("chip-upcoming")).hasText("Upcoming");
            other.visits("/streams");
            assertThat(other.page()).hasTitle(Pattern.compile("Streams"));
            assertThat(other.the("chip-upcoming")).hasText("Upcoming");
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    private static Locator people(Person person) {
        return person.page().locator("[data-testid=person]");
    }
}
