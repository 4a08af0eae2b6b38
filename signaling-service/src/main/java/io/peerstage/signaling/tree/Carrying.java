package io.peerstage.signaling.tree;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** CAPACITY: how many children each peer may have, by what it measured, and who has more than that. */
final class Carrying {
    private final Forest forest;
    private final Standbys standbys;
    private final Set<Node> raising = new LinkedHashSet<>();
    private final Set<Node> crowded = new LinkedHashSet<>();

    Carrying(Forest forest, Standbys standbys) {
        this.forest = forest;
        this.standbys = standbys;
    }

    /** Something from its first media on: with less than one each on average a crowd would wait until somebody is measured. */
    void feed(Node node, long now) {
        if (node.fedAt == Node.NEVER) {
            node.fedAt = now;
            if (node.traits.willing() && now >= node.distrustedUntil) {
                set(node, unmeasured(node), now);
            }
        }
        forest.keep(node);
    }

    /** What the uplink bears, from 5 s after the first media on: less at once, more after 10 s. */
    void measure(Node node, Report report, long now) {
        if (!node.traits.willing() || node.isSource) {
            return;
        }
        if (node.distrustedUntil != 0 && now >= node.distrustedUntil) {
            node.distrustedUntil = 0;
            set(node, unmeasured(node), now);
        }
        if (now < node.distrustedUntil) {
            return;
        }
        if (now >= node.tryAgainAt && node.load() == 0) {
            node.measured = false; // who feeds nobody cannot find out that it could by now
            set(node, unmeasured(node), now);
        }
        if (node.fedAt == Node.NEVER
                || now < node.fedAt + RelayTree.UNTIL_MEASURED
                || !(report.uplink() > 0 && report.bitrate() > 0)) {
            return;
        }
        var measured =
                (int) Math.min(node.traits.most(), Math.floor(RelayTree.USABLE * report.uplink() / report.bitrate()));
        if (node.measured && measured == node.capacity && node.raiseAt == Node.NEVER) {
            return; // as most reports say
        }
        if (!node.measured || measured <= node.capacity) {
            node.measured = true;
            node.raiseAt = Node.NEVER;
            raising.remove(node);
            set(node, measured, now);
            rest(node, now);
        } else if (node.raiseAt == Node.NEVER) {
            node.wanted = measured;
            node.raiseAt = now + RelayTree.UNTIL_RAISED;
            raising.add(node);
        } else {
            node.wanted = Math.min(node.wanted, measured);
        }
    }

    private static void rest(Node node, long now) {
        if (node.capacity > 0) {
            node.rest = RelayTree.REST;
        } else {
            node.tryAgainAt = now + node.rest;
            node.rest = Math.min(2 * node.rest, RelayTree.LONGEST_REST);
        }
    }

    private static int unmeasured(Node node) {
        return Math.min(
                node.traits.most(),
                node.traits.passthrough() ? RelayTree.UNMEASURED_BY_PASSTHROUGH : RelayTree.UNMEASURED_BY_TRACK);
    }

    void raise(long now) {
        for (var node : List.copyOf(raising)) {
            if (now >= node.raiseAt) {
                raising.remove(node);
                node.raiseAt = Node.NEVER;
                set(node, node.wanted, now);
            }
        }
    }

    void set(Node node, int capacity, long now) {
        if (capacity < node.capacity) {
            node.ceiling = Math.max(capacity, node.load());
        }
        node.capacity = capacity;
        if (capacity > 0) {
            node.tryAgainAt = Node.NEVER;
        }
        if (capacity == 0) {
            standbys.dropGuests(node);
        }
        if (node.load() > capacity) {
            node.emergencyUntil = now;
            crowded.add(node);
        }
        forest.keep(node);
    }

    /** EMERGENCY: it may have taken one more than it can carry, for 10 s. */
    void crowd(Node node, long now) {
        if (node.load() > node.capacity) {
            node.emergencyUntil = now + RelayTree.EMERGENCY;
            crowded.add(node);
        }
    }

    /** Whose extra time is over. */
    List<Node> tooMuch(long now) {
        crowded.removeIf(node -> node.load() <= node.capacity);
        return crowded.stream()
                .filter(node -> now >= node.emergencyUntil)
                .filter(node -> node.load() - leaving(node) > node.capacity)
                .toList();
    }

    void forget(Node node) {
        raising.remove(node);
        crowded.remove(node);
    }

    private static long leaving(Node node) {
        return node.children.stream().filter(link -> link.child.pending != null).count();
    }
}
