package io.peerstage.signaling.tree;

/**
 * How often peers have got a source since the tree was made.
 *
 * @param placed for the first time
 * @param failedOver a standby became the source
 * @param forced another source, because the one before was gone or bad
 * @param voluntary another source, because the tree becomes flatter
 */
public record Tally(long placed, long failedOver, long forced, long voluntary) {}
