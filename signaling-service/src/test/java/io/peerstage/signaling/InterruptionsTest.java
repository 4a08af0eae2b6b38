package io.peerstage.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.signaling.Interruptions.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptionsTest {
    private static final Instant SEVEN = Instant.parse("2027-01-15T19:00:00Z");
    private static final PeerId CHILD = new PeerId("child");

    private final Interruptions interruptions = new Interruptions();

    @Test
    void a_gap_that_few_notice_is_none() {
        interruptions.left(List.of(CHILD), SEVEN);
        assertThat(interruptions.reported(CHILD, 1_200, SEVEN)).isEmpty();
        assertThat(interruptions.reported(CHILD, 1_201, SEVEN)).hasValue(Cause.PARENT_LEFT);
    }

    @Test
    void a_loss_explains_one_gap_of_the_next_seconds() {
        interruptions.crashed(List.of(CHILD), SEVEN);
        assertThat(gapAfter(5)).isEqualTo(Cause.PARENT_CRASHED);
        assertThat(gapAfter(6)).isEqualTo(Cause.OTHER);
        interruptions.crashed(List.of(CHILD), SEVEN);
        assertThat(gapAfter(15)).isEqualTo(Cause.OTHER);
    }

    @Test
    void a_parent_that_left_and_is_silent_now_has_left() {
        interruptions.left(List.of(CHILD), SEVEN);
        interruptions.crashed(List.of(CHILD), SEVEN.plusSeconds(1));
        assertThat(gapAfter(2)).isEqualTo(Cause.PARENT_LEFT);
        interruptions.crashed(List.of(CHILD), SEVEN);
        interruptions.left(List.of(CHILD), SEVEN.plusSeconds(1));
        assertThat(gapAfter(2)).isEqualTo(Cause.PARENT_LEFT);
    }

    @Test
    void of_others_and_of_those_who_are_gone_nothing_is_known() {
        interruptions.left(List.of(CHILD), SEVEN);
        assertThat(interruptions.reported(new PeerId("other"), 2_000, SEVEN)).hasValue(Cause.OTHER);
        interruptions.forget(CHILD);
        assertThat(gapAfter(1)).isEqualTo(Cause.OTHER);
    }

    private Cause gapAfter(int seconds) {
        return interruptions
                .reported(CHILD, 2_000, SEVEN.plus(Duration.ofSeconds(seconds)))
                .orElseThrow();
    }
}
