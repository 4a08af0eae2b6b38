package io.peerstage.signaling.tree;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whom a peer is given: of up to 16 that could carry it, the highest first, the one of the lowest cost. Depth counts most; then how well a
 * candidate itself is served; whoever has stayed long is likely to stay longer; and of those alike whoever feeds fewer, for with fewer go
 * fewer, and their siblings find standbys.
 */
class Parents {
    private static final int CANDIDATES = 16;
    /** So many are looked at before the search is given up until later. */
    private static final int LOOKS = 128;

    private static final double COST_OF_LEVEL = 1;
    private static final double COST_OF_100_MS = 0.5;
    private static final double COST_OF_10_PERCENT_LOST = 2;
    private static final double COST_OF_CHILD = 0.1;
    private static final double WORTH_OF_TENFOLD_AGE = 0.2;

    private final Forest forest;
    private long refused;

    Parents(Forest forest) {
        this.forest = forest;
    }

    /**
     * A parent with a free slot.
     *
     * @param deepest the parent's own depth is at most this
     */
    Optional<Node> find(Node child, int deepest, long now) {
        if (!forest.introductions.hasOne(child.introduced, now)) {
            refused++;
            return Optional.empty();
        }
        var reach = forest.reach(child);
        var least = Math.min(deepest, Forest.DEEPEST - 1 - reach.levels());
        Predicate<Node> fits = parent -> mayFeed(parent, child, reach, now) && mayMeet(parent, child, now);
        var candidates = child.traits.willing() || !child.children.isEmpty()
                ? forest.free.choose(CANDIDATES, least, LOOKS, fits)
                : forest.free.chooseFrom(forest.leastDepth() - 1, CANDIDATES, least, LOOKS, fits);
        return candidates.stream().min(Comparator.comparingDouble(parent -> cost(parent, now)));
    }

    /** How often somebody looked for a parent who may be introduced to none for now. */
    long refused() {
        return refused;
    }

    /** Whether both may be introduced to one more. */
    boolean mayMeet(Node parent, Node child, long now) {
        return forest.introductions.hasOne(parent.introduced, now)
                && forest.introductions.hasOne(child.introduced, now);
    }

    /** The same for what nobody needs at once. */
    boolean meetEasily(Node parent, Node child, long now) {
        return forest.introductions.hasPlenty(parent.introduced, now)
                && forest.introductions.hasPlenty(child.introduced, now);
    }

    /** Whether the child may be connected there, which makes the two known to each other. */
    boolean mayConnect(Node parent, Node child, long now) {
        return mayFeed(parent, child, now) && mayMeet(parent, child, now);
    }

    /** Media came: whether it still holds what was true when the slot was reserved. */
    boolean mayCommit(Node parent, Node child, long now) {
        return mayFeed(parent, child, now);
    }

    /** Whether who would carry others may have the place of one who cannot. */
    boolean mayTakePlaceOf(Node idle, Node node, long now) {
        var above = idle.parent.parent;
        return idle != node && above.hasRoomForOneMore() && mayConnect(above, node, now);
    }

    /** Whether the tree stays a tree, and within its bounds, with the child there. */
    boolean mayFeed(Node parent, Node child, long now) {
        return mayFeed(parent, child, forest.reach(child), now);
    }

    private boolean mayFeed(Node parent, Node child, Forest.Reach reach, long now) {
        return takesChildren(parent)
                && !closesLoop(parent, child)
                && !isParent(parent, child)
                && !child.isBarred(parent, now)
                && isNearEnough(parent, reach)
                && isSharpEnough(parent, reach);
    }

    boolean takesChildren(Node parent) {
        return parent.connected && parent.isPresent();
    }

    boolean closesLoop(Node parent, Node child) {
        return parent.isUnder(child);
    }

    boolean isNearEnough(Node parent, Forest.Reach reach) {
        return parent.depth + 1 + reach.levels() <= Forest.DEEPEST;
    }

    boolean isSharpEnough(Node parent, Forest.Reach reach) {
        return parent.reencodingsBelow() + reach.reencodings() <= Forest.MOST_REENCODINGS;
    }

    /**
     * A second parent, connected and sending nothing, that goes on where the first one fails: not the same one, not below the child, not
     * behind its parent; and no more that would come at once than it has room for, one slot to spare among them, rather none. As deep as the parent where there is one, and of a leaf deeper still: those
     * above are for those who would take many with them.
     */
    Optional<Node> findStandby(Node child, long now) {
        if (!forest.introductions.hasPlenty(child.introduced, now)) {
            return Optional.empty();
        }
        return findStandby(child, now, host -> siblingsAt(host, child) == 0)
                .or(() -> findStandby(child, now, host -> true));
    }

    private Optional<Node> findStandby(Node child, long now, Predicate<Node> rather) {
        var from = child.children.isEmpty() ? Math.max(child.depth - 1, forest.leastDepth()) : child.depth - 1;
        return forest
                .hosts
                .chooseFrom(
                        from,
                        CANDIDATES,
                        Forest.DEEPEST - 1,
                        LOOKS,
                        host -> rather.test(host) && mayStandBy(host, child, now) && meetEasily(host, child, now))
                .stream()
                .min(Comparator.comparingDouble(host -> cost(host, now)));
    }

    /** As {@link #findStandby}, for one that stands by already or is about to. */
    boolean mayStandBy(Node host, Node child, long now) {
        var parent = child.parent == null ? null : child.parent.parent;
        return parent != null
                && host != parent
                && takesChildren(host)
                && host.capacity > 0
                && !closesLoop(host, child)
                && (parent.isSource || !host.isUnder(parent))
                && !child.isBarred(host, now)
                && hasRoomBeside(siblingsAt(host, child), host);
    }

    private static boolean hasRoomBeside(int siblings, Node host) {
        return siblings == 0 || siblings <= host.spare();
    }

    /** Children of the same parent that a peer stands by for: they would come at once. */
    private static int siblingsAt(Node host, Node child) {
        var siblings = 0;
        for (var guest : host.guests) { // as in other hot places, a loop is a tenth of what a stream costs
            if (guest.child != child
                    && guest.child.parent != null
                    && guest.child.parent.parent == child.parent.parent) {
                siblings++;
            }
        }
        return siblings;
    }

    private static boolean isParent(Node parent, Node child) {
        return child.parent != null && child.parent.parent == parent;
    }

    private static double cost(Node parent, long now) {
        var minutes = Math.max(now - parent.enteredAt, 0) / 60_000.0;
        return COST_OF_LEVEL * parent.depth
                + COST_OF_100_MS * parent.rtt / 100
                + COST_OF_10_PERCENT_LOST * parent.loss * 10
                + COST_OF_CHILD * parent.load()
                - WORTH_OF_TENFOLD_AGE * Math.log10(1 + minutes);
    }
}
