/** The event log as it grows: followed once for each gateway, told to whoever listens here and to readers over HTTP. */
package io.peerstage.gateway.events;
