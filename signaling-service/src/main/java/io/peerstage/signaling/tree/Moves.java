package io.peerstage.signaling.tree;

import java.util.ArrayList;
import java.util.List;

/** What was decided since it was last asked. */
final class Moves {
    private List<Move> decided = new ArrayList<>();

    /** Both ends are told of each other, which counts. */
    void connect(Link link) {
        link.parent.introduced.add(link.madeAt);
        link.child.introduced.add(link.madeAt);
        decided.add(
                new Move.Connect(link.id, link.parent.id, link.child.id, link.is(Link.Phase.STANDBY), link.viaTurn));
    }

    void activate(Link link) {
        decided.add(new Move.Activate(link.id, link.parent.id, link.child.id));
    }

    void release(Link link) {
        decided.add(new Move.Release(link.id, link.parent.id, link.child.id));
    }

    void ping(Node node) {
        decided.add(new Move.Ping(node.id));
    }

    void await(Node node) {
        decided.add(new Move.Wait(node.id));
    }

    List<Move> take() {
        var taken = decided;
        decided = new ArrayList<>();
        return taken;
    }
}
