package io.peerstage.gateway.auth;

import io.peerstage.contract.Account;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Where revocations are kept until the tokens that they name have expired. */
public interface RevocationStore {
    Future<Void> revoke(Account account, String jti, Instant expiresAt);

    Future<Void> revokeAll(Account account, Instant issuedUntil, Instant expiresAt);

    /** What was revoked since then and is not expired by now, and all who are banned; some of it may have been given before. */
    Future<News> since(Instant latest, Instant now);

    /** Forgets those whose tokens have expired. */
    Future<Void> prune(Instant now);

    /**
     * What has changed.
     *
     * @param latest when the newest of all was, by the database's clock
     */
    record News(List<Token> tokens, List<Everything> accounts, Set<Account> banned, Instant latest) {
        public record Token(Account account, String jti, Instant expiresAt, Instant revokedAt) {}

        public record Everything(Account account, Instant issuedUntil, Instant expiresAt, Instant revokedAt) {}
    }
}
