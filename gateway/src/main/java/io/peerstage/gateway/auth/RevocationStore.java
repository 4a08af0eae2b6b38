package io.peerstage.gateway.auth;

import io.peerstage.contract.Account;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Where revocations are kept until the tokens that they name have expired. */
public interface RevocationStore {
    Future<Void> revoke(Account account, String jti, Instant expiresAt);

    Future<Void> revokeAll(Account account, Instant issuedUntil, Instant expiresAt);

    /** What was revoked since then and is not expired by now, and who was banned or let in again; some of it may have been given before. */
    Future<News> since(Instant latest, Instant now);

    /** Forgets those whose tokens have expired. */
    Future<Void> prune(Instant now);

    /**
     * What has changed.
     *
     * @param latest when the newest of all was, by the database's clock
     */
    record News(List<Token> tokens, List<Everything> accounts, List<Ban> bans, Instant latest) {
        public record Token(Account account, String jti, Instant expiresAt, Instant revokedAt) {}

        /**
         * @param banned false for one who was let in again
         */
        public record Ban(Account account, boolean banned, Instant changedAt) {}

        public record Everything(Account account, Instant issuedUntil, Instant expiresAt, Instant revokedAt) {}
    }
}
