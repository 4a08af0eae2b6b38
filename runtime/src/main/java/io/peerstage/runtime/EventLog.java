package io.peerstage.runtime;

import io.peerstage.contract.Account;
import io.peerstage.contract.Event;
import io.peerstage.contract.EventType;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The gapless record of every accepted action, in schema {@code event_log}. */
public final class EventLog {
    private static final String READ = """
            SELECT position, type, account, at, data
              FROM event_log.event
             WHERE position > $1
             ORDER BY position
             LIMIT $2
            """;

    private final SqlClient client;

    public EventLog(SqlClient client) {
        this.client = client;
    }

    /** An event that has no position yet. */
    public record Entry(EventType type, Account account, Map<String, Object> data) {}

    /** The last statement of the transaction that it records; see {@link Database#change}. */
    static Future<Void> append(SqlConnection transaction, Entry entry) {
        return transaction
                .preparedQuery("SELECT event_log.append($1, $2, $3)")
                .execute(Tuple.of(entry.type().label(), entry.account().hex(), new JsonObject(entry.data())))
                .mapEmpty();
    }

    /** The events behind a position, the oldest first. */
    public Future<List<Event>> read(long after, int limit) {
        return read(client, after, limit);
    }

    public static Future<List<Event>> read(SqlClient client, long after, int limit) {
        return client.preparedQuery(READ)
                .execute(Tuple.of(after, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(EventLog::event)
                        .toList());
    }

    /** The position of the last event; 0 before the first. */
    public Future<Long> head() {
        return client.query("SELECT position FROM event_log.head")
                .execute()
                .map(rows -> rows.iterator().next().getLong(0));
    }

    private static Event event(Row row) {
        return new Event(
                row.getLong("position"),
                row.getString("type"),
                new Account(row.getString("account")),
                row.getOffsetDateTime("at").toInstant(),
                row.getJsonObject("data").getMap());
    }
}
