package io.peerstage.benchmarks.tree;

import java.util.ArrayList;
import java.util.List;

/** What viewers see: how long they wait, how often the picture stands still, who moved by itself. */
final class Measures {
    /** A picture that stands still for longer is an interruption, in milliseconds. */
    static final long NOTICED = 1_200;

    private final List<Long> waits = new ArrayList<>();
    private final List<Long> gaps = new ArrayList<>();
    private long watched;
    private long interruptions;
    private int loops;
    private int tookStandby;
    private double fullRate;
    private int samples;

    /** Media comes, for the first time or again. */
    void fed(Viewer viewer, long now) {
        if (viewer.firstMediaAt == Viewer.NEVER) {
            viewer.firstMediaAt = now;
            waits.add(now - viewer.enteredAt);
        } else {
            gap(now - viewer.starvedAt);
        }
    }

    /** It goes, or the time is over. */
    void gone(Viewer viewer, long now) {
        if (viewer.firstMediaAt != Viewer.NEVER) {
            watched += now - viewer.firstMediaAt;
            if (!viewer.isFed() && !viewer.leaving) {
                gap(now - viewer.starvedAt);
            }
        }
    }

    void loop() {
        loops++;
    }

    void tookStandby() {
        tookStandby++;
    }

    /** Of those who are there, so many get every frame in time. */
    void sample(double share) {
        fullRate += share;
        samples++;
    }

    List<Long> waits() {
        return waits;
    }

    List<Long> gaps() {
        return gaps;
    }

    /** Interruptions in an hour that one viewer watches. */
    double interruptionsAnHour() {
        return watched == 0 ? 0 : interruptions * 3_600_000.0 / watched;
    }

    double viewerHours() {
        return watched / 3_600_000.0;
    }

    int loops() {
        return loops;
    }

    int standbysTaken() {
        return tookStandby;
    }

    double fullRate() {
        return samples == 0 ? 0 : fullRate / samples;
    }

    /**
     * @param share 0 to 1
     * @return the least that so many of the values do not exceed; 0 without values
     */
    static long percentile(List<Long> values, double share) {
        var sorted = values.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }

    private void gap(long length) {
        gaps.add(length);
        interruptions += length > NOTICED ? 1 : 0;
    }
}
