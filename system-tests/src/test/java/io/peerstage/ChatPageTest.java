package io.peerstage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The chat beside a stage, in real browsers: said, read, and moderated by its broadcaster. */
@Tag("system")
class ChatPageTest {
    @RegisterExtension
    static final House house = new House();

    @Test
    void people_talk_and_the_host_has_the_last_word() {
        try (var host = house.person();
                var guest = house.person();
                var visitor = house.person()) {
            var id = host.signsInAsGuest().schedules("Ada", "Talked about", "everyone");
            visitor.visits("/streams/" + id).the("chat-join").waitFor();
            guest.signsInAsGuest().visits("/streams/" + id).the("chat-join").click();
            guest.givesName("Bob");

            says(guest, "Good evening");
            says(host, "Welcome, all");
            assertThat(said(visitor, "Welcome, all")).containsText("Host");
            assertThat(said(visitor, "Good evening")).containsText("Bob");
            assertThat(said(visitor, "Good evening")).not().containsText("Host");
            assertThat(visitor.the("chat-moderate")).not().isVisible();

            moderates(host, "Good evening", "remove");
            assertThat(said(visitor, "Good evening")).hasCount(0);

            says(guest, "First");
            moderates(host, "First", "mute");
            tries(guest, "Second");
            assertThat(guest.page().locator("#chat-fault")).containsText("muted");
            host.the("toast-action").click();
            guest.the("chat-send").click();
            assertThat(said(visitor, "Second")).hasCount(1);

            moderates(host, "Second", "ban");
            host.the("confirm-yes").click();
            guest.sees("refused");
            assertThat(said(visitor, "Second")).hasCount(0);
            assertThat(said(visitor, "Welcome, all")).hasCount(1);
            Assertions.assertThat(host.complaints()).isEmpty();
            Assertions.assertThat(guest.complaints()).isEmpty();
        }
    }

    private static void says(Person person, String text) {
        tries(person, text);
        said(person, text).waitFor();
    }

    private static void tries(Person person, String text) {
        person.the("chat-text").fill(text);
        person.the("chat-text").press("Enter");
    }

    private static Locator said(Person reader, String text) {
        return reader.page().locator("[data-testid=message]").filter(new Locator.FilterOptions().setHasText(text));
    }

    private static void moderates(Person host, String text, String action) {
        var message = said(host, text);
        message.locator("[data-testid=chat-moderate]").click();
        message.locator("[data-testid=chat-" + action + "]").click();
    }
}
