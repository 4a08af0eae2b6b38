package io.peerstage.signaling.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Moves that nobody needs but that make the tree flatter: few, never twice soon for one peer, and none at all while the tree is within one
 * level of the flattest that its peers could form. And one that makes it safer: while all are behind one relay, nobody has a standby.
 */
class Rebalance {
    /** How often moves are proposed. */
    private static final long EVERY = 1_000;
    /** No voluntary move of a peer sooner after another. */
    static final long REST = 30_000;
    /** Of them that many a minute, or 1 % of the peers where that is more, for each level that the tree is deeper than it need be. */
    private static final double LEAST_A_MINUTE = 4;

    private static final double SHARE_A_MINUTE = 0.01;
    /** Levels that a move must win. */
    private static final int WORTHWHILE = 2;
    /** So many more must be carried by who takes another's place: one of them is the other. */
    private static final int STRONGER = 2;
    /** Levels above the least possible that are left as they are. */
    private static final int GOOD_ENOUGH = 1;

    private static final int LOOKS = 32;

    private final Forest forest;
    private final Parents parents;
    private double budget = LEAST_A_MINUTE;
    private long proposedAt = Long.MIN_VALUE;
    private int turn;

    Rebalance(Forest forest, Parents parents) {
        this.forest = forest;
        this.parents = parents;
    }

    /**
     * A move that would help.
     *
     * @param yields gives its place to the child and goes below it
     */
    record Proposal(Node child, Node parent, Optional<Node> yields) {}

    List<Proposal> propose(long now) {
        if (proposedAt != Long.MIN_VALUE && now - proposedAt < EVERY) {
            return List.of();
        }
        var tooDeep = forest.all.deepest() - forest.leastDepth() - GOOD_ENOUGH;
        refill(tooDeep, now);
        List<Proposal> proposals = new ArrayList<>();
        if (budget >= 1) {
            besideOnlyRelay(now).ifPresent(proposals::add);
        }
        while (tooDeep > 0 && proposals.size() + 1 <= budget) {
            var next = deepestUp(now, proposals).or(() -> strongUp(now, proposals));
            if (next.isEmpty()) {
                break;
            }
            proposals.add(next.get());
        }
        budget -= proposals.size();
        return proposals;
    }

    private void refill(int levels, long now) {
        var aMinute = Math.max(1, levels) * Math.max(LEAST_A_MINUTE, SHARE_A_MINUTE * forest.all.size());
        if (proposedAt != Long.MIN_VALUE) {
            budget = Math.min(aMinute, budget + aMinute * (now - proposedAt) / 60_000);
        }
        proposedAt = now;
    }

    /** Right below the broadcaster one alone carries others: of those whom it feeds the strongest goes beside it, at once. */
    private Optional<Proposal> besideOnlyRelay(long now) {
        var root = forest.root;
        if (root == null || root.reserved > 0 || !root.hasRoomForOneMore()) {
            return Optional.empty();
        }
        var carriers = forest.childrenOf(root).stream()
                .filter(node -> node.capacity > 0)
                .toList();
        var isFree = root.spare() > 0;
        var yields =
                isFree ? Optional.<Node>empty() : forest.idle.at(1).stream().findFirst();
        if (carriers.size() != 1 || (!isFree && yields.isEmpty())) {
            return Optional.empty();
        }
        return forest.childrenOf(carriers.get(0)).stream()
                .filter(node -> node.isPresent() && node.pending == null && node.capacity > 0)
                .filter(node -> isFree || node.spare() > 0)
                .filter(node -> parents.mayFeed(root, node, now) && parents.meetEasily(root, node, now))
                .max(Node.BY_STRENGTH)
                .map(node -> new Proposal(node, root, yields));
    }

    /** The part of a deepest path for which most is won goes to a free slot that is two levels higher or more. */
    private Optional<Proposal> deepestUp(long now, List<Proposal> taken) {
        var level = forest.all.deepest();
        var highest = forest.free.highest();
        if (highest < 0 || highest + 1 > level - WORTHWHILE) {
            return Optional.empty();
        }
        return someAt(forest.all, level)
                .flatMap(node -> mostWon(node, highest, now, taken).stream())
                .flatMap(node -> parents
                        .find(node, node.depth - WORTHWHILE - 1, now)
                        .filter(parent -> parents.meetEasily(parent, node, now))
                        .filter(parent -> taken.stream().noneMatch(other -> other.parent() == parent))
                        .map(parent -> new Proposal(node, parent, Optional.empty()))
                        .stream())
                .findFirst();
    }

    /** Itself or one above it: levels that it would rise, for all that are below it. */
    private static Optional<Node> mostWon(Node deepest, int highest, long now, List<Proposal> taken) {
        Node best = null;
        for (var node = deepest; node.depth - highest - 1 >= WORTHWHILE; node = node.parent.parent) {
            if (mayMove(node, now, taken) && (best == null || won(node, highest) > won(best, highest))) {
                best = node;
            }
        }
        return Optional.ofNullable(best);
    }

    private static long won(Node node, int highest) {
        return (long) node.size * (node.depth - highest - 1);
    }

    /**
     * From the top down: who carries least of a level gives its place to a strong one from far below and goes below that one; into what
     * is free there the deepest move then.
     */
    private Optional<Proposal> strongUp(long now, List<Proposal> taken) {
        for (var level = 1; level < forest.hosts.deepest(); level++) {
            var weakest = someAt(forest.all, level)
                    .filter(node -> node.parent.parent.isPresent())
                    .filter(node -> mayMove(node, now, taken))
                    .min(Comparator.comparingInt(node -> node.capacity));
            var found = weakest.flatMap(weak -> strongest(weak, now, taken)
                    .map(strong -> new Proposal(strong, weak.parent.parent, Optional.of(weak))));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Node> strongest(Node weak, long now, List<Proposal> taken) {
        var above = weak.parent.parent;
        if (!above.hasRoomForOneMore() || taken.stream().anyMatch(other -> other.parent() == above)) {
            return Optional.empty();
        }
        Predicate<Node> fits = node -> node.capacity >= weak.capacity + STRONGER
                && node.spare() > 0
                && mayMove(node, now, taken)
                && parents.mayFeed(above, node, now)
                && parents.meetEasily(above, node, now);
        for (var level = forest.hosts.deepest(); level > weak.depth; level--) {
            var strong = someAt(forest.hosts, level).filter(fits).max(Comparator.comparingInt(node -> node.capacity));
            if (strong.isPresent()) {
                return strong;
            }
        }
        return Optional.empty();
    }

    private static boolean mayMove(Node node, long now, List<Proposal> taken) {
        return node.isPresent()
                && node.pending == null
                && now >= node.restUntil
                && taken.stream()
                        .noneMatch(
                                other -> other.child() == node || other.yields().equals(Optional.of(node)));
    }

    /** Some of that level, others each time. */
    private Stream<Node> someAt(ByDepth index, int level) {
        var nodes = index.at(level);
        if (nodes.size() <= LOOKS) {
            return nodes.stream();
        }
        var start = Math.floorMod(turn += LOOKS, nodes.size());
        return IntStream.range(0, LOOKS).mapToObj(n -> nodes.get((start + n) % nodes.size()));
    }
}
