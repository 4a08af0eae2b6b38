/** The SockJS bridge to the event bus: browsers ask a closed list of addresses, and gateways write to the sockets they hold. */
package io.peerstage.gateway.bridge;
