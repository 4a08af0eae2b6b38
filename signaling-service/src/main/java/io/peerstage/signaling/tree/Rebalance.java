package io.peerstage.signaling.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Moves that nobody needs but that make the tree flatter. They are few, and a peer that moved has its rest. */
final class Rebalance {
    /** How often moves are proposed. */
    private static final long EVERY = 1_000;
    /** No voluntary move of a peer sooner after another. */
    static final long REST = 30_000;
    /** Of them that many a minute, or 1 % of the peers where that is more. */
    private static final double LEAST_A_MINUTE = 4;

    private static final double SHARE_A_MINUTE = 0.01;
    /** Levels that a move must win. */
    private static final int WORTHWHILE = 2;

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
        refill(now);
        List<Proposal> proposals = new ArrayList<>();
        while (proposals.size() + 1 <= budget) {
            var next =
                    deepestUp(now, proposals).or(() -> strongUp(now, proposals)).or(() -> carrierUp(now, proposals));
            if (next.isEmpty()) {
                break;
            }
            proposals.add(next.get());
        }
        budget -= proposals.size();
        return proposals;
    }

    private void refill(long now) {
        var aMinute = Math.max(LEAST_A_MINUTE, SHARE_A_MINUTE * forest.all.size());
        if (proposedAt != Long.MIN_VALUE) {
            budget = Math.min(aMinute, budget + aMinute * (now - proposedAt) / 60_000);
        }
        proposedAt = now;
    }

    /** The part of a deepest path for which most is won goes to a free slot that is two levels higher or more. */
    private Optional<Proposal> deepestUp(long now, List<Proposal> taken) {
        var level = forest.all.deepest();
        var highest = forest.free.highest();
        if (highest < 0 || highest + 1 > level - WORTHWHILE) {
            return Optional.empty();
        }
        return someAt(forest.all, level).stream()
                .flatMap(node -> mostWon(node, highest, now, taken).stream())
                .flatMap(node -> parents
                        .find(node, node.depth - WORTHWHILE - 1, now)
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

    /** A strong child and its weaker parent change places. */
    private Optional<Proposal> strongUp(long now, List<Proposal> taken) {
        for (var level = 2; level <= forest.hosts.deepest(); level++) {
            var found = someAt(forest.hosts, level).stream()
                    .filter(node -> node.parent.parent.capacity < node.capacity)
                    .flatMap(node -> inPlaceOf(node.parent.parent, node, now, taken).stream())
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Who carries, and is deep, takes the place of one who cannot, two levels higher or more. */
    private Optional<Proposal> carrierUp(long now, List<Proposal> taken) {
        var highest = forest.idle.highest();
        var level = forest.hosts.deepest();
        if (highest < 0 || highest > level - WORTHWHILE) {
            return Optional.empty();
        }
        return someAt(forest.idle, highest).stream()
                .flatMap(idle -> someAt(forest.hosts, level).stream()
                        .flatMap(node -> inPlaceOf(idle, node, now, taken).stream()))
                .findFirst();
    }

    private Optional<Proposal> inPlaceOf(Node yields, Node node, long now, List<Proposal> taken) {
        if (yields.parent == null || !mayMove(yields, now, taken) || !mayMove(node, now, taken)) {
            return Optional.empty();
        }
        var above = yields.parent.parent;
        return above.isPresent()
                        && above.hasRoomForOneMore()
                        && taken.stream().noneMatch(other -> other.parent() == above)
                        && parents.mayFeed(above, node, now)
                ? Optional.of(new Proposal(node, above, Optional.of(yields)))
                : Optional.empty();
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
    private List<Node> someAt(ByDepth index, int level) {
        var nodes = index.at(level);
        if (nodes.size() <= LOOKS) {
            return nodes;
        }
        var start = Math.floorMod(turn += LOOKS, nodes.size());
        List<Node> some = new ArrayList<>(LOOKS);
        for (var n = 0; n < LOOKS; n++) {
            some.add(nodes.get((start + n) % nodes.size()));
        }
        return some;
    }
}
