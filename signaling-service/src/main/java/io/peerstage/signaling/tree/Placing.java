package io.peerstage.signaling.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * ENTER and EDGE: from waiting to a source. A slot is reserved at the parent, both are told, and when media came it is looked at once
 * more; only then is the old source released.
 */
final class Placing {
    private static final int SERVED_AT_ONCE = 64;
    private static final int IDLE_LOOKED_AT = 32;

    private final Forest forest;
    private final Parents parents;
    private final Standbys standbys;
    private final Carrying carrying;
    private final Moves moves;
    private final Waiting waiting = new Waiting();
    private final List<Node> unserved = new ArrayList<>();
    private long placed;
    private long failedOver;
    private long forced;
    private long voluntary;

    Placing(Forest forest, Parents parents, Standbys standbys, Carrying carrying, Moves moves) {
        this.forest = forest;
        this.parents = parents;
        this.standbys = standbys;
        this.carrying = carrying;
        this.moves = moves;
    }

    /** Waits for a parent, unless it has one, or one is being connected. */
    void seek(Node node) {
        if (!node.isSource && node.parent == null && node.pending == null && node.isPresent() && waiting.add(node)) {
            unserved.add(node);
        }
    }

    void forget(Node node) {
        waiting.remove(node);
    }

    int waiting() {
        return waiting.size();
    }

    /** Gives parents to those who wait: to all where somebody has a slot who had none before, else to those who came just now. */
    void serve(long now) {
        if (forest.root != null) {
            if (forest.takeNews()) {
                serve(waiting.first(SERVED_AT_ONCE), now);
            } else if (!unserved.isEmpty()) {
                serve(List.copyOf(unserved), now);
            }
        }
        if (!unserved.isEmpty()) {
            unserved.stream().filter(waiting::contains).forEach(moves::await);
            unserved.clear();
        }
    }

    /** The same for all: pairs that failed may be tried again by now. */
    void serveAll(long now) {
        if (forest.root != null) {
            serve(waiting.first(SERVED_AT_ONCE), now);
        }
    }

    private void serve(List<Node> some, long now) {
        for (var node : some) {
            if (forest.free.size() == 0 && forest.idle.size() == 0) {
                return;
            }
            if (waiting.contains(node)) {
                find(node, now);
            }
        }
    }

    /** Whether a parent is being connected now. */
    boolean find(Node node, long now) {
        var parent = parents.find(node, Forest.DEEPEST, now);
        parent.ifPresent(found -> connect(found, node, false, now));
        return parent.isPresent() || (node.traits.willing() && takePlaceOfIdle(node, now));
    }

    Link connect(Node parent, Node child, boolean viaTurn, long now) {
        waiting.remove(child);
        var link = forest.reserve(parent, child, viaTurn, now);
        moves.connect(link);
        carrying.crowd(parent, now);
        return link;
    }

    /** Media came over it. */
    void commit(Link link, long now) {
        var child = link.child;
        if (!parents.mayCommit(link.parent, child, now)) {
            undo(link);
            seek(child);
            return;
        }
        follow(link, now);
        child.restUntil = now + Rebalance.REST;
        if (link.yields != null) {
            goBelow(child, link, now);
        }
    }

    /** The edge is the child's source from now on. */
    void follow(Link link, long now) {
        var child = link.child;
        var before = child.parent;
        count(link);
        if (before != null) {
            forest.drop(before);
        }
        forest.activate(link);
        moves.activate(link);
        if (before != null) {
            moves.release(before);
        }
        standbys.forget(child, link);
        waiting.remove(child);
        carrying.feed(child, now);
        standbys.checkAround(child);
    }

    private void count(Link link) {
        if (link.is(Link.Phase.STANDBY)) {
            failedOver++;
        } else if (link.voluntary) {
            voluntary++;
        } else if (link.child.fedAt == Node.NEVER) {
            placed++;
        } else {
            forced++;
        }
    }

    Tally tally() {
        return new Tally(placed, failedOver, forced, voluntary);
    }

    /** It failed, or took too long: once more through TURN, then somebody else, and this one again only after a while. */
    void giveUp(Link link, long now) {
        undo(link);
        var parent = link.parent;
        if (!link.viaTurn
                && parent.connected
                && parent.isPresent()
                && parent.hasRoomForOneMore()
                && parents.mayMeet(parent, link.child, now)) {
            var again = connect(parent, link.child, true, now);
            again.voluntary = link.voluntary;
            again.yields = link.yields;
        } else {
            link.child.bar(parent, now);
            seek(link.child);
        }
    }

    /** The connection is gone and both ends are there: they are connected anew, and whoever is below the child stays there. */
    void renew(Link link, long now) {
        var child = link.child;
        undo(link);
        if (child.pending == null
                && child.isPresent()
                && link.parent.isPresent()
                && link.parent.hasRoomForOneMore()
                && parents.mayMeet(link.parent, child, now)) {
            connect(link.parent, child, link.viaTurn, now);
        } else {
            seek(child);
        }
    }

    void undo(Link link) {
        forest.drop(link);
        release(link);
    }

    void release(Link link) {
        moves.release(link);
    }

    void overdue(long now) {
        for (var link : List.copyOf(forest.pending)) {
            if (now - link.madeAt < RelayTree.PENDING) {
                break; // the oldest come first
            }
            giveUp(link, now);
        }
    }

    /** A move that nobody needs gives way. */
    void cancelVoluntary(Node child) {
        if (child.pending != null && child.pending.voluntary) {
            undo(child.pending);
        }
    }

    /** No slot is free: who would carry others takes the place of the highest who cannot, who then goes below it. */
    private boolean takePlaceOfIdle(Node node, long now) {
        var levels = forest.reach(node).levels();
        var idle = forest.idle.choose(
                1, Forest.DEEPEST - 1 - levels, IDLE_LOOKED_AT, other -> parents.mayTakePlaceOf(other, node, now));
        idle.forEach(other -> connect(other.parent.parent, node, false, now).yields = other);
        return !idle.isEmpty();
    }

    private void goBelow(Node child, Link taken, long now) {
        var yields = taken.yields;
        if (yields.parent != null
                && yields.parent.parent == taken.parent
                && child.capacity > 0
                && child.hasRoomForOneMore()
                && parents.mayConnect(child, yields, now)) {
            cancelVoluntary(yields);
            if (yields.pending == null) {
                connect(child, yields, false, now);
            }
        }
    }
}
