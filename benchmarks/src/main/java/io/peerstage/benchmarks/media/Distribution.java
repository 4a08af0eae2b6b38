package io.peerstage.benchmarks.media;

import java.util.List;

/** Of milliseconds that were measured. */
record Distribution(List<Integer> sorted) {
    static Distribution of(List<Integer> values) {
        return new Distribution(values.stream().sorted().toList());
    }

    int percentile(int percent) {
        return sorted.get(Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.size()) - 1));
    }

    /** Median, 95th percentile and longest, with their number. */
    @Override
    public String toString() {
        return sorted.isEmpty()
                ? "–"
                : "%d / %d / %d (%d)".formatted(percentile(50), percentile(95), percentile(100), sorted.size());
    }
}
