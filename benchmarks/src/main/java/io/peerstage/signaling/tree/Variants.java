package io.peerstage.signaling.tree;

import java.util.List;
import java.util.Optional;

/** The relay tree without one of its rules, to show what that rule is good for. In this package because nobody else is to do so. */
public final class Variants {
    /** Nobody has a second parent: who loses its source is connected anew. */
    public static RelayTree withoutStandbys(long epoch) {
        var forest = new Forest(epoch, Introductions.USUAL);
        return new RelayTree(forest, new Parents(forest) {
            @Override
            Optional<Node> findStandby(Node child, long now) {
                return Optional.empty();
            }
        });
    }

    /** Nobody moves without need: the tree stays as deep as it grew. */
    public static RelayTree withoutRebalancing(long epoch) {
        var forest = new Forest(epoch, Introductions.USUAL);
        var parents = new Parents(forest);
        return new RelayTree(forest, parents, new Rebalance(forest, parents) {
            @Override
            List<Proposal> propose(long now) {
                return List.of();
            }
        });
    }

    private Variants() {}
}
