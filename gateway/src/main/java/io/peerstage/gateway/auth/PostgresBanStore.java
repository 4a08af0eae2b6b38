package io.peerstage.gateway.auth;

import io.peerstage.contract.Account;
import io.peerstage.contract.EventType;
import io.peerstage.runtime.Cursor;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Table {@code gateway.ban}: accounts that admins banned from the product. Each change takes its event along; a second time changes nothing. */
public final class PostgresBanStore {
    private static final String BAN = """
            INSERT INTO gateway.ban (account, since) VALUES (#{account}, #{now}) ON CONFLICT DO NOTHING
            """;
    private static final String UNBAN = "DELETE FROM gateway.ban WHERE account = #{account}";
    private static final String FIND = "SELECT since FROM gateway.ban WHERE account = #{account}";
    private static final String LIST = """
            SELECT account, since FROM gateway.ban
             WHERE (since, account) > (coalesce(#{keyTime}::timestamptz, '-infinity'), coalesce(#{keyAccount}, ''))
             ORDER BY since, account
             LIMIT #{limit}
            """;

    private final Database database;

    public PostgresBanStore(Database database) {
        this.database = database;
    }

    public record Ban(Account account, Instant since) {}

    /** The earliest first. */
    public record Page(List<Ban> items, Optional<String> next) {}

    public Future<Ban> ban(Account account, Account by, Instant now) {
        return change(BAN, EventType.ACCOUNT_BANNED, account, by, now)
                .compose(done -> SqlTemplate.forQuery(database.client(), FIND).execute(Sql.values("account", account)))
                .map(rows -> new Ban(
                        account,
                        Sql.first(rows).map(row -> Sql.instant(row, "since")).orElse(now)));
    }

    public Future<Void> unban(Account account, Account by, Instant now) {
        return change(UNBAN, EventType.ACCOUNT_UNBANNED, account, by, now);
    }

    public Future<Page> list(int limit, Optional<String> cursor) {
        var key = cursor.map(Cursor::read);
        return SqlTemplate.forQuery(database.client(), LIST)
                .mapTo(row -> new Ban(new Account(row.getString("account")), Sql.instant(row, "since")))
                .execute(Sql.values(
                        "keyTime", key.map(Cursor::time), "keyAccount", key.map(Cursor::id), "limit", limit + 1))
                .map(Sql::all)
                .map(found -> page(found, limit));
    }

    private Future<Void> change(String sql, EventType type, Account account, Account by, Instant now) {
        var event = new EventLog.Entry(type, by, Map.of("account_id", account.hex()));
        return database.change(transaction -> SqlTemplate.forUpdate(transaction, sql)
                .execute(Sql.values("account", account, "now", now))
                .map(changed -> Database.Change.ofOneRow(changed, event)));
    }

    private static Page page(List<Ban> found, int limit) {
        if (found.size() <= limit) {
            return new Page(found, Optional.empty());
        }
        var last = found.get(limit - 1);
        return new Page(
                found.subList(0, limit),
                Optional.of(Cursor.at(last.since(), last.account().hex()).text()));
    }
}
