package io.peerstage.streams;

import io.peerstage.contract.Event;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Tables {@code streams.speaker} and {@code streams.followed}. */
final class PostgresSpeakerStore implements SpeakerStore {
    private static final int BATCH = 100;
    // Whoever holds the row works; other instances pass.
    private static final String POSITION = "SELECT position FROM streams.followed FOR UPDATE SKIP LOCKED";
    private static final String MOVE = "UPDATE streams.followed SET position = #{position}";
    private static final String PUT = """
            INSERT INTO streams.speaker (account, name, surname, img_link)
            VALUES (#{account}, #{name}, #{surname}, #{imgLink})
            ON CONFLICT (account) DO UPDATE
               SET name = excluded.name, surname = excluded.surname, img_link = excluded.img_link
            """;
    private static final String REMOVE = "DELETE FROM streams.speaker WHERE account = #{account}";

    private final Database database;

    PostgresSpeakerStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<Boolean> readOn(Function<List<Event>, Future<List<Change>>> reader) {
        return database.transaction(transaction -> SqlTemplate.forQuery(transaction, POSITION)
                .execute(Map.of())
                .map(Sql::first)
                .compose(row -> row.isEmpty()
                        ? Future.succeededFuture(false)
                        : readOn(transaction, row.get().getLong("position"), reader)));
    }

    private static Future<Boolean> readOn(
            SqlConnection transaction, long position, Function<List<Event>, Future<List<Change>>> reader) {
        return EventLog.read(transaction, position, BATCH)
                .compose(events -> events.isEmpty()
                        ? Future.succeededFuture(false)
                        : reader.apply(events)
                                .compose(changes -> Future.all(changes.stream()
                                        .map(change -> keep(transaction, change))
                                        .toList()))
                                .compose(kept -> SqlTemplate.forUpdate(transaction, MOVE)
                                        .execute(Map.of(
                                                "position",
                                                events.get(events.size() - 1).position())))
                                .map(moved -> events.size() == BATCH));
    }

    private static Future<?> keep(SqlConnection transaction, Change change) {
        var account = change.account();
        return change.profile()
                .<Future<?>>map(profile -> SqlTemplate.forUpdate(transaction, PUT)
                        .execute(Sql.values(
                                "account", account,
                                "name", profile.name(),
                                "surname", profile.surname(),
                                "imgLink", profile.imgLink())))
                .orElseGet(() -> SqlTemplate.forUpdate(transaction, REMOVE).execute(Sql.values("account", account)));
    }
}
