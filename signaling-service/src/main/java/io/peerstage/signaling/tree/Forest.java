package io.peerstage.signaling.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The peers, their edges, and where each peer is found when a place is looked for. Whatever changes here leaves depths, sizes and indexes
 * right; which change is wise is for others to say.
 */
class Forest {
    static final int DEEPEST = 16;
    static final int MOST_REENCODINGS = 4;
    static final int MOST_GUESTS = 4;

    final Map<String, Node> nodes = new HashMap<>();
    final Map<String, Link> links = new HashMap<>();
    /** Pending edges, the oldest first. */
    final Set<Link> pending = new LinkedHashSet<>();
    /** Who has a free slot; who could stand by; who takes a place but cannot carry; everybody. Only those whom media can reach. */
    final ByDepth free = new ByDepth(0);

    final ByDepth hosts = new ByDepth(1);
    final ByDepth idle = new ByDepth(2);
    final ByDepth all = new ByDepth(3);
    /** The broadcaster, while there is one. */
    Node root;

    final Introductions introductions;
    /** How many of those whom media reaches could carry so many: what the flattest tree could look like. */
    private final int[] byCapacity = new int[RelayTree.MOST_BY_PASSTHROUGH + 1];
    /** Who comes back begins where it was. */
    private final Map<String, Past> gone = new LinkedHashMap<>();

    private final long epoch;
    private long made;
    private boolean hasNews;

    /** How often a peer that has gone was introduced, and until when it is to carry nobody. */
    private record Past(Introduced introduced, long distrustedUntil) {
        boolean isOver(long now) {
            return introduced.isOver(now) && now >= distrustedUntil;
        }
    }

    Forest(long epoch, Introductions introductions) {
        this.epoch = epoch;
        this.introductions = introductions;
    }

    /** The peer of that name; a new one where there is none. */
    Node node(String id, Traits traits, long now) {
        return nodes.computeIfAbsent(id, absent -> {
            var node = create(id, traits, now);
            var before = gone.remove(id);
            if (before != null) {
                node.introduced = before.introduced;
                node.distrustedUntil = before.distrustedUntil;
            }
            return node;
        });
    }

    Node create(String id, Traits traits, long now) {
        return new Node(id, traits, now);
    }

    /** Nobody needs to know any more how often somebody was introduced more than an hour ago. */
    void forgetGone(long now) {
        for (var pasts = gone.values().iterator();
                pasts.hasNext() && pasts.next().isOver(now); ) {
            pasts.remove();
        }
    }

    /** From now on that one is the broadcaster, or nobody. */
    void lead(Node source) {
        var before = root;
        root = source;
        if (before != null) {
            before.isSource = false;
            place(before);
        }
        if (source != null) {
            source.isSource = true;
            place(source);
        }
    }

    /** A connection that begins: a pending edge holds its slot at the parent. */
    Link reserve(Node parent, Node child, boolean viaTurn, long now) {
        var link = new Link(nextId(), parent, child, Link.Phase.PENDING, now, viaTurn);
        links.put(link.id, link);
        pending.add(link);
        child.pending = link;
        parent.reserved++;
        keep(parent);
        keep(child);
        return link;
    }

    Link host(Node parent, Node child, boolean viaTurn, long now) {
        var link = new Link(nextId(), parent, child, Link.Phase.STANDBY, now, viaTurn);
        adopt(link);
        return link;
    }

    /** A standby that was there before this tree. */
    void adopt(Link link) {
        link.phase = Link.Phase.STANDBY;
        links.put(link.id, link);
        link.child.standby = link;
        link.parent.guests.add(link);
        keep(link.parent);
    }

    /** The edge becomes the child's source, whatever it was before. The child must have no other. */
    void activate(Link link) {
        var child = link.child;
        var parent = link.parent;
        withdraw(link);
        link.phase = Link.Phase.ACTIVE;
        links.put(link.id, link);
        parent.children.add(link);
        child.parent = link;
        for (var above = parent; above != null; above = above.parent == null ? null : above.parent.parent) {
            above.size += child.size;
        }
        place(child);
        keep(parent);
    }

    /** The edge is no more. A child that loses its source keeps what is below it, but media reaches none of them. */
    void drop(Link link) {
        withdraw(link);
        if (link.child.parent == link) {
            link.child.parent = null;
            link.parent.children.remove(link);
            for (var above = link.parent; above != null; above = above.parent == null ? null : above.parent.parent) {
                above.size -= link.child.size;
            }
            place(link.child);
        }
        keep(link.parent);
        keep(link.child);
    }

