/** The schedule: the verticle on the bus, the rules, the store, and its tables in {@code db/streams}. */
package io.peerstage.streams;
