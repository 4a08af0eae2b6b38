/** The only HTTP server and the only bridge: everybody outside comes in here. */
package io.peerstage.gateway;
