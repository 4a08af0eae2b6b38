package io.peerstage.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.signaling.Push;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChatTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));
    private static final Account BOB = new Account("0x" + "b0".repeat(20));
    private static final Instant SEVEN = Instant.parse("2027-01-15T19:00:00Z");

    private final Chat chat = new Chat(7);

    @Test
    void what_is_said_between_two_collections_is_collected_once() {
        var first = say(ADA, "hello");
        var second = say(BOB, "good evening");
        assertThat(first).isEqualTo(new Push.Message("7.1", ADA, "Somebody", "hello", SEVEN));
        assertThat(chat.news()).hasValue(new Chat.News(List.of(first, second), List.of()));
        assertThat(chat.news()).isEmpty();
    }

    @Test
    void those_who_enter_see_the_last_fifty_that_were_told_and_hear_the_others_with_all() {
        IntStream.rangeClosed(1, 60).forEach(n -> {
            say(ADA, "message " + n);
            chat.news();
        });
        say(ADA, "not told yet");
        assertThat(chat.last()).hasSize(Chat.SHOWN);
        assertThat(chat.last().get(0).text()).isEqualTo("message 11");
        assertThat(chat.last().get(49).text()).isEqualTo("message 60");
    }

    @Test
    void an_account_has_one_turn_a_second_with_all_its_tabs() {
        chat.takeTurn(ADA, SEVEN);
        assertThat(refusal(() -> chat.takeTurn(ADA, SEVEN.plusMillis(999)))).isEqualTo(Failure.TOO_MANY_REQUESTS);
        chat.takeTurn(BOB, SEVEN.plusMillis(999));
        chat.takeTurn(ADA, SEVEN.plusMillis(1_000));
        assertThat(refusal(() -> chat.takeTurn(ADA, SEVEN.plusMillis(1_999)))).isEqualTo(Failure.TOO_MANY_REQUESTS);
    }

    @Test
    void a_clock_that_is_set_back_silences_nobody() {
        chat.takeTurn(ADA, SEVEN);
        chat.takeTurn(ADA, SEVEN.minus(Duration.ofHours(1)));
    }

    @Test
    void a_message_that_is_taken_away_is_shown_to_nobody_any_more() {
        var told = say(ADA, "told");
        chat.news();
        var untold = say(ADA, "untold");
        chat.remove(told.id());
        chat.remove(untold.id());
        assertThat(chat.news()).hasValue(new Chat.News(List.of(), List.of(told.id(), untold.id())));
        assertThat(chat.last()).isEmpty();
        assertThat(refusal(() -> chat.remove(told.id()))).isEqualTo(Failure.NOT_FOUND);
        assertThat(refusal(() -> chat.remove("8.1"))).isEqualTo(Failure.NOT_FOUND);
    }

    @Test
    void all_that_an_account_said_is_taken_away_and_nothing_else() {
        var first = say(ADA, "one");
        var others = say(BOB, "two");
        chat.news();
        var second = say(ADA, "three");
        chat.removeAllOf(ADA);
        assertThat(chat.news().orElseThrow().removed()).containsExactly(first.id(), second.id());
        assertThat(chat.last()).containsExactly(others);
        chat.removeAllOf(ADA);
        assertThat(chat.news()).isEmpty();
    }

    @Test
    void what_is_older_than_anybody_sees_is_forgotten() {
        IntStream.rangeClosed(0, Chat.KNOWN).forEach(n -> {
            say(ADA, "message " + n);
            chat.news();
        });
        assertThat(refusal(() -> chat.remove("7.1"))).isEqualTo(Failure.NOT_FOUND);
        chat.remove("7.2");
    }

    @Test
    void more_than_anybody_reads_is_refused_until_it_was_collected() {
        IntStream.range(0, Chat.MOST_AT_ONCE).forEach(n -> say(ADA, "message " + n));
        assertThat(refusal(() -> say(BOB, "and I"))).isEqualTo(Failure.TOO_MANY_REQUESTS);
        chat.news();
        say(BOB, "and I");
    }

    private Push.Message say(Account account, String text) {
        return chat.say(account, "Somebody", text, SEVEN);
    }

    private static Failure refusal(Runnable input) {
        return catchThrowableOfType(Refused.class, input::run).failure();
    }
}
