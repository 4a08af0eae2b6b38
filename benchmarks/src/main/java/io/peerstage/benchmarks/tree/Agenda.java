package io.peerstage.benchmarks.tree;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time, in milliseconds: what is due happens in its order, and of things due at once what was planned first. */
final class Agenda {
    private record Entry(long at, long number, Runnable deed) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));
    private long now;
    private long planned;

    long now() {
        return now;
    }

    void in(long milliseconds, Runnable deed) {
        entries.add(new Entry(now + milliseconds, planned++, deed));
    }

    void every(long milliseconds, Runnable deed) {
        in(milliseconds, () -> {
            deed.run();
            every(milliseconds, deed);
        });
    }

    void runUntil(long end) {
        while (!entries.isEmpty() && entries.peek().at() <= end) {
            var entry = entries.poll();
            now = entry.at();
            entry.deed().run();
        }
        now = end;
    }
}
