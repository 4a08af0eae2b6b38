package io.peerstage.signaling.tree;

import io.peerstage.signaling.tree.Node.State;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fail-over, LEAVE, DETACHED, CRASH and SHED: who loses its source gets another, with all that is below it. */
final class Recovery {
    private final Forest forest;
    private final Parents parents;
    private final Standbys standbys;
    private final Carrying carrying;
    private final Placing placing;
    private final Moves moves;
    private final Set<Node> detached = new LinkedHashSet<>();
    private final Set<Node> leaving = new LinkedHashSet<>();
    private final Set<Node> pinged = new LinkedHashSet<>();
    /** Whose source is bad, while no other is free. */
    private final Set<Node> restless = new LinkedHashSet<>();
    /** Whose path grew too long by a fail-over. */
    private final Set<Node> strained = new LinkedHashSet<>();

    Recovery(Forest forest, Parents parents, Standbys standbys, Carrying carrying, Placing placing, Moves moves) {
        this.forest = forest;
        this.parents = parents;
        this.standbys = standbys;
        this.carrying = carrying;
        this.placing = placing;
        this.moves = moves;
    }

    /** It is there again, with its edges and its place. */
    void back(Node node) {
        node.state = State.PRESENT;
        node.since = Node.NEVER;
        detached.remove(node);
        leaving.remove(node);
        forest.keep(node);
    }

    void detach(Node node, long now) {
        node.state = State.DETACHED;
        node.since = now;
        detached.add(node);
        placing.forget(node);
        quiet(node);
    }

    /** It stays until those below it have moved, but not for longer than it is allowed to. */
    void leave(Node node, long patience, long now) {
        if (node.children.isEmpty() || node.isSource) {
            remove(node);
            return;
        }
        node.state = State.LEAVING;
        node.since = now + patience - RelayTree.LEAVING;
        leaving.add(node);
        detached.remove(node);
        quiet(node);
        var heir = heirOf(node);
        forest.childrenOf(node).forEach(child -> moveAway(child, now));
        inherit(heir, node.parent == null ? null : node.parent.parent, now);
    }

    /** Nothing comes over it. The child moves; that the parent has crashed is believed when another child says so too. */
    void silent(Link link, long now) {
        var child = link.child;
        var parent = link.parent;
        if (parent.isSource && parent.state == State.DETACHED) {
            return; // it is awaited, and nobody else has anything newer
        }
        child.bar(parent, now);
        if (parent.state == State.DETACHED && !parent.isSource) {
            crash(parent, now);
            return;
        }
        parent.reporters.values().removeIf(at -> now - at > RelayTree.TOGETHER);
        parent.reporters.put(child, now);
        if (parent.reporters.size() >= 2 && parent.pingUntil == Node.NEVER && !parent.isSource) {
            parent.pingUntil = now + RelayTree.TO_ANSWER;
            pinged.add(parent);
            moves.ping(parent);
        }
        moveAway(child, now);
    }

    /** It is there, and yet two of its children hear nothing from it: it carries nobody for a while, unless it starves itself. */
    void answered(Node node, long now) {
        if (pinged.remove(node)) {
            node.pingUntil = Node.NEVER;
            if (!restless.contains(node) && node.pending == null && node.parent != null) {
                node.distrustedUntil = now + RelayTree.DISTRUST;
                carrying.set(node, 0, now);
            }
        }
    }

    /** A forced move: to its standby, else to whomever there is; until then it keeps what it has. */
    void moveAway(Node child, long now) {
        restless.remove(child);
        placing.cancelVoluntary(child);
        if (child.pending != null || child.isSource) {
            return;
        }
        if (!takeOver(child, now) && !(child.isPresent() && placing.find(child, now))) {
            if (child.parent == null) {
                placing.seek(child);
            } else {
                restless.add(child);
            }
        }
    }

    /** All that it was to others, and it to them, is over. */
    void remove(Node node) {
        cutOff(node);
        forest.childrenOf(node).forEach(child -> {
            placing.undo(child.parent);
            placing.seek(child);
        });
        quiet(node);
        standbys.dropGuests(node);
        List.of(detached, leaving, pinged, restless, strained).forEach(set -> set.remove(node));
        standbys.forget(node, null);
        carrying.forget(node);
        placing.forget(node);
        forest.remove(node);
    }

