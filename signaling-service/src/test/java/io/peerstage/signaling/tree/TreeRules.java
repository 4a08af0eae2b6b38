package io.peerstage.signaling.tree;

import io.peerstage.signaling.tree.Link.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/** What is true of a tree after every input; each rule that is broken is told in a sentence. */
final class TreeRules {
    static List<String> broken(RelayTree tree, long now) {
        List<String> broken = new ArrayList<>();
        var forest = tree.forest;
        var toBeFed = new HashMap<Node, Integer>();
        var toFeed = new HashMap<Node, Integer>();
        forest.links.values().stream().filter(link -> link.is(Phase.PENDING)).forEach(link -> {
            toBeFed.merge(link.child, 1, Integer::sum);
            toFeed.merge(link.parent, 1, Integer::sum);
        });
        for (var node : forest.nodes.values()) {
            cycle(node, broken);
            load(node, broken);
            depth(node, now, broken);
            standby(node, broken);
            indexes(forest, node, broken);
            edges(node, toBeFed.getOrDefault(node, 0), toFeed.getOrDefault(node, 0), broken);
        }
        return broken;
    }

    private static void cycle(Node node, List<String> broken) {
        var seen = new HashSet<Node>();
        for (var at = node; at != null; at = at.parent == null ? null : at.parent.parent) {
            if (!seen.add(at)) {
                broken.add("a cycle above " + node);
                return;
            }
        }
    }

    private static void load(Node node, List<String> broken) {
        if (node.load() > Math.max(node.capacity, node.ceiling) + 1) {
            broken.add(node + " carries " + node.load() + ", ceiling " + node.ceiling);
        }
    }

    private static void depth(Node node, long now, List<String> broken) {
        var above = node.parent == null ? null : node.parent.parent;
        if (node.depth != (above == null ? 0 : above.depth + 1)) {
            broken.add(node + " is not one below its parent " + above);
        }
        if (node.connected != (above == null ? node.isSource : above.connected)) {
            broken.add(node + " is wrong about being connected");
        }
        if (node.size
                != 1 + node.children.stream().mapToInt(link -> link.child.size).sum()) {
            broken.add(node + " is wrong about its size");
        }
        if (node.connected && !isStrained(node, now)) {
            if (node.depth > Forest.DEEPEST) {
                broken.add(node + " is too deep");
            }
            if (node.reencodings > Forest.MOST_REENCODINGS) {
                broken.add(node + " gets a picture encoded " + node.reencodings + " times");
            }
        }
    }

    private static boolean isStrained(Node node, long now) {
        for (var at = node; at != null; at = at.parent == null ? null : at.parent.parent) {
            if (now <= at.strainedUntil + 1_000) {
                return true;
            }
        }
        return false;
    }

    private static void standby(Node node, List<String> broken) {
        if (node.standby != null) {
            var host = node.standby.parent;
            if (host == node || host.isUnder(node)) {
                broken.add("the standby of " + node + " is below it");
            }
            if (node.parent != null && node.parent.parent == host) {
                broken.add("the standby of " + node + " is its parent");
            }
            if (host.guests.size() > Forest.MOST_GUESTS) {
                broken.add(host + " stands by for " + host.guests.size());
            }
        }
    }

    private static void indexes(Forest forest, Node node, List<String> broken) {
        for (var index : List.of(forest.free, forest.hosts, forest.idle, forest.all)) {
            if (index.at(node.depth).contains(node) && !node.connected) {
                broken.add(node + " is in an index and nothing reaches it");
            }
        }
        for (var index : List.of(forest.free, forest.hosts, forest.idle)) {
            if (index.at(node.depth).contains(node) && !node.isPresent()) {
                broken.add(node + " is in an index and not there");
            }
        }
        if (forest.free.at(node.depth).contains(node) != (node.connected && node.isPresent() && node.spare() > 0)) {
            broken.add(node + " is wrongly free or not");
        }
    }

    private static void edges(Node node, int toBeFed, int toFeed, List<String> broken) {
        if (node.pending != null && !node.pending.parent.isPresent()) {
            broken.add(node + " is to be fed by " + node.pending.parent + ", whom nobody can tell");
        }
        if (toBeFed > 1) {
            broken.add(node + " has two pending edges");
        }
        if (toFeed != node.reserved) {
            broken.add(node + " is wrong about what it has reserved");
        }
    }

    private TreeRules() {}
}
