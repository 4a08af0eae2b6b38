package io.peerstage.signaling.tree;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * STANDBY: every viewer has a second parent, connected and sending nothing. Standbys are looked at again wherever a move may have spoiled
 * one: at the one that moved, at its children, at all above it and at their children.
 */
final class Standbys {
    private final Forest forest;
    private final Parents parents;
    private final Moves moves;
    /** Who has none, whoever waits longest first. */
    private final Set<Node> bare = new LinkedHashSet<>();
    /** Those that are being connected, the oldest first. */
    private final Set<Link> connecting = new LinkedHashSet<>();

    Standbys(Forest forest, Parents parents, Moves moves) {
        this.forest = forest;
        this.parents = parents;
        this.moves = moves;
    }

    /** Looks for as many as that. */
    void find(int most, long now) {
        if (bare.isEmpty()) {
            return;
        }
        for (var node : bare.stream().limit(most).toList()) {
            bare.remove(node);
            if (node.parent == null || node.standby != null) {
                continue;
            }
            if (!node.isPresent() || !node.connected) {
                bare.add(node); // until it can be told, and media reaches it
                continue;
            }
            parents.findStandby(node, now)
                    .ifPresentOrElse(
                            host -> connect(host, node, false, now), () -> bare.add(node)); // behind the others
        }
    }

    /** It has its source from before: a standby is looked for unless it has that, too. */
    void seek(Node node) {
        if (node.standby == null) {
            bare.add(node);
        }
    }

    void ready(Link link) {
        link.ready = true;
        connecting.remove(link);
    }

    /** It cannot be connected, or is no longer: once more through TURN, then another. */
    void giveUp(Link link, long now) {
        drop(link.child);
        if (!link.viaTurn
                && !link.ready
                && parents.mayStandBy(link.parent, link.child, now)
                && parents.mayMeet(link.parent, link.child, now)) {
            connect(link.parent, link.child, true, now);
            bare.remove(link.child);
        } else {
            link.child.bar(link.parent, now);
        }
    }

    void drop(Node child) {
        var link = child.standby;
        if (link != null) {
            connecting.remove(link);
            forest.drop(link);
            moves.release(link);
        }
        bare.add(child);
    }

    void dropGuests(Node host) {
        forest.guestsOf(host).forEach(this::drop);
    }

    /** Those of its guests that are not connected yet: nobody could tell it any more. */
    void dropPending(Node host) {
        List.copyOf(host.guests).stream().filter(link -> !link.ready).forEach(link -> drop(link.child));
    }

    void checkAround(Node moved) {
        check(moved);
        lift(moved);
        if (moved.parent != null) {
            lift(moved.parent.parent);
        }
        if (moved.children.isEmpty() && moved.guests.isEmpty()) {
            return; // it is nobody's standby, and nobody's standby is below it
        }
        checkChildren(moved);
        for (var above = moved.parent; above != null; above = above.parent.parent) {
            check(above.parent);
            checkChildren(above.parent);
        }
    }

    private void checkChildren(Node node) {
        for (var n = 0; n < node.children.size(); n++) {
            check(node.children.get(n).child);
        }
    }

    void overdue(long now) {
        for (var link : List.copyOf(connecting)) {
            if (now - link.madeAt < RelayTree.PENDING) {
                break; // the oldest come first
            }
            giveUp(link, now);
        }
    }

    /** It took its standby for its source, or is gone. */
    void forget(Node node, Link link) {
        bare.remove(node);
        connecting.remove(link);
    }

    /** With a standby far below it all that it feeds would sink. */
    private void lift(Node node) {
        if (node.standby != null && !node.children.isEmpty() && node.standby.parent.depth > node.depth) {
            drop(node);
        }
    }

    private void check(Node node) {
        if (node.standby == null) {
            bare.add(node);
        } else if (!parents.mayStandBy(node.standby.parent, node, Long.MAX_VALUE)) {
            drop(node);
        }
    }

    private void connect(Node host, Node child, boolean viaTurn, long now) {
        var link = forest.host(host, child, viaTurn, now);
        connecting.add(link);
        moves.connect(link);
    }
}
