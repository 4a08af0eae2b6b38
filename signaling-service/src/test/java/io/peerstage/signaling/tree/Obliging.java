package io.peerstage.signaling.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** A tree whose peers do at once whatever they are told, and all that they were told. */
final class Obliging {
    static final Traits STRONG = new Traits(true, true);
    static final Traits PHONE = new Traits(false, true);

    final RelayTree tree;
    final List<Move> told = new ArrayList<>();
    long now;

    Obliging(RelayTree tree) {
        this.tree = tree;
        enter("source", STRONG);
        oblige(tree.lead("source", now));
    }

    void enter(String id, Traits traits) {
        oblige(tree.enter(id, traits, now));
    }

    void pass(long milliseconds) {
        for (var end = now + milliseconds; now < end; ) {
            now += Math.min(200, end - now);
            oblige(tree.tick(now));
        }
    }

    long fed() {
        return tree.places().stream()
                .filter(place -> place.parent().isPresent())
                .count();
    }

    String parentOf(String id) {
        return tree.place(id).flatMap(Place::parent).orElseThrow();
    }

    /** Times a peer was introduced to another. */
    long introductions(String id) {
        return told.stream()
                .filter(Move.Connect.class::isInstance)
                .map(Move.Connect.class::cast)
                .filter(connect ->
                        connect.parent().equals(id) || connect.child().equals(id))
                .count();
    }

    void oblige(List<Move> moves) {
        var left = new ArrayDeque<>(moves);
        while (!left.isEmpty()) {
            var move = left.poll();
            told.add(move);
            if (move instanceof Move.Connect connect) {
                left.addAll(
                        connect.standby()
                                ? tree.ready(connect.child(), connect.edge(), now)
                                : tree.media(connect.child(), connect.edge(), now));
            }
        }
    }
}
