/**
 * How many requests a minute one may make. The count is one over all gateways, in a row of the database that each request updates; while
 * the database is away, each gateway gives its share by itself.
 */
package io.peerstage.gateway.allowance;
