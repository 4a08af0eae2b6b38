package io.peerstage.signaling.tree;

/** What the tree has decided and somebody else must tell the peers. An edge's id is that of no other edge, ever. */
public sealed interface Move {
    /**
     * Make a connection. The child says when media came over it, or, for a standby, when it stands.
     *
     * @param viaTurn the direct way has failed before
     */
    record Connect(String edge, String parent, String child, boolean standby, boolean viaTurn) implements Move {}

    /** From now on the child takes its media from this edge and passes on what comes over it. */
    record Activate(String edge, String parent, String child) implements Move {}

    /** The edge is over; whichever ends are still there close it. */
    record Release(String edge, String parent, String child) implements Move {}

    /** Ask the peer whether it is there; {@link RelayTree#pong} is the answer. */
    record Ping(String peer) implements Move {}

    /** The peer has no parent for now and none is free: it waits. */
    record Wait(String peer) implements Move {}
}
