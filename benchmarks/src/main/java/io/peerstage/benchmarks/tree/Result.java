package io.peerstage.benchmarks.tree;

import io.peerstage.signaling.tree.Tally;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How an audience fared. Times in milliseconds.
 *
 * @param viewers there at the end
 * @param unfed of them, who have had no picture for 5 s at the end
 * @param depth of half of them, of 99 of 100, of all: what is typical from the event on, and at worst
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
    record Depth(int p50, int p99, int max, int worst) {
        static Depth of(List<Long> depths) {
            var max = at(depths, 1);
            return new Depth(at(depths, 0.5), at(depths, 0.99), max, max);
        }

        /** What is typical of several moments, and the deepest of all of them. */
        static Depth typical(List<Depth> moments) {
            return new Depth(
                    median(moments, Depth::p50),
                    median(moments, Depth::p99),
                    median(moments, Depth::max),
                    moments.stream().mapToInt(Depth::worst).max().orElse(0));
        }

        private static int median(List<Depth> moments, ToLongFunction<Depth> value) {
            return at(moments.stream().map(value::applyAsLong).toList(), 0.5);
        }

        private static int at(List<Long> values, double share) {
            return (int) Measures.percentile(values, share);
        }
    }

    record Pair(long p50, long p95) {}

    double forcedAnHour() {
        return (moves.failedOver() + moves.forced()) / viewerHours;
    }

    double voluntaryAnHour() {
        return moves.voluntary() / viewerHours;
    }
}
