package io.peerstage.signaling;

/**
 * Who owns a room.
 *
 * @param node the instance; its operations are answered at {@code operation.at(node)}
 * @param epoch since which it does; whoever owned the room before had a lower one
 */
record Tenure(String node, long epoch) {}
