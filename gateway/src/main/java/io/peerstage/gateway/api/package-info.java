/**
 * The HTTP API. {@code openapi.yaml} is the contract: routes and the shape of requests come from it, each operation is answered by a
 * method of one of the classes here, and each failure becomes a problem document in one place.
 */
package io.peerstage.gateway.api;