    /** It has no source and looks for none. */
    void cutOff(Node node) {
        if (node.pending != null) {
            placing.undo(node.pending);
        }
        if (node.standby != null) {
            standbys.drop(node);
        }
        if (node.parent != null) {
            placing.undo(node.parent);
        }
    }

    void tick(long now) {
        due(pinged, node -> node.pingUntil, now).forEach(node -> {
            node.distrustedUntil = now + RelayTree.UNHEARD; // it may be heard again
            crash(node, now);
        });
        due(detached, Recovery::givenUpAt, now).forEach(node -> crash(node, now));
        for (var node : List.copyOf(leaving)) {
            if (node.children.isEmpty() || now - node.since >= RelayTree.LEAVING) {
                crash(node, now);
            }
        }
        carrying.tooMuch(now).forEach(node -> shed(node, now));
        List.copyOf(restless).forEach(node -> moveAway(node, now));
        due(strained, node -> node.strainedUntil, now).forEach(this::loosen);
    }

    private static long givenUpAt(Node node) {
        return node.since + (node.isSource ? RelayTree.BROADCASTER_DETACHED : RelayTree.DETACHED);
    }

    /** It is gone: its children go to their standbys, else they wait as whole subtrees, and its own place is for the best of them. */
    private void crash(Node node, long now) {
        var above = node.parent == null ? null : node.parent.parent;
        var heir = heirOf(node);
        var children = forest.childrenOf(node);
        remove(node);
        children.forEach(child -> moveAway(child, now));
        inherit(heir, above, now);
    }

    /** The standby becomes the source; it may for a while carry one more than it can, and the path may be too long. */
    private boolean takeOver(Node child, long now) {
        var link = child.standby;
        if (link == null || !link.ready || !mayTakeOver(link.parent, child)) {
            return false;
        }
        placing.follow(link, now);
        carrying.crowd(link.parent, now);
        var reach = forest.reach(child);
        if (child.depth + reach.levels() > Forest.DEEPEST
                || child.reencodings + reach.reencodings() > Forest.MOST_REENCODINGS) {
            child.strainedUntil = now + RelayTree.EMERGENCY;
            strained.add(child);
        }
        return true;
    }

    private static boolean mayTakeOver(Node host, Node child) {
        return host.connected
                && host.state != State.LEAVING
                && host.capacity > 0
                && host.hasRoomForOneMore()
                && !host.isUnder(child);
    }

    /** The strongest of its children. */
    private static Optional<Node> heirOf(Node node) {
        return node.children.stream()
                .map(link -> link.child)
                .filter(Node::isPresent)
                .max(Node.BY_STRENGTH);
    }

    private void inherit(Optional<Node> heir, Node above, long now) {
        heir.filter(child -> above != null && above.isPresent() && above.hasRoomForOneMore())
                .filter(child -> parents.mayConnect(above, child, now))
                .filter(child -> child.pending == null || child.parent != null) // else somebody is about to feed it
                .ifPresent(child -> {
                    if (child.pending != null) {
                        placing.undo(child.pending);
                    }
                    placing.connect(above, child, false, now);
                });
    }

    /** Who carries more than it can gives its smallest subtree away; it keeps all of it while nobody can take it. */
    private void shed(Node node, long now) {
        node.children.stream()
                .map(link -> link.child)
                .filter(child -> child.pending == null && child.isPresent())
                .min(Comparator.comparingInt(child -> child.size))
                .ifPresent(child -> parents.find(child, Forest.DEEPEST, now)
                        .ifPresent(parent -> placing.connect(parent, child, false, now)));
    }

    private void loosen(Node node) {
        for (var far : forest.beyondBounds(node)) {
            placing.undo(far.parent);
            placing.seek(far);
        }
    }

    /** What is only being made with it is given up; what stands stays. */
    private void quiet(Node node) {
        if (node.pending != null) {
            placing.undo(node.pending);
        }
        for (var link : List.copyOf(forest.pending)) {
            if (link.parent == node) {
                placing.undo(link);
                placing.seek(link.child);
            }
        }
        standbys.dropPending(node);
        forest.keep(node);
    }

    private interface Deadline {
        long of(Node node);
    }

    /** Those whose time has come; they are taken out. */
    private static List<Node> due(Set<Node> nodes, Deadline deadline, long now) {
        var due = nodes.stream().filter(node -> now >= deadline.of(node)).toList();
        due.forEach(nodes::remove);
        return due;
    }
}
