package io.peerstage.signaling;

import java.time.Instant;

/**
 * One peer feeding another.
 *
 * @param id of the form {@code EPOCH.COUNTER}; no other edge of the room ever has it
 * @param media whether frames have come over it
 */
record Edge(String id, PeerId parent, PeerId child, Instant since, boolean media) {
    Edge withMedia() {
        return new Edge(id, parent, child, since, true);
    }

    boolean touches(PeerId peer) {
        return parent.equals(peer) || child.equals(peer);
    }

    PeerId otherEnd(PeerId one) {
        return parent.equals(one) ? child : parent;
    }
}
