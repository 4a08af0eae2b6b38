/** What signaling-service answers, and what it sends to browsers; {@code docs/protocol.md} tells it from the browser's side. */
package io.peerstage.contract.signaling;
