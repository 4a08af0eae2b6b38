package io.peerstage.benchmarks.tree;

import io.peerstage.signaling.tree.Tally;

/**
 * How an audience fared. Times in milliseconds.
 *
 * @param viewers there at the end
 * @param unfed of them, who have had no picture for 5 s at the end
 * @param depth of half of them, of 99 of 100, of all
 * @param best depth of the flattest tree of the same viewers
 * @param egress most streams that the broadcaster sent at once
 * @param fullRate share of viewers who got every frame in time, on average
 * @param waits from entering to the first media: half of them, 95 of 100
 * @param interruptions of more than 1.2 s in a viewer's hour
 * @param gaps how long a picture stood still, if it did: half of them, 95 of 100
 * @param moves of all kinds, in an hour of one viewer where they are forced or voluntary
 * @param viewerHours that were watched
 * @param tookStandby viewers that took their standby by themselves
 * @param loops that were closed, so that nothing came to those in them
 * @param entered all that ever came
 */
record Result(
        Scenario scenario,
        int audience,
        int viewers,
        int unfed,
        Depth depth,
        int best,
        int egress,
        double fullRate,
        Pair waits,
        double interruptions,
        Pair gaps,
        Tally moves,
        double viewerHours,
        int tookStandby,
        int loops,
        int entered) {
    record Depth(int p50, int p99, int max) {}

    record Pair(long p50, long p95) {}

    double forcedAnHour() {
        return (moves.failedOver() + moves.forced()) / viewerHours;
    }

    double voluntaryAnHour() {
        return moves.voluntary() / viewerHours;
    }
}
