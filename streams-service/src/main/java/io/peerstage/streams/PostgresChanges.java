package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.EventType;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** How {@link Changes} are kept in the tables of the read models: a statement for each kind, each right when it comes twice. */
final class PostgresChanges {
    private static final String FORGET_FOLLOWS = """
            DELETE FROM streams.follow WHERE subscriber = ANY (#{accounts}) OR broadcaster = ANY (#{accounts})
            """;
    private static final String FORGET_SPEAKERS = "DELETE FROM streams.speaker WHERE account = ANY (#{accounts})";
    // Of those that were announced before the profile was deleted; locked, so that none goes live meanwhile.
    private static final String STREAMS_OF_GONE = """
            SELECT s.id, s.broadcaster
              FROM streams.stream s
              JOIN unnest(#{accounts}::text[], #{positions}::bigint[]) AS gone (account, position)
                ON gone.account = s.broadcaster AND s.scheduled < gone.position
             WHERE s.deleted_at IS NULL
             ORDER BY s.id
               FOR UPDATE OF s
            """;
    private static final String END = """
            UPDATE streams.stream SET live = false, ended_at = #{now} WHERE id = ANY (#{ids}) AND live
            RETURNING id, broadcaster
            """;
    private static final String END_HIDDEN = """
            UPDATE streams.stream SET live = false, ended_at = #{now}
             WHERE live AND broadcaster IN (SELECT account FROM streams.hidden)
            RETURNING id, broadcaster
            """;
    private static final String DELETE = "UPDATE streams.stream SET deleted_at = #{now} WHERE id = ANY (#{ids})";
    private static final String UNNAME = """
            UPDATE streams.stream SET spoken = ''
             WHERE broadcaster = ANY (#{accounts}) AND deleted_at IS NULL AND spoken <> ''
            """;
    private static final String FOLLOW = """
            INSERT INTO streams.follow (subscriber, broadcaster)
            SELECT * FROM unnest(#{subscribers}::text[], #{broadcasters}::text[])
            ON CONFLICT DO NOTHING
            """;
    private static final String UNFOLLOW = """
            DELETE FROM streams.follow f
             USING unnest(#{subscribers}::text[], #{broadcasters}::text[]) AS pair (subscriber, broadcaster)
             WHERE f.subscriber = pair.subscriber AND f.broadcaster = pair.broadcaster
            """;
    private static final String EDITED = """
            INSERT INTO streams.speaker (account, edited)
            SELECT * FROM unnest(#{accounts}::text[], #{positions}::bigint[])
            ON CONFLICT (account) DO UPDATE SET edited = excluded.edited
            """;
    private static final String HIDE = """
            INSERT INTO streams.hidden (account) SELECT unnest(#{accounts}::text[]) ON CONFLICT DO NOTHING
            """;
    private static final String SHOW = "DELETE FROM streams.hidden WHERE account = ANY (#{accounts})";
    private static final String SCHEDULED = """
            SELECT id, title, description FROM streams.stream WHERE id = ANY (#{ids}) ORDER BY id FOR UPDATE
            """;
    private static final String SEARCHED = """
            UPDATE streams.stream s
               SET scheduled = n.scheduled, searched = n.searched, spoken = n.spoken
              FROM (SELECT t.id, t.scheduled, t.searched, coalesce(p.searched, '') AS spoken
                      FROM unnest(#{ids}::text[], #{positions}::bigint[], #{searched}::text[]) AS t (id, scheduled, searched)
                      JOIN streams.stream o ON o.id = t.id
                      LEFT JOIN streams.speaker p ON p.account = o.broadcaster) n
             WHERE s.id = n.id
               AND (s.scheduled, s.searched, s.spoken) IS DISTINCT FROM (n.scheduled, n.searched, n.spoken)
            """;

    private final SqlConnection transaction;
    private final Instant now;

    PostgresChanges(SqlConnection transaction, Instant now) {
        this.transaction = transaction;
        this.now = now;
    }

    /** The events of shows that ended, and of streams that were deleted, because of it. */
    Future<List<EventLog.Entry>> keep(Changes changes) {
        return unless(changes.gone().keySet(), gone -> forget(changes))
                .compose(done -> follow(FOLLOW, Changes.keys(changes.follows(), true)))
                .compose(done -> follow(UNFOLLOW, Changes.keys(changes.follows(), false)))
                .compose(done -> positions(EDITED, changes.edited()))
                .compose(done -> accounts(HIDE, Changes.keys(changes.hidden(), true)))
                .compose(done -> accounts(SHOW, Changes.keys(changes.hidden(), false)))
                .compose(done -> unless(changes.scheduled().keySet(), any -> index(changes.scheduled())))
                .compose(done -> changes.gone().isEmpty() ? Future.succeededFuture(List.of()) : delete(changes.gone()));
    }

