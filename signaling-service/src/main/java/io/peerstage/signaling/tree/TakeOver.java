package io.peerstage.signaling.tree;

import io.peerstage.signaling.tree.Link.Phase;
import java.util.Comparator;
import java.util.Optional;

/**
 * OWNER CHANGE: the tree is put together again from what its peers say they have. An edge that one end tells of keeps its slot; of its
 * source a child knows better than a parent; a circle, which peers of different knowledge may tell of, is cut at its lowest edge.
 */
final class TakeOver {
    /** Owner, then counter: {@code 7.12} is lower than {@code 7.100} and than {@code 8.1}. */
    static final Comparator<Link> BY_AGE =
            Comparator.<Link>comparingLong(link -> part(link, 0)).thenComparingLong(link -> part(link, 1));

    private final Forest forest;
    private final Carrying carrying;
    private final Placing placing;
    private final Recovery recovery;

    TakeOver(Forest forest, Carrying carrying, Placing placing, Recovery recovery) {
        this.forest = forest;
        this.carrying = carrying;
        this.placing = placing;
        this.recovery = recovery;
    }

    void tell(Node node, Held held, long now) {
        var other = forest.nodes.get(held.other());
        var known = forest.links.get(held.edge());
        if (known != null || held.other().equals(node.id)) {
            vouch(known, node, held);
            return;
        }
        if (other == null) { // it has not come back yet, and may never
            other = forest.node(held.other(), new Traits(false, false), now);
            recovery.detach(other, now);
        }
        var child = held.asChild() ? node : other;
        var link = new Link(held.edge(), held.asChild() ? other : node, child, Phase.ACTIVE, now, false);
        link.vouchedBy = Optional.of(node);
        if (held.standby()) {
            standBy(link);
        } else if (!child.isSource && (held.asChild() || child.parent == null)) {
            feed(link, now);
        }
    }

    /** Both ends have told of it now. */
    private static void vouch(Link known, Node node, Held held) {
        if (known != null
                && known.vouchedBy.filter(teller -> teller != node).isPresent()
                && known.touches(node.id)
                && known.otherEnd(node.id).equals(held.other())) {
            known.vouchedBy = Optional.empty();
        }
    }

    private void standBy(Link link) {
        if (link.child.standby == null && !link.child.isSource && !link.parent.isUnder(link.child)) {
            link.ready = true;
            forest.adopt(link);
        }
    }

    private void feed(Link link, long now) {
        var child = link.child;
        recovery.cutOff(child);
        var lowest = link;
        if (link.parent.isUnder(child)) {
            for (var at = link.parent; at != child; at = at.parent.parent) {
                lowest = BY_AGE.compare(at.parent, lowest) < 0 ? at.parent : lowest;
            }
        }
        if (lowest != link) {
            placing.undo(lowest);
            placing.seek(lowest.child);
        } else if (link.parent.isUnder(child)) {
            placing.release(link);
            placing.seek(child);
            return;
        }
        placing.forget(child);
        forest.activate(link);
        carrying.feed(child, now);
        carrying.feed(link.parent, now);
        if (!link.parent.isSource) {
            carrying.set(link.parent, Math.max(link.parent.capacity, link.parent.load()), now);
        }
    }

    private static long part(Link link, int index) {
        return Long.parseLong(link.id.split("\\.", -1)[index]);
    }
}
