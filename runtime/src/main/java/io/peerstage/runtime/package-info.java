/**
 * How a service lives: its settings, its place on the event bus, its database, the event log, its health. A service's own
 * module holds only what it is about.
 */
package io.peerstage.runtime;