    /** Asked when the log was followed to its end: what was banned and is no longer has live shows by right. */
    Future<List<EventLog.Entry>> endHidden() {
        return end(END_HIDDEN, Sql.values("now", now));
    }

    private Future<?> forget(Changes changes) {
        var accounts = changes.gone().keySet();
        return accounts(FORGET_FOLLOWS, accounts)
                .compose(done -> accounts(FORGET_SPEAKERS, accounts))
                .compose(done -> accounts(UNNAME, accounts));
    }

    private Future<List<EventLog.Entry>> delete(Map<String, Long> gone) {
        return SqlTemplate.forQuery(transaction, STREAMS_OF_GONE)
                .mapTo(row -> entry(EventType.STREAM_DELETED, row))
                .execute(Map.of("accounts", texts(gone.keySet()), "positions", numbers(gone.values())))
                .map(Sql::all)
                .compose(deleted -> {
                    var ids = texts(deleted.stream()
                            .map(entry -> (String) entry.data().get("id"))
                            .toList());
                    return end(END, Sql.values("ids", ids, "now", now))
                            .compose(ended -> execute(DELETE, Sql.values("ids", ids, "now", now))
                                    .map(done -> Stream.concat(ended.stream(), deleted.stream())
                                            .toList()));
                });
    }

    private Future<List<EventLog.Entry>> end(String sql, Map<String, Object> values) {
        return SqlTemplate.forQuery(transaction, sql)
                .mapTo(row -> entry(EventType.STREAM_ENDED, row))
                .execute(values)
                .map(Sql::all);
    }

    private Future<?> index(Map<String, Long> scheduled) {
        return SqlTemplate.forQuery(transaction, SCHEDULED)
                .execute(Map.of("ids", texts(scheduled.keySet())))
                .map(Sql::all)
                .compose(rows -> {
                    var ids = rows.stream().map(row -> row.getString("id")).toList();
                    var searched = rows.stream()
                            .map(row ->
                                    PostgresStreamRows.searched(row.getString("title"), Sql.maybe(row, "description")))
                            .toList();
                    return execute(
                            SEARCHED,
                            Map.of(
                                    "ids", texts(ids),
                                    "positions",
                                            numbers(ids.stream()
                                                    .map(scheduled::get)
                                                    .toList()),
                                    "searched", texts(searched)));
                });
    }

    private Future<?> follow(String sql, Collection<Changes.Pair> pairs) {
        return unless(
                pairs,
                any -> execute(
                        sql,
                        Map.of(
                                "subscribers",
                                        texts(pairs.stream()
                                                .map(pair -> pair.subscriber().hex())
                                                .toList()),
                                "broadcasters",
                                        texts(pairs.stream()
                                                .map(pair -> pair.broadcaster().hex())
                                                .toList()))));
    }

    private Future<?> positions(String sql, Map<String, Long> accounts) {
        return unless(
                accounts.keySet(),
                any -> execute(
                        sql, Map.of("accounts", texts(accounts.keySet()), "positions", numbers(accounts.values()))));
    }

    private Future<?> accounts(String sql, Collection<String> accounts) {
        return unless(accounts, any -> execute(sql, Map.of("accounts", texts(accounts))));
    }

    private Future<?> execute(String sql, Map<String, Object> values) {
        return SqlTemplate.forUpdate(transaction, sql).execute(values);
    }

    private static EventLog.Entry entry(EventType type, Row row) {
        return new EventLog.Entry(type, new Account(row.getString("broadcaster")), Map.of("id", row.getString("id")));
    }

    /** Nothing is asked of the database for nothing. */
    private static <T> Future<?> unless(Collection<T> none, Function<Collection<T>, Future<?>> work) {
        return none.isEmpty() ? Future.succeededFuture() : work.apply(none);
    }

    private static String[] texts(Collection<String> values) {
        return values.toArray(String[]::new);
    }

    private static Long[] numbers(Collection<Long> values) {
        return values.toArray(Long[]::new);
    }
}
