package io.peerstage.benchmarks.tree;

/** What two viewers have between them, as they see it, whatever the server thinks. */
final class Edge {
    final String id;
    final Viewer parent;
    final Viewer child;
    final boolean viaTurn;
    boolean standby;
    boolean parentTold;
    boolean childTold;
    /** The connection stands. */
    boolean up;
    /** Media comes over it, or would if the child asked. */
    boolean hasMedia;

    boolean closed;

    Edge(String id, Viewer parent, Viewer child, boolean standby, boolean viaTurn) {
        this.id = id;
        this.parent = parent;
        this.child = child;
        this.standby = standby;
        this.viaTurn = viaTurn;
    }

    boolean isSource() {
        return child.source == this;
    }

    Viewer other(Viewer end) {
        return end == child ? parent : child;
    }
}
