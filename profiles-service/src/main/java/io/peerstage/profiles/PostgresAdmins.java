package io.peerstage.profiles;

import io.peerstage.contract.Account;
import io.peerstage.contract.EventType;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Table {@code profiles.admin}; each change takes its event along. */
final class PostgresAdmins {
    private static final String ADD = """
            INSERT INTO profiles.admin (account, since) VALUES (#{account}, #{now}) ON CONFLICT DO NOTHING
            """;
    private static final String REMOVE = "DELETE FROM profiles.admin WHERE account = #{account}";
    private static final String ALL = "SELECT account FROM profiles.admin";

    private final Database database;

    PostgresAdmins(Database database) {
        this.database = database;
    }

    Future<Void> add(Account account, Account by, Instant now) {
        var added = new EventLog.Entry(EventType.ADMIN_ADDED, by, Map.of("new_admin_id", account.hex()));
        return change(ADD, Sql.values("account", account, "now", now), added);
    }

    Future<Void> remove(Account account, Account by) {
        var removed = new EventLog.Entry(EventType.ADMIN_REMOVED, by, Map.of("admin_id", account.hex()));
        return change(REMOVE, Sql.values("account", account), removed);
    }

    /** They are few: an operator's friends. */
    Future<List<Account>> all() {
        return SqlTemplate.forQuery(database.client(), ALL)
                .mapTo(row -> new Account(row.getString("account")))
                .execute(Map.of())
                .map(Sql::all);
    }

    private Future<Void> change(String sql, Map<String, Object> values, EventLog.Entry event) {
        return database.change(transaction -> SqlTemplate.forUpdate(transaction, sql)
                .execute(values)
                .map(changed -> Database.Change.ofOneRow(changed, event)));
    }
}
