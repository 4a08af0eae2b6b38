package io.peerstage.wallet;

import io.peerstage.contract.Account;
import java.time.Instant;

/**
 * A token whose signature and claims held at the time of the check.
 *
 * @param account who signed it
 * @param jti its id, unique for the account: what signing out revokes
 * @param issuedAt whole seconds; up to 60 s ahead of our clock
 * @param expiresAt whole seconds; from then on it is worth nothing
 */
public record WalletToken(Algorithm algorithm, Account account, String jti, Instant issuedAt, Instant expiresAt) {}
