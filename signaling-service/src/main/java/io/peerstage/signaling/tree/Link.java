package io.peerstage.signaling.tree;

import java.util.Optional;

/** One peer feeding another, or about to, or ready to. */
final class Link {
    enum Phase {
        /** Reserved at the parent; no media yet. */
        PENDING,
        /** The child's source. */
        ACTIVE,
        /** A second parent, being connected or connected; sends nothing. */
        STANDBY
    }

    final String id;
    final Node parent;
    final Node child;
    final long madeAt;
    /** The direct way has failed before. */
    final boolean viaTurn;

    Phase phase;
    /** A standby whose connection stands. */
    boolean ready;
    /** Nobody needs this move: a forced one may cancel it. */
    boolean voluntary;
    /** The one end that has told of it to this tree, which did not make it; empty when both ends have, and when this tree made it. */
    Optional<Node> vouchedBy = Optional.empty();
    /** Who gives up its place at the parent to the child, and goes below it. */
    Node yields;

    Link(String id, Node parent, Node child, Phase phase, long madeAt, boolean viaTurn) {
        this.id = id;
        this.parent = parent;
        this.child = child;
        this.phase = phase;
        this.madeAt = madeAt;
        this.viaTurn = viaTurn;
    }

    boolean touches(String peer) {
        return parent.id.equals(peer) || child.id.equals(peer);
    }

    String otherEnd(String peer) {
        return parent.id.equals(peer) ? child.id : parent.id;
    }

    boolean is(Phase other) {
        return phase == other;
    }
}
