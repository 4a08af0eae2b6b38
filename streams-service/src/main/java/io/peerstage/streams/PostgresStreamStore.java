package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.EventType;
import io.peerstage.contract.Failure;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.Turnout;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The schedule in the tables of schema {@code streams}. */
final class PostgresStreamStore implements StreamStore {
    private static final String INSERT = """
            INSERT INTO streams.stream
                   (id, broadcaster, title, description, start_time, end_time, img_link, audience, searched)
            VALUES (#{id}, #{broadcaster}, #{title}, #{description}, #{startTime}, #{endTime}, #{imgLink},
                    #{audience}, #{searched})
            ON CONFLICT (id) DO NOTHING
            """;
    private static final String UPDATE = """
            UPDATE streams.stream
               SET title = #{title}, description = #{description}, start_time = #{startTime}, end_time = #{endTime},
                   img_link = #{imgLink}, audience = #{audience}, searched = #{searched}, version = version + 1,
                   edited_at = #{now}
             WHERE id = #{id}
            """;
    private static final String START = """
            UPDATE streams.stream SET live = true, started_at = #{now}, ended_at = NULL WHERE id = #{id}
            """;
    private static final String END = """
            UPDATE streams.stream SET live = false, ended_at = #{now}
             WHERE id = #{id} AND live AND (#{startedAt}::timestamptz IS NULL OR started_at = #{startedAt})
            RETURNING broadcaster
            """;
    private static final String DELETE = "UPDATE streams.stream SET deleted_at = #{now} WHERE id = #{id}";
    private static final String OTHER_LIVE = """
            SELECT id FROM streams.stream WHERE broadcaster = #{broadcaster} AND live AND id <> #{id} FOR UPDATE
            """;
    private static final String OF_BROADCASTER = """
            SELECT s.id, s.live FROM streams.stream s
             WHERE s.broadcaster = #{broadcaster} AND s.deleted_at IS NULL
               AND (#{hidden} OR s.broadcaster NOT IN (SELECT account FROM streams.hidden))
             ORDER BY s.start_time DESC, s.id DESC
            """;
    private static final String OF_BROADCASTERS = """
            SELECT s.broadcaster, array_agg(s.id ORDER BY s.start_time DESC, s.id DESC) AS ids FROM streams.stream s
             WHERE s.broadcaster = ANY (#{broadcasters}) AND\s""" + PostgresStreamRows.SHOWN + " GROUP BY s.broadcaster";
    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;
    private final PostgresStreamRows rows;
    private final PostgresTurnouts turnouts = new PostgresTurnouts();
    private final PostgresAnnouncements announcements = new PostgresAnnouncements();

    PostgresStreamStore(Database database, Watchers watchers) {
        this.database = database;
        this.rows = new PostgresStreamRows(watchers);
    }

    @Override
    public Future<Stream> insert(Stream stream, Instant now) {
        return database.change(transaction -> announce(transaction, stream, now));
    }

    @Override
    public Future<Stream> insertOnce(Stream stream, Key key, Instant now) {
        return database.change(transaction -> announcements
                .claim(transaction, stream.broadcaster(), key, now)
                .compose(claimed -> claimed
                        ? announce(transaction, stream, now)
                                .compose(change -> announcements
                                        .keep(transaction, key, change.result())
                                        .map(change))
                        : announcements
                                .find(transaction, stream.broadcaster(), key)
                                .map(before -> Database.Change.none(before.orElseThrow()))));
    }

    @Override
    public Future<Optional<Stream>> announced(Account broadcaster, Key key) {
        return announcements.find(database.client(), broadcaster, key);
    }

    @Override
    public Future<Void> forgetKeys(Instant now) {
        return announcements.forget(database.client(), now);
    }

    private Future<Database.Change<Stream>> announce(SqlConnection transaction, Stream stream, Instant now) {
        return SqlTemplate.forUpdate(transaction, INSERT)
                .execute(columns(stream, now))
                .compose(inserted -> inserted.rowCount() == 1
                        ? rows.find(transaction, stream.id(), now)
                                .map(kept -> Database.Change.of(
                                        kept, entry(EventType.STREAM_IS_SCHEDULED, kept.broadcaster(), kept.id())))
                        : announce(transaction, aMillisecondLater(stream), now));
    }

