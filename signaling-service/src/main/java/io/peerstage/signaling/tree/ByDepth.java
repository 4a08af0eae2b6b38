package io.peerstage.signaling.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Peers of one kind by their depth; joining, leaving and looking at one take constant time. */
final class ByDepth {
    private final int kind;
    private final List<List<Node>> levels = new ArrayList<>();
    private int lowest;
    private int size;
    private int turn;

    /**
     * @param kind which of a node's places in the indexes is this one's
     */
    ByDepth(int kind) {
        this.kind = kind;
    }

    /** Sees to it that the node is where it belongs; true if it was nowhere before. */
    boolean keep(Node node, boolean belongs) {
        var level = belongs ? node.depth : -1;
        var before = node.level[kind];
        if (before != level) {
            remove(node);
            if (level >= 0) {
                add(node, level);
            }
        }
        return before < 0 && level >= 0;
    }

    int size() {
        return size;
    }

    int deepest() {
        for (var level = levels.size() - 1; level >= 0; level--) {
            if (!levels.get(level).isEmpty()) {
                return level;
            }
        }
        return -1;
    }

    int highest() {
        while (lowest < levels.size() && levels.get(lowest).isEmpty()) {
            lowest++;
        }
        return lowest < levels.size() ? lowest : -1;
    }

    /**
     * Up to so many that fit, the highest first, begun each time somewhere else among equals so that all have their turn.
     *
     * @param deepest no level below this one is looked at
     * @param looks at most so many are looked at
     */
    List<Node> choose(int most, int deepest, int looks, Predicate<Node> fits) {
        List<Node> chosen = new ArrayList<>(most);
        var left = looks;
        for (var level = Math.max(highest(), 0);
                level < levels.size() && level <= deepest && left > 0 && chosen.size() < most;
                level++) {
            left = look(level, most, left, fits, chosen);
        }
        return chosen;
    }

    /** The same, but the deepest first: from that level upwards, and only then from there downwards. */
    List<Node> chooseFrom(int level, int most, int deepest, int looks, Predicate<Node> fits) {
        List<Node> chosen = new ArrayList<>(most);
        var from = Math.min(Math.min(level, deepest), levels.size() - 1);
        var left = looks;
        for (var at = from; at >= 0 && left > 0 && chosen.isEmpty(); at--) {
            left = look(at, most, left, fits, chosen);
        }
        for (var at = from + 1; at < levels.size() && at <= deepest && left > 0 && chosen.isEmpty(); at++) {
            left = look(at, most, left, fits, chosen);
        }
        return chosen;
    }

    /** How many may still be looked at. */
    private int look(int level, int most, int left, Predicate<Node> fits, List<Node> chosen) {
        var nodes = levels.get(level);
        var count = Math.min(nodes.size(), left);
        var start = nodes.isEmpty() ? 0 : Math.floorMod(turn++, nodes.size());
        for (var n = 0; n < count && chosen.size() < most; n++) {
            var node = nodes.get((start + n) % nodes.size());
            if (fits.test(node)) {
                chosen.add(node);
            }
        }
        return left - count;
    }

    List<Node> at(int level) {
        return level >= 0 && level < levels.size() ? levels.get(level) : List.of();
    }

    private void add(Node node, int level) {
        while (levels.size() <= level) {
            levels.add(new ArrayList<>());
        }
        var nodes = levels.get(level);
        node.level[kind] = level;
        node.position[kind] = nodes.size();
        nodes.add(node);
        lowest = Math.min(lowest, level);
        size++;
    }

    private void remove(Node node) {
        if (node.level[kind] < 0) {
            return;
        }
        var nodes = levels.get(node.level[kind]);
        var last = nodes.remove(nodes.size() - 1);
        if (last != node) {
            nodes.set(node.position[kind], last);
            last.position[kind] = node.position[kind];
        }
        node.level[kind] = -1;
        size--;
    }
}
