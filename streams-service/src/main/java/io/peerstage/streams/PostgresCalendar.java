package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.streams.ScheduleEntry;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Instant;
import java.util.Map;

/** What calendars and feeds tell of somebody's streams. The streams of banned accounts are left out, deleted or not. */
final class PostgresCalendar {
    private static final String SELECT = """
            SELECT s.id, s.broadcaster, p.name, p.surname, p.img_link, s.title, s.start_time, s.end_time, s.version,
                   s.edited_at, s.deleted_at,
                   CASE WHEN length(s.description) > #{longest} THEN left(s.description, #{longest} - 1) || '…'
                        ELSE s.description END AS description
              FROM streams.stream s LEFT JOIN streams.speaker p ON p.account = s.broadcaster
             WHERE NOT EXISTS (SELECT FROM streams.hidden h WHERE h.account = s.broadcaster)""";
    private static final String OF_BROADCASTER = " AND s.broadcaster = #{broadcaster}";
    private static final String OF_FOLLOWED = """
             AND EXISTS (SELECT FROM streams.follow f
                          WHERE f.subscriber = #{subscribedBy} AND f.broadcaster = s.broadcaster)""";
    // Each part stops at the limit and reads an index in its own order, however long the schedule is.
    private static final String AROUND = """
            (%1$s AND s.deleted_at IS NULL AND s.start_time >= #{now} ORDER BY s.start_time, s.id LIMIT #{limit})
            UNION ALL
            (%1$s AND s.deleted_at IS NULL AND s.start_time >= #{since} AND s.start_time < #{now}
              ORDER BY s.start_time DESC, s.id DESC LIMIT #{limit})
            UNION ALL
            (%1$s AND s.deleted_at >= #{since} ORDER BY s.deleted_at DESC LIMIT #{limit})
            """;
    // Told by start, so that the order does not change as time passes.
    private static final String NEAREST = """
            SELECT * FROM (
              SELECT * FROM (%s) around
               ORDER BY abs(extract(epoch FROM start_time - #{now}::timestamptz)), id
               LIMIT #{limit}) nearest
             ORDER BY start_time, id
            """;
    // An id begins with the time of its announcement.
    private static final String NEWEST = "%s AND s.deleted_at IS NULL ORDER BY s.id DESC LIMIT #{limit}";

    private final StreamsApi.Whose whose;

    PostgresCalendar(StreamsApi.Whose whose) {
        this.whose = whose;
    }

    Future<StreamsApi.Entries> around(SqlClient client, Instant since, Instant now) {
        var values = values(StreamsApi.LARGEST_CALENDAR);
        values.putAll(Sql.values("since", since, "now", now));
        return run(client, NEAREST.formatted(AROUND.formatted(select())), values);
    }

    Future<StreamsApi.Entries> newest(SqlClient client) {
        return run(client, NEWEST.formatted(select()), values(StreamsApi.LARGEST_FEED));
    }

    private String select() {
        return SELECT
                + whose.broadcaster().map(account -> OF_BROADCASTER).orElse("")
                + whose.subscribedBy().map(account -> OF_FOLLOWED).orElse("")
                + whose.id().map(id -> " AND s.id = #{id}").orElse("");
    }

    private Map<String, Object> values(int limit) {
        return Sql.values(
                "broadcaster",
                whose.broadcaster(),
                "subscribedBy",
                whose.subscribedBy(),
                "id",
                whose.id().map(StreamId::value),
                "longest",
                StreamsApi.LONGEST_EXCERPT,
                "limit",
                limit);
    }

    private static Future<StreamsApi.Entries> run(SqlClient client, String sql, Map<String, Object> values) {
        return SqlTemplate.forQuery(client, sql)
                .mapTo(PostgresCalendar::entry)
                .execute(values)
                .map(Sql::all)
                .map(StreamsApi.Entries::new);
    }

    private static ScheduleEntry entry(Row row) {
        var id = new StreamId(row.getString("id"));
        var deletedAt = Sql.maybeInstant(row, "deleted_at");
        return new ScheduleEntry(
                id,
                new Account(row.getString("broadcaster")),
                new Stream.Speaker(Sql.maybe(row, "name"), Sql.maybe(row, "surname"), Sql.maybe(row, "img_link")),
                row.getString("title"),
                Sql.maybe(row, "description"),
                Sql.instant(row, "start_time"),
                Sql.instant(row, "end_time"),
                row.getInteger("version"),
                deletedAt.or(() -> Sql.maybeInstant(row, "edited_at")).orElseGet(id::announcedAt),
                deletedAt);
    }
}
