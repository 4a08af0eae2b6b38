/**
 * The relay tree, simulated: the engine of production on a virtual clock, told of by scripted viewers with latencies, uplinks and a will of
 * their own. Everything random comes from one seed.
 */
package io.peerstage.benchmarks.tree;
