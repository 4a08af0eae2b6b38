package io.peerstage.signaling.tree;

/** When a peer was introduced to others, as far back as it matters. Few are introduced often, so it starts small. */
final class Introduced {
    private static final int AT_FIRST = 4;

    private long[] times = {};
    private int next;
    private int count;

    void add(long now) {
        if (count == times.length && (count == 0 || isWithin(count, Introductions.HOUR, now))) {
            grow();
        }
        times[next] = now;
        next = (next + 1) % times.length;
        count = Math.min(count + 1, times.length);
    }

    /** Whether the last so many were all in that time. */
    boolean isWithin(int last, long time, long now) {
        return last <= count && now - times[Math.floorMod(next - last, times.length)] < time;
    }

    /** Whether it may as well be forgotten. */
    boolean isOver(long now) {
        return !isWithin(1, Introductions.HOUR, now);
    }

    private void grow() {
        var oldestFirst = new long[Math.max(AT_FIRST, 2 * count)];
        for (var n = 0; n < count; n++) {
            oldestFirst[n] = times[Math.floorMod(next - count + n, times.length)];
        }
        times = oldestFirst;
        next = count;
    }
}
