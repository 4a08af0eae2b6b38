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
    private final Standbys standbys;
    private final Carrying carrying;
    private final Placing placing;
    private final Recovery recovery;

    TakeOver(Forest forest, Standbys standbys, Carrying carrying, Placing placing, Recovery recovery) {
        this.forest = forest;
        this.standbys = standbys;
        this.carrying = carrying;
        this.placing = placing;
        this.recovery = recovery;
    }

    void tell(Node node, Held held, long now) {
        var other = forest.nodes.get(held.other());
        var known = forest.links.get(held.edge());
        if (known != null || held.other().equals(node.id)) {
            hear(known, node, held, now);
            return;
        }
        if (other != null && other.isPresent()) {
            return; // it has told of all that it has, and this is not among it
        }
        if (other == null) { // it has not come back yet, and may never
            other = forest.node(held.other(), new Traits(false, false), now);
            recovery.detach(other, now);
        }
        var child = held.asChild() ? node : other;
        var link = new Link(held.edge(), held.asChild() ? other : node, child, Phase.ACTIVE, now, false);
        link.vouchedBy = Optional.of(node);
        if (held.standby() || (child.parent != null && !held.asChild())) {
            standBy(link); // which of two feeds it, the child will say
        } else if (!child.isSource) {
            feed(link, now);
        }
    }

    /** When it has told of all that it has: whom others told of before was not known to be willing. */
    void resume(Node node, long now) {
        standbys.seek(node);
        if (node.traits.willing() && !node.isSource && !node.measured && node.fedAt != Node.NEVER) {
            carrying.set(node, Math.max(Math.max(node.capacity, 1), node.load()), now);
        }
    }

    /** Both ends have told of it now. What a child says is its source is that, though the parent took it for one that stands by. */
    private void hear(Link known, Node node, Held held, long now) {
        if (known == null
                || known.vouchedBy.filter(teller -> teller != node).isEmpty()
                || !known.touches(node.id)
                || !known.otherEnd(node.id).equals(held.other())) {
            return;
        }
        known.vouchedBy = Optional.empty();
        if (known.is(Phase.STANDBY) && known.child == node && !held.standby()) {
            feed(known, now);
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
        if (child.pending != null) {
            placing.undo(child.pending);
        }
        if (child.parent != null) {
            placing.undo(child.parent);
        }
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
            placing.undo(link);
            placing.seek(child);
            return;
        }
        placing.forget(child);
        forest.activate(link);
        dropStandbysBelow(child);
        carrying.feed(child, now);
        carrying.feed(link.parent, now);
        if (!link.parent.isSource) {
            carrying.set(link.parent, Math.max(link.parent.capacity, link.parent.load()), now);
        }
    }

    /** Who stands by was told before it was known who feeds whom. */
    private void dropStandbysBelow(Node fed) {
        for (var node = fed; node != null; node = node.parent == null ? null : node.parent.parent) {
            var host = node.standby == null ? null : node.standby.parent;
            if (host != null && (host.isUnder(node) || (node.parent != null && node.parent.parent == host))) {
                standbys.drop(node);
            }
        }
    }

    private static long part(Link link, int index) {
        return Long.parseLong(link.id.split("\\.", -1)[index]);
    }
}
