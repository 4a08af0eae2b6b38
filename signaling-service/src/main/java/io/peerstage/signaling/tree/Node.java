package io.peerstage.signaling.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One peer, its place, and what is known of it. Times are milliseconds of whatever clock the inputs come with. */
class Node {
    /** Whoever carries most, and of those alike whoever has most below it, is last. */
    static final Comparator<Node> BY_STRENGTH =
            Comparator.<Node>comparingInt(node -> node.capacity).thenComparingInt(node -> node.size);

    static final long NEVER = Long.MAX_VALUE;
    private static final long SHORTEST_BAR = 2_000;
    private static final long LONGEST_BAR = 60_000;

    enum State {
        PRESENT,
        /** Its socket broke; edges and place are kept for a while. */
        DETACHED,
        /** It goes as soon as those below it have moved. */
        LEAVING
    }

    final String id;
    final long enteredAt;
    Traits traits;
    State state = State.PRESENT;
    /** When it became what it is now, if that is not PRESENT. */
    long since = NEVER;

    Link parent;
    Link pending;
    Link standby;
    final List<Link> children = new ArrayList<>(4);
    /** Those for whom it stands by. */
    final List<Link> guests = new ArrayList<>(4);
    /** Pending edges to new children. */
    int reserved;

    /** Distance from the broadcaster; of a peer that is not connected to it, from the top of its own subtree. */
    int depth;
    /** How often the picture was encoded again on its way here. */
    int reencodings;
    /** Peers at and below it. */
    int size = 1;
    /** Whether a path leads to the broadcaster. */
    boolean connected;

    /** The broadcaster. */
    boolean isSource;

    int capacity;
    /** What it may carry though its capacity fell. */
    int ceiling;
    /** When media first came. */
    long fedAt = NEVER;

    boolean measured;
    int wanted;
    long raiseAt = NEVER;
    /** When it may be tried once more, though it was found to bear nobody, and for how long it rests after the next time. */
    long tryAgainAt = NEVER;

    long rest = RelayTree.REST;
    /** An extra child is fine until then. */
    long emergencyUntil;

    double rtt;
    double loss;
    double bitrate;
    /** Its path may be too long until then. */
    long strainedUntil;
    /** No voluntary move before. */
    long restUntil;
    /** Until when it carries nobody: it swallowed or delayed what it should have passed on. */
    long distrustedUntil;
    /** An answer is awaited until then. */
    long pingUntil = NEVER;
    /** Children that reported silence, and when. */
    final Map<Node, Long> reporters = new HashMap<>(2);
    /** Parents that did not work out: when they may be tried again, and how often they failed. */
    final Map<Node, Barred> barred = new HashMap<>(2);

    /** When it was introduced to others; goes on where it comes back. */
    Introduced introduced = new Introduced();

    /** What it is counted as among those whom media reaches, or -1. */
    int countedAs = -1;

    /** Places in the indexes: the level, or -1, and the position there. */
    final int[] level = {-1, -1, -1, -1};

    final int[] position = new int[4];

    record Barred(long until, int failures) {}

    Node(String id, Traits traits, long now) {
        this.id = id;
        this.traits = traits;
        this.enteredAt = now;
    }

    int load() {
        return children.size() + reserved;
    }

    /** Free slots for new children. */
    int spare() {
        return capacity - load();
    }

    /** Within what it can carry, or at most one more for a while. */
    boolean hasRoomForOneMore() {
        return load() <= capacity;
    }

    /** The other is tried again only after a while, the longer the more often it has failed. */
    void bar(Node other, long now) {
        barred.values().removeIf(bar -> now >= bar.until() + LONGEST_BAR);
        var failures = barred.containsKey(other) ? barred.get(other).failures() + 1 : 1;
        var length = Math.min(SHORTEST_BAR << Math.min(failures - 1, 10), LONGEST_BAR);
        barred.put(other, new Barred(now + length, failures));
    }

    boolean isPresent() {
        return state == State.PRESENT;
    }

    boolean isBarred(Node other, long now) {
        var bar = barred.get(other);
        return bar != null && now < bar.until();
    }

    /** Whether it is that one or somewhere below it. */
    boolean isUnder(Node other) {
        for (var node = this; node != null; node = node.parent == null ? null : node.parent.parent) {
            if (node == other) {
                return true;
            }
        }
        return false;
    }

    /** How often the picture has been encoded again where its children get it; the broadcaster's own encoding does not count. */
    int reencodingsBelow() {
        return reencodings + (isSource || traits.passthrough() ? 0 : 1);
    }

    @Override
    public String toString() {
        return id + "@" + depth + "/" + capacity;
    }
}
