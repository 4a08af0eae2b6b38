package io.peerstage.signaling.tree;

/**
 * What a peer says of itself when it enters.
 *
 * @param willing would pass the media on: no battery saver, no refusal, no hidden address
 * @param passthrough can pass frames on without encoding them again
 * @param most whom it would feed at most
 */
public record Traits(boolean willing, boolean passthrough, int most) {
    public Traits(boolean willing, boolean passthrough) {
        this(willing, passthrough, passthrough ? RelayTree.MOST_BY_PASSTHROUGH : RelayTree.MOST_BY_TRACK);
    }

    /** The same with what it says itself, which is believed if it is less. */
    public Traits atMost(int children) {
        return new Traits(willing && children > 0, passthrough, Math.min(most, children));
    }
}