    void remove(Node node) {
        nodes.remove(node.id);
        gone.put(node.id, new Past(node.introduced, node.distrustedUntil));
        if (root == node) {
            lead(null);
        }
        node.connected = false;
        keep(node);
    }

    /** Whether there is somebody with a free slot who was not there when this was asked before. */
    boolean takeNews() {
        var had = hasNews;
        hasNews = false;
        return had;
    }

    /** What can be said of a node has changed: its indexes follow. */
    void keep(Node node) {
        var reached = node.connected;
        var carries = reached && node.isPresent();
        hasNews |= free.keep(node, carries && node.spare() > 0);
        hosts.keep(node, carries && node.capacity > 0 && node.guests.size() < MOST_GUESTS && node != root);
        idle.keep(
                node,
                carries
                        && node.capacity == 0
                        && node.fedAt != Node.NEVER
                        && node.pending == null
                        && node.children.isEmpty()
                        && node.reserved == 0
                        && node != root);
        all.keep(node, reached && node != root);
        count(node, reached && node != root ? Math.min(node.capacity, byCapacity.length - 1) : -1);
    }

    private void count(Node node, int as) {
        if (node.countedAs != as) {
            if (node.countedAs >= 0) {
                byCapacity[node.countedAs]--;
            }
            if (as >= 0) {
                byCapacity[as]++;
            }
            node.countedAs = as;
        }
    }

    /** The depth of the flattest tree of the same peers: the strongest first, level by level. */
    int leastDepth() {
        var left = byCapacity.clone();
        var toPlace = all.size();
        var slots = root == null ? 0 : root.capacity;
        var depth = 0;
        while (toPlace > 0 && slots > 0 && depth < DEEPEST) {
            depth++;
            var below = 0;
            for (var capacity = left.length - 1; capacity >= 0 && slots > 0; capacity--) {
                var placed = Math.min(left[capacity], slots);
                left[capacity] -= placed;
                slots -= placed;
                toPlace -= placed;
                below += placed * capacity;
            }
            slots = below;
        }
        return toPlace > 0 ? DEEPEST : depth;
    }

    /** Depths, and whether media can come, for a node and all below it. */
    void place(Node top) {
        var left = new ArrayDeque<Node>();
        left.push(top);
        while (!left.isEmpty()) {
            var node = left.pop();
            var above = node.parent == null ? null : node.parent.parent;
            node.depth = above == null ? 0 : above.depth + 1;
            node.reencodings = above == null ? 0 : above.reencodingsBelow();
            node.connected = above == null ? node.isSource : above.connected;
            keep(node);
            node.children.forEach(link -> left.push(link.child));
        }
    }

    /** How far the deepest peer below it is away, and the most often that the picture is encoded again on the way. */
    record Reach(int levels, int reencodings) {}

    Reach reach(Node top) {
        var levels = 0;
        var reencodings = 0;
        var left = new ArrayDeque<Node>();
        left.push(top);
        while (!left.isEmpty()) {
            var node = left.pop();
            levels = Math.max(levels, node.depth - top.depth);
            reencodings = Math.max(reencodings, node.reencodings - top.reencodings);
            node.children.forEach(link -> left.push(link.child));
        }
        return new Reach(levels, reencodings);
    }

    List<Node> childrenOf(Node node) {
        List<Node> children = new ArrayList<>(node.children.size());
        node.children.forEach(link -> children.add(link.child));
        return children;
    }

    /** Those for whom it stands by. */
    List<Node> guestsOf(Node node) {
        List<Node> guests = new ArrayList<>(node.guests.size());
        node.guests.forEach(link -> guests.add(link.child));
        return guests;
    }

    /** The first ones on each path below it that are too deep, or too often encoded again. */
    List<Node> beyondBounds(Node top) {
        List<Node> beyond = new ArrayList<>();
        var left = new ArrayDeque<Node>();
        left.push(top);
        while (!left.isEmpty()) {
            var node = left.pop();
            if (node.depth > DEEPEST || node.reencodings > MOST_REENCODINGS) {
                beyond.add(node);
            } else {
                node.children.forEach(link -> left.push(link.child));
            }
        }
        return beyond;
    }

    private void withdraw(Link link) {
        links.remove(link.id);
        if (pending.remove(link)) {
            link.parent.reserved--;
            link.child.pending = null;
        }
        if (link.child.standby == link) {
            link.child.standby = null;
            link.parent.guests.remove(link);
        }
    }

    String nextId() {
        return epoch + "." + ++made;
    }
}