    @Override
    public Future<Stream> find(StreamId id, Instant now) {
        return rows.find(database.client(), id, now);
    }

    @Override
    public Future<StreamsApi.Page> list(StreamsApi.Query query, Instant now) {
        return new PostgresStreamListing(query, now).run(database.client(), rows);
    }

    @Override
    public Future<StreamsApi.Own> ofBroadcaster(Account broadcaster, boolean hidden) {
        return SqlTemplate.forQuery(database.client(), OF_BROADCASTER)
                .execute(Sql.values("broadcaster", broadcaster, "hidden", hidden))
                .map(Sql::all)
                .map(found -> new StreamsApi.Own(
                        found.stream()
                                .map(row -> new StreamId(row.getString("id")))
                                .toList(),
                        found.stream()
                                .filter(row -> row.getBoolean("live"))
                                .map(row -> new StreamId(row.getString("id")))
                                .findFirst()));
    }

    @Override
    public Future<StreamsApi.OwnOfMany> ofBroadcasters(List<Account> broadcasters) {
        var hex = broadcasters.stream().map(Account::hex).toArray(String[]::new);
        return SqlTemplate.forQuery(database.client(), OF_BROADCASTERS)
                .execute(Map.of("broadcasters", hex))
                .map(Sql::all)
                .map(found -> found.stream()
                        .collect(Collectors.toMap(
                                row -> row.getString("broadcaster"),
                                row -> Arrays.stream(row.getArrayOfStrings("ids"))
                                        .map(StreamId::new)
                                        .toList())))
                .map(StreamsApi.OwnOfMany::new);
    }

    @Override
    public Future<Stream> edit(StreamId id, UnaryOperator<Stream> rule, Instant now) {
        return database.change(transaction -> rows.lock(transaction, id, now)
                .map(rule)
                .compose(edited -> SqlTemplate.forUpdate(transaction, UPDATE).execute(columns(edited, now)))
                .compose(done -> rows.find(transaction, id, now))
                .map(kept -> Database.Change.of(kept, entry(EventType.STREAM_EDITED, kept.broadcaster(), id))));
    }

    @Override
    public Future<Void> delete(StreamId id, Account by, UnaryOperator<Stream> rule, Instant now) {
        var deleted = entry(EventType.STREAM_DELETED, by, id);
        return database.change(transaction -> rows.lock(transaction, id, now)
                .map(rule)
                .compose(stream -> end(transaction, id, Optional.empty(), now))
                .compose(ended -> SqlTemplate.forUpdate(transaction, DELETE)
                        .execute(Sql.values("id", id.value(), "now", now))
                        .map(done -> ended.map(event -> Database.Change.<Void>of(null, event, deleted))
                                .orElseGet(() -> Database.Change.of(null, deleted)))));
    }

    @Override
    public Future<StreamsApi.Started> start(
            StreamsApi.GoLive wish, Account broadcaster, UnaryOperator<Stream> rule, Instant now) {
        return database.<StreamsApi.Started>change(transaction -> rows.lock(transaction, wish.id(), now)
                        .map(rule)
                        .compose(stream -> stream.live()
                                ? Future.succeededFuture(
                                        Database.Change.none(new StreamsApi.Started(stream, Optional.empty())))
                                : start(transaction, wish, broadcaster, now)))
                .recover(PostgresStreamStore::liveMeanwhile);
    }

    @Override
    public Future<Void> end(StreamsApi.End show, Instant now) {
        return database.change(transaction -> end(transaction, show.id(), Optional.of(show.startedAt()), now)
                .compose(ended -> turnouts.keep(transaction, show).map(ended))
                .map(ended -> ended.map(event -> Database.Change.<Void>of(null, event))
                        .orElseGet(() -> Database.Change.none(null))));
    }

    @Override
    public Future<Turnout> turnout(Stream stream) {
        return turnouts.find(database.client(), stream).map(found -> found.orElse(Turnout.NOBODY));
    }

