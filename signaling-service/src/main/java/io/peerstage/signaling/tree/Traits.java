package io.peerstage.signaling.tree;

/**
 * What a peer says of itself when it enters.
 *
 * @param willing would pass the media on: no battery saver, no refusal, no hidden address
 * @param passthrough can pass frames on without encoding them again
 */
public record Traits(boolean willing, boolean passthrough) {}
