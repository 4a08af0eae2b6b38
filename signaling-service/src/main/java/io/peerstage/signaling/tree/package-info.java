/**
 * Who feeds whom: the relay tree of one room. Pure and deterministic: it takes one input at a time, with the time at which it came, and
 * returns the moves to make; it has no clock, no thread and no chance of its own. {@link io.peerstage.signaling.tree.RelayTree} is the
 * door, and its comments name the rules; rooms do not ask it yet, and have the
 * broadcaster feed everybody.
 */
package io.peerstage.signaling.tree;
