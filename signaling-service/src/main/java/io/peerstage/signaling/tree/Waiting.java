package io.peerstage.signaling.tree;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Who has no parent: orphaned subtrees first, then those who would carry others, then the rest; among equals whoever came first. */
final class Waiting {
    private final Set<Node> orphans = new LinkedHashSet<>();
    private final Set<Node> willing = new LinkedHashSet<>();
    private final Set<Node> others = new LinkedHashSet<>();

    /** Whether it was not waiting before. */
    boolean add(Node node) {
        if (contains(node)) {
            return false;
        }
        return (node.children.isEmpty() ? node.traits.willing() ? willing : others : orphans).add(node);
    }

    void remove(Node node) {
        orphans.remove(node);
        willing.remove(node);
        others.remove(node);
    }

    boolean contains(Node node) {
        return orphans.contains(node) || willing.contains(node) || others.contains(node);
    }

    int size() {
        return orphans.size() + willing.size() + others.size();
    }

    /** The first ones of each kind in their order, at most so many of a kind. */
    List<Node> first(int most) {
        if (size() == 0) {
            return List.of();
        }
        List<Node> first = new ArrayList<>();
        for (var kind : List.of(orphans, willing, others)) {
            kind.stream().limit(most).forEach(first::add);
        }
        return first;
    }
}