    @Override
    public Future<List<Stream>> page(Optional<StreamId> after, int limit, Instant now) {
        return rows.page(database.client(), after, limit, now);
    }

    @Override
    public Future<StreamsApi.Entries> calendar(StreamsApi.Whose whose, Instant since, Instant now) {
        return new PostgresCalendar(whose).around(database.client(), since, now);
    }

    @Override
    public Future<StreamsApi.Entries> newest(StreamsApi.Whose whose) {
        return new PostgresCalendar(whose).newest(database.client());
    }

    private Future<Database.Change<StreamsApi.Started>> start(
            SqlConnection transaction, StreamsApi.GoLive wish, Account broadcaster, Instant now) {
        var started = entry(EventType.STREAM_WENT_LIVE, broadcaster, wish.id());
        return otherLive(transaction, wish, broadcaster)
                .compose(other -> endOther(transaction, other, now)
                        .compose(ended -> SqlTemplate.forUpdate(transaction, START)
                                .execute(Sql.values("id", wish.id().value(), "now", now))
                                .compose(done -> rows.find(transaction, wish.id(), now))
                                .map(stream -> new StreamsApi.Started(stream, other))
                                .map(answer -> ended.map(event -> Database.Change.of(answer, event, started))
                                        .orElseGet(() -> Database.Change.of(answer, started)))));
    }

    private static Future<Optional<StreamId>> otherLive(
            SqlConnection transaction, StreamsApi.GoLive wish, Account broadcaster) {
        return SqlTemplate.forQuery(transaction, OTHER_LIVE)
                .mapTo(row -> new StreamId(row.getString("id")))
                .execute(Sql.values("broadcaster", broadcaster, "id", wish.id().value()))
                .map(Sql::first)
                .map(other -> {
                    if (other.isPresent() && !wish.takeOver()) {
                        throw Failure.ALREADY_LIVE.because("you are live already with " + other.get());
                    }
                    return other;
                });
    }

    private static Future<Optional<EventLog.Entry>> endOther(
            SqlConnection transaction, Optional<StreamId> other, Instant now) {
        return other.map(id -> end(transaction, id, Optional.empty(), now))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    /** The event of a show that this ended; which began then, if that is said. */
    private static Future<Optional<EventLog.Entry>> end(
            SqlClient transaction, StreamId id, Optional<Instant> startedAt, Instant now) {
        return SqlTemplate.forQuery(transaction, END)
                .mapTo(row -> entry(EventType.STREAM_ENDED, new Account(row.getString("broadcaster")), id))
                .execute(Sql.values("id", id.value(), "startedAt", startedAt, "now", now))
                .map(Sql::first);
    }

    private static Stream aMillisecondLater(Stream stream) {
        var taken = stream.id().value();
        var later = Instant.ofEpochMilli(Long.parseLong(taken.substring(0, taken.indexOf('-'))))
                .plusMillis(1);
        return PostgresStreamRows.withId(Slug.id(later, stream.title()), stream);
    }

    private static EventLog.Entry entry(EventType type, Account by, StreamId id) {
        return new EventLog.Entry(type, by, Map.of("id", id.value()));
    }

    private static Map<String, Object> columns(Stream stream, Instant now) {
        return Sql.values(
                "id", stream.id().value(),
                "broadcaster", stream.broadcaster(),
                "title", stream.title(),
                "description", stream.description(),
                "startTime", stream.startTime(),
                "endTime", stream.endTime(),
                "imgLink", stream.imgLink(),
                "audience", stream.audience().name(),
                "searched", PostgresStreamRows.searched(stream.title(), stream.description()),
                "now", now);
    }

    /** Two shows of one broadcaster that go live in the same moment: the index lets one through. */
    private static <T> Future<T> liveMeanwhile(Throwable thrown) {
        return Future.failedFuture(
                thrown instanceof PgException fault && UNIQUE_VIOLATION.equals(fault.getSqlState())
                        ? Failure.ALREADY_LIVE.because("you are live already with another stream")
                        : thrown);
    }
}
