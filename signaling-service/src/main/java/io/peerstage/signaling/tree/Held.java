package io.peerstage.signaling.tree;

/**
 * An edge that a peer still has, told to an owner that has taken the room over and knows nobody.
 *
 * @param edge its id, given by an earlier owner
 * @param other the peer at its other end
 * @param asChild whether the peer that tells it is the child
 * @param standby whether it only stands by
 */
public record Held(String edge, String other, boolean asChild, boolean standby) {}
