/**
 * What crosses the event bus, as values: the shape of an operation and of a fact, who asks, and how a question is refused.
 * The operations of each service are in the package of its name. Nothing here knows Vert.x or does I/O.
 */
package io.peerstage.contract;
