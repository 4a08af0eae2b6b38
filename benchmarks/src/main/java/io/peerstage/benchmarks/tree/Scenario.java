package io.peerstage.benchmarks.tree;

import io.peerstage.signaling.tree.RelayTree;
import io.peerstage.signaling.tree.Variants;
import java.util.function.LongFunction;

/**
 * What happens to an audience. In all of them it comes within a minute, and three of ten cannot carry.
 *
 * @param name as the table has it
 * @param seconds how long it is watched
 * @param sessions mean length of a visit in minutes, lognormal; whoever goes is replaced; 0 where nobody goes
 * @param killed of all viewers, at once, at {@link #EVENT}
 * @param unconnectable of all pairs, whatever they try
 * @param liars of all viewers, who say that they can carry ten times what they can
 * @param lossy messages between server and viewers are lost (2 %), late by up to 3 s (5 %), doubled (2 %)
 * @param away how long the broadcaster is away from {@link #EVENT} on, in seconds
 * @param ownerLost whether at {@link #EVENT} the server is lost; 3 s later another one knows nobody
 * @param trees by their epochs
 * @param trigger when a viewer takes its standby by itself
 */
record Scenario(
        String name,
        int seconds,
        double sessions,
        double killed,
        double unconnectable,
        double liars,
        boolean lossy,
        int away,
        boolean ownerLost,
        LongFunction<RelayTree> trees,
        Trigger trigger) {
    /** When everybody is there and the tree has had some time, in milliseconds. */
    static final long EVENT = 180_000;

    private static final int SHORT = 300;

    /** When a viewer takes its standby by itself. */
    enum Trigger {
        /** As 5-signaling has it: the standby is ahead by 3 beats and the parent silent, or ahead by 10. */
        BEATS,
        /** Nothing came for 300 ms. */
        SILENCE
    }

    static Scenario ofFlashCrowd() {
        return new Scenario("flash crowd", 180, 0, 0, 0, 0, false, 0, false, RelayTree::new, Trigger.BEATS);
    }

    static Scenario ofChurn(int minutes) {
        return new Scenario(
                "churn, " + minutes + " min",
                60 * minutes,
                30,
                0,
                0,
                0,
                false,
                0,
                false,
                RelayTree::new,
                Trigger.BEATS);
    }

    /** Everybody stays, and all is well. */
    static Scenario ofQuiet() {
        return new Scenario("quiet", SHORT, 0, 0, 0, 0, false, 0, false, RelayTree::new, Trigger.BEATS);
    }

    static Scenario ofKilledQuarter() {
        return new Scenario("a quarter killed", SHORT, 0, 0.25, 0, 0, false, 0, false, RelayTree::new, Trigger.BEATS);
    }

    static Scenario ofUnconnectablePairs() {
        return new Scenario(
                "15 % of pairs cannot connect", 600, 30, 0, 0.15, 0, false, 0, false, RelayTree::new, Trigger.BEATS);
    }

    static Scenario ofLiars() {
        return new Scenario("10 % lie", 600, 30, 0, 0, 0.1, false, 0, false, RelayTree::new, Trigger.BEATS);
    }

    static Scenario ofLossyMessages() {
        return new Scenario(
                "messages lost, late, doubled", 600, 30, 0, 0, 0, true, 0, false, RelayTree::new, Trigger.BEATS);
    }

    static Scenario ofAwayBroadcaster() {
        return new Scenario(
                "broadcaster away for 20 s", SHORT, 0, 0, 0, 0, false, 20, false, RelayTree::new, Trigger.BEATS);
    }

    static Scenario ofLostOwner() {
        return new Scenario("owner lost", SHORT, 0, 0, 0, 0, false, 0, true, RelayTree::new, Trigger.BEATS);
    }

    Scenario withoutStandbys() {
        return with(name + ", no standby", Variants::withoutStandbys, trigger);
    }

    Scenario withoutRebalancing() {
        return with(name + ", no rebalancing", Variants::withoutRebalancing, trigger);
    }

    /** Silence alone as a trigger: a fault that has been. */
    Scenario bySilence() {
        return with(name + ", silence alone", trees, Trigger.SILENCE);
    }

    private Scenario with(String as, LongFunction<RelayTree> other, Trigger by) {
        return new Scenario(as, seconds, sessions, killed, unconnectable, liars, lossy, away, ownerLost, other, by);
    }
}
