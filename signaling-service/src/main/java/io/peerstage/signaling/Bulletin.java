package io.peerstage.signaling;

import java.time.Duration;
import java.time.Instant;

/** When everybody in a room is told how it stands: soon after something changed, and never too often. */
final class Bulletin {
    static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);
    /** Where only the number of watchers changed, a big room is told less often: about so many messages a second in all. */
    private static final int COUNTS_A_SECOND = 400;

    private boolean changed;
    private boolean countChanged;
    private Instant toldAt = Instant.EPOCH;

    void changed() {
        changed = true;
    }

    void countChanged() {
        countChanged = true;
    }

    /** Whether it is time to tell; then it counts as told. */
    boolean isDue(int peers, Instant now) {
        var patience = AT_MOST_EVERY.multipliedBy(Math.max(1, peers / COUNTS_A_SECOND));
        var silence = Duration.between(toldAt, now);
        var isDue = (changed && silence.compareTo(AT_MOST_EVERY) >= 0)
                || (countChanged && silence.compareTo(patience) >= 0);
        if (isDue) {
            changed = false;
            countChanged = false;
            toldAt = now;
        }
        return isDue;
    }
}
