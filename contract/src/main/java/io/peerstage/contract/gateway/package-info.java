/** What gateways tell the others of themselves. */
package io.peerstage.contract.gateway;
