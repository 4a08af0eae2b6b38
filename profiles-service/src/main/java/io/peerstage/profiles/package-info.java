/** Profiles and subscriptions: the verticle on the bus, the rules, the store, and its tables in {@code db/profiles}. */
package io.peerstage.profiles;
