package io.peerstage.gateway.auth;

import io.peerstage.contract.Account;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Tables {@code gateway.revoked_token}, {@code gateway.revoked_account} and, for reading, {@code gateway.ban}. */
public final class PostgresRevocationStore implements RevocationStore {
    /** A transaction may become visible that much later than a newer one. */
    private static final Duration OVERLAP = Duration.ofSeconds(5);

    private static final String REVOKE = """
            INSERT INTO gateway.revoked_token (account, jti, expires_at)
            VALUES (#{account}, #{jti}, #{expiresAt})
            ON CONFLICT DO NOTHING
            """;
    private static final String REVOKE_ALL = """
            INSERT INTO gateway.revoked_account (account, issued_until, expires_at)
            VALUES (#{account}, #{issuedUntil}, #{expiresAt})
            ON CONFLICT (account) DO UPDATE
               SET issued_until = greatest(revoked_account.issued_until, excluded.issued_until),
                   expires_at = greatest(revoked_account.expires_at, excluded.expires_at),
                   revoked_at = excluded.revoked_at
            """;
    private static final String TOKENS = """
            SELECT account, jti, expires_at, revoked_at FROM gateway.revoked_token
             WHERE revoked_at > #{since} AND expires_at > #{now}
            """;
    private static final String ACCOUNTS = """
            SELECT account, issued_until, expires_at, revoked_at FROM gateway.revoked_account
             WHERE revoked_at > #{since} AND expires_at > #{now}
            """;

    private static final String BANNED = "SELECT account FROM gateway.ban";
    private static final String PRUNE = """
            WITH tokens AS (DELETE FROM gateway.revoked_token WHERE expires_at <= #{now})
            DELETE FROM gateway.revoked_account WHERE expires_at <= #{now}
            """;

    private final Database database;

    public PostgresRevocationStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Void> revoke(Account account, String jti, Instant expiresAt) {
        return SqlTemplate.forUpdate(database.client(), REVOKE)
                .execute(Sql.values("account", account, "jti", jti, "expiresAt", expiresAt))
                .mapEmpty();
    }

    @Override
    public Future<Void> revokeAll(Account account, Instant issuedUntil, Instant expiresAt) {
        return SqlTemplate.forUpdate(database.client(), REVOKE_ALL)
                .execute(Sql.values("account", account, "issuedUntil", issuedUntil, "expiresAt", expiresAt))
                .mapEmpty();
    }

    @Override
    public Future<News> since(Instant latest, Instant now) {
        var values = Sql.values("since", latest.minus(OVERLAP), "now", now);
        var tokens = SqlTemplate.forQuery(database.client(), TOKENS)
                .mapTo(row -> new News.Token(
                        new Account(row.getString("account")),
                        row.getString("jti"),
                        Sql.instant(row, "expires_at"),
                        Sql.instant(row, "revoked_at")))
                .execute(values)
                .map(Sql::all);
        var accounts = SqlTemplate.forQuery(database.client(), ACCOUNTS)
                .mapTo(row -> new News.Everything(
                        new Account(row.getString("account")),
                        Sql.instant(row, "issued_until"),
                        Sql.instant(row, "expires_at"),
                        Sql.instant(row, "revoked_at")))
                .execute(values)
                .map(Sql::all);
        var banned = SqlTemplate.forQuery(database.client(), BANNED)
                .mapTo(row -> new Account(row.getString("account")))
                .execute(Map.of())
                .map(Sql::all);
        return Future.all(tokens, accounts, banned)
                .map(all -> new News(
                        tokens.result(),
                        accounts.result(),
                        Set.copyOf(banned.result()),
                        Stream.of(
                                        tokens.result().stream().map(News.Token::revokedAt),
                                        accounts.result().stream().map(News.Everything::revokedAt))
                                .flatMap(times -> times)
                                .reduce(latest, (one, other) -> one.isAfter(other) ? one : other)));
    }

    @Override
    public Future<Void> prune(Instant now) {
        return SqlTemplate.forUpdate(database.client(), PRUNE)
                .execute(Sql.values("now", now))
                .mapEmpty();
    }
}
