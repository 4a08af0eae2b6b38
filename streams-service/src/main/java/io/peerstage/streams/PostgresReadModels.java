package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Search;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The read models in tables {@code streams.follow}, {@code hidden} and {@code speaker}, and their position in {@code followed}. */
final class PostgresReadModels implements ReadModelStore {
    private static final int BATCH = 5_000;
    private static final int NAMES_AT_ONCE = 100;
    // Whoever holds the row changes the read models.
    private static final String LOCK = "SELECT position FROM streams.followed FOR UPDATE";
    private static final String LOCK_IF_FREE = LOCK + " SKIP LOCKED";
    // Less than a caller's patience, so that its connection is free again when it has given up.
    private static final String NOT_FOR_LONG = "SET LOCAL lock_timeout = '4s'";
    private static final String HEAD = "SELECT position FROM event_log.head";
    private static final String MOVE = "UPDATE streams.followed SET position = #{position}";
    private static final List<String> EMPTY = List.of(
            "DELETE FROM streams.follow",
            "DELETE FROM streams.hidden",
            "UPDATE streams.followed SET position = 0",
            // Their names stay until they are asked anew: a list full of nobody is worse than a name of yesterday.
            "UPDATE streams.speaker SET edited = 0, known = 0");
    private static final String UNKNOWN_SPEAKERS = "DELETE FROM streams.speaker WHERE edited = 0";
    private static final String TO_ASK = """
            SELECT account, edited FROM streams.speaker WHERE known < edited ORDER BY edited LIMIT #{limit}
            """;
    private static final String NAME = """
            UPDATE streams.speaker
               SET name = #{name}, surname = #{surname}, img_link = #{imgLink}, searched = #{searched}, known = #{position}
             WHERE account = #{account} AND known < #{position}
            """;
    private static final String SPOKEN = """
            UPDATE streams.stream s SET spoken = p.searched
              FROM streams.speaker p
             WHERE p.account = #{account} AND s.broadcaster = p.account
               AND s.deleted_at IS NULL AND s.spoken <> p.searched
            """;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final Database database;

    PostgresReadModels(Database database) {
        this.database = database;
    }

    @Override
    public Future<Boolean> follow(Instant now) {
        return database.change(transaction -> position(transaction, LOCK_IF_FREE)
                .compose(position -> position.isEmpty()
                        ? Future.succeededFuture(Database.Change.none(false))
                        : follow(transaction, position.get(), now)));
    }

    @Override
    public Future<Void> catchUp(Instant now) {
        return database.change(transaction -> lock(transaction)
                        .compose(position -> follow(transaction, position, now))
                        .map(change -> new Database.Change<Void>(null, change.events())))
                .recover(PostgresReadModels::busy);
    }

    @Override
    public Future<Void> rebuild(Instant now) {
        return database.change(transaction -> position(transaction, LOCK)
                .compose(locked -> execute(transaction, EMPTY))
                .compose(emptied -> follow(transaction, 0, now))
                .compose(change -> execute(transaction, List.of(UNKNOWN_SPEAKERS))
                        .map(done -> new Database.Change<Void>(null, change.events()))));
    }

    @Override
    public Future<List<Edited>> edited() {
        return SqlTemplate.forQuery(database.client(), TO_ASK)
                .mapTo(row -> new Edited(new Account(row.getString("account")), row.getLong("edited")))
                .execute(Map.of("limit", NAMES_AT_ONCE))
                .map(Sql::all);
    }

    @Override
    public Future<Void> keep(List<Speaker> speakers) {
        return database.<Void>transaction(transaction -> lock(transaction)
                        .compose(locked -> Future.all(speakers.stream()
                                .flatMap(speaker -> Stream.of(name(transaction, speaker), spoken(transaction, speaker)))
                                .toList()))
                        .mapEmpty())
                .recover(PostgresReadModels::busy);
    }

    /** To the end of the log as it is now, whatever is appended meanwhile. */
    private static Future<Database.Change<Boolean>> follow(SqlConnection transaction, long position, Instant now) {
        var changes = new PostgresChanges(transaction, now);
        return position(transaction, HEAD)
                .compose(head -> head.orElseThrow() <= position
                        ? Future.succeededFuture(Database.Change.none(false))
                        : follow(transaction, changes, new Way(position, head.get(), List.of()))
                                .compose(way -> changes.endHidden().map(way::with))
                                .compose(way -> SqlTemplate.forUpdate(transaction, MOVE)
                                        .execute(Map.of("position", way.position()))
                                        .map(moved -> new Database.Change<>(true, way.ended()))));
    }

    private static Future<Way> follow(SqlConnection transaction, PostgresChanges changes, Way way) {
        return way.position() >= way.head()
                ? Future.succeededFuture(way)
                : EventLog.read(transaction, way.position(), BATCH)
                        .compose(events -> changes.keep(Changes.of(events))
                                .map(ended -> way.with(ended)
                                        .at(events.get(events.size() - 1).position())))
                        .compose(further -> follow(transaction, changes, further));
    }

    /**
     * How far it went.
     *
     * @param ended the events of shows that ended on the way
     */
    private record Way(long position, long head, List<EventLog.Entry> ended) {
        private Way at(long further) {
            return new Way(further, head, ended);
        }

        private Way with(List<EventLog.Entry> more) {
            return new Way(
                    position, head, Stream.concat(ended.stream(), more.stream()).toList());
        }
    }

    private static Future<?> name(SqlConnection transaction, Speaker speaker) {
        var profile = speaker.profile();
        return SqlTemplate.forUpdate(transaction, NAME)
                .execute(Sql.values(
                        "account", speaker.edited().account(),
                        "position", speaker.edited().position(),
                        "name", profile.flatMap(Profile::name),
                        "surname", profile.flatMap(Profile::surname),
                        "imgLink", profile.flatMap(Profile::imgLink),
                        "searched",
                                profile.map(edited -> Search.foldName(edited.name(), edited.surname()))
                                        .orElse("")));
    }

    private static Future<?> spoken(SqlConnection transaction, Speaker speaker) {
        return SqlTemplate.forUpdate(transaction, SPOKEN)
                .execute(Sql.values("account", speaker.edited().account()));
    }

    private static Future<Long> lock(SqlConnection transaction) {
        return transaction
                .query(NOT_FOR_LONG)
                .execute()
                .compose(set -> position(transaction, LOCK))
                .map(Optional::orElseThrow);
    }

    private static Future<Optional<Long>> position(SqlConnection transaction, String sql) {
        return SqlTemplate.forQuery(transaction, sql)
                .mapTo(row -> row.getLong("position"))
                .execute(Map.of())
                .map(Sql::first);
    }

    private static Future<?> execute(SqlConnection transaction, List<String> statements) {
        Future<?> done = Future.succeededFuture();
        for (var statement : statements) {
            done = done.compose(before -> transaction.query(statement).execute());
        }
        return done;
    }

    private static <T> Future<T> busy(Throwable thrown) {
        return Future.failedFuture(
                thrown instanceof PgException fault && LOCK_NOT_AVAILABLE.equals(fault.getSqlState())
                        ? Failure.UNAVAILABLE.because("the lists are being rebuilt")
                        : thrown);
    }
}
