package io.peerstage.benchmarks.tree;

import io.peerstage.signaling.tree.Traits;
import java.util.Collection;
import java.util.Comparator;
import java.util.Random;

/** What viewers are like. Assumed, not measured: three of ten carry nobody, one of five encodes again, uplinks as of phones and of homes. */
final class Crowd {
    private static final double UNABLE = 0.3;
    private static final double PASSTHROUGH = 0.8;
    private static final double MOBILE = 0.35;
    /** Median uplinks in streams of 1.5 Mbit/s: 8 Mbit/s and 30 Mbit/s; lognormal. */
    private static final double OF_MOBILE = 8 / 1.5;

    private static final double OF_HOME = 30 / 1.5;
    private static final double SPREAD = 0.8;
    private static final double EXAGGERATED = 10;
    private static final int NEAREST = 10;
    private static final int FARTHEST = 80;

    private static final double USABLE = 0.8;
    private static final int MOST_BY_PASSTHROUGH = 8;
    private static final int MOST_BY_TRACK = 2;
    private static final int OF_BROADCASTER = 4;

    static Viewer viewer(int number, Scenario scenario, Random random, long now) {
        var traits = new Traits(random.nextDouble() >= UNABLE, random.nextDouble() < PASSTHROUGH);
        var median = random.nextDouble() < MOBILE ? OF_MOBILE : OF_HOME;
        var uplink = median * Math.exp(SPREAD * random.nextGaussian());
        var lies = random.nextDouble() < scenario.liars();
        return new Viewer(
                "v" + number,
                traits,
                NEAREST + random.nextInt(FARTHEST - NEAREST),
                lies ? uplink / EXAGGERATED : uplink,
                uplink,
                now);
    }

    /** Length of a visit in milliseconds: lognormal, many short ones and few very long ones. */
    static long session(Scenario scenario, Random random) {
        var spread = 1.0;
        var mean = scenario.sessions() * 60_000;
        return (long) (mean * Math.exp(spread * random.nextGaussian() - spread * spread / 2));
    }

    /** How deep the flattest tree of these would be: the strongest first, level by level. 0 if they cannot all be fed. */
    static int leastDepth(Collection<Viewer> viewers) {
        var carrying = viewers.stream()
                .map(Crowd::capacity)
                .sorted(Comparator.reverseOrder())
                .toList();
        var placed = 0;
        var depth = 0;
        for (var slots = OF_BROADCASTER; placed < carrying.size(); depth++) {
            var level = carrying.subList(placed, Math.min(placed + slots, carrying.size()));
            placed += level.size();
            slots = level.stream().mapToInt(capacity -> capacity).sum();
            if (slots == 0 && placed < carrying.size()) {
                return 0;
            }
        }
        return depth;
    }

    private static int capacity(Viewer viewer) {
        var most = viewer.traits.passthrough() ? MOST_BY_PASSTHROUGH : MOST_BY_TRACK;
        return viewer.traits.willing() ? (int) Math.min(most, Math.floor(USABLE * viewer.uplink)) : 0;
    }

    private Crowd() {}
}
