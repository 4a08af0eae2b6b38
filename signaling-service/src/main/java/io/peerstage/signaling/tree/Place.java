package io.peerstage.signaling.tree;

import java.util.Optional;

/**
 * Where a peer is in the tree, and what is known of it.
 *
 * @param parent who feeds it
 * @param standby who would go on if the parent failed
 * @param depth edges between it and the broadcaster; of a peer that no path connects to the broadcaster, to the top of its own subtree
 * @param connected whether a path leads to the broadcaster
 * @param children fed by it
 * @param capacity how many it can feed
 * @param below peers below it, at any depth
 */
public record Place(
        String peer,
        Optional<String> parent,
        Optional<String> standby,
        int depth,
        boolean connected,
        int children,
        int capacity,
        int below,
        Traits traits,
        double rtt,
        double loss,
        double bitrate) {
    static Place of(Node node) {
        return new Place(
                node.id,
                Optional.ofNullable(node.parent).map(link -> link.parent.id),
                Optional.ofNullable(node.standby).map(link -> link.parent.id),
                node.depth,
                node.connected,
                node.children.size(),
                node.capacity,
                node.size - 1,
                node.traits,
                node.rtt,
                node.loss,
                node.bitrate);
    }
}
