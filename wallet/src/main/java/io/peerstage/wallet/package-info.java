/**
 * The JWT that a user's wallet signs: the text that the wallet shows, the three algorithms, and the check that lets a
 * gateway trust it without holding any secret. Start at {@link io.peerstage.wallet.TokenVerifier}; wallets start at
 * {@link io.peerstage.wallet.TokenDraft}. Nothing here does I/O or knows Vert.x.
 */
package io.peerstage.wallet;
