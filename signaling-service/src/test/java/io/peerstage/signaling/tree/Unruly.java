package io.peerstage.signaling.tree;

import java.util.List;

/** Trees that lack one rule: each shows the fault for which its rule was made. */
final class Unruly {
    private static final long EPOCH = 8;

    /** Two reservations, each legal when it was made, may close a loop when media comes: nothing looks again. */
    static RelayTree withoutASecondLook(Introductions introductions) {
        var forest = new Forest(EPOCH, introductions) {
            @Override
            void activate(Link link) {
                if (link.parent.isUnder(link.child)) { // nothing in here would ever end
                    throw new IllegalStateException("a loop is closed: " + link.parent + " feeds " + link.child);
                }
                super.activate(link);
            }
        };
        return new RelayTree(forest, new Parents(forest) {
            @Override
            boolean mayCommit(Node parent, Node child, long now) {
                return true;
            }
        });
    }

    /** Whoever came first keeps the place. */
    static RelayTree withoutSwaps() {
        var forest = new Forest(EPOCH, Introductions.USUAL);
        return new RelayTree(forest, new Parents(forest) {
            @Override
            boolean mayTakePlaceOf(Node idle, Node node, long now) {
                return false;
            }
        });
    }

    /** Nobody moves without need: such a tree grows deeper. */
    static RelayTree unbalanced(Forest forest) {
        var parents = new Parents(forest);
        return new RelayTree(forest, parents, new Rebalance(forest, parents) {
            @Override
            List<Proposal> propose(long now) {
                return List.of();
            }
        });
    }

    private Unruly() {}
}
