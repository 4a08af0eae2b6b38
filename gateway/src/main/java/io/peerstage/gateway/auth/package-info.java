/** Who asks: tokens that a wallet signed, remembered, revoked, and counted where they are bad. */
package io.peerstage.gateway.auth;
