package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Search;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a row of the schedule becomes a {@link Stream}. */
final class PostgresStreamRows {
    /** Whose broadcaster is not banned, and that was not deleted. Not as a join: the few that are hidden are read once and kept as a hash. */
    static final String SHOWN = "s.deleted_at IS NULL AND s.broadcaster NOT IN (SELECT account FROM streams.hidden)";

    private static final String FIND = select("streams.stream") + " WHERE " + SHOWN + " AND s.id = #{id}";
    private static final String LOCK = FIND + " FOR UPDATE OF s";
    private static final String PAGE = select("(SELECT s.* FROM streams.stream s WHERE " + SHOWN
                    + " AND s.id > #{after} ORDER BY s.id LIMIT #{limit})")
            + " ORDER BY s.id";

    private final Watchers watchers;

    PostgresStreamRows(Watchers watchers) {
        this.watchers = watchers;
    }

    /**
     * What {@link #all} reads. Wants {@code now}, for the status.
     *
     * @param streams rows of the schedule: the table, or a statement in parentheses that has picked some; only those meet their speakers
     */
    static String select(String streams) {
        return """
                SELECT s.id, s.broadcaster, s.title, s.description, s.start_time, s.end_time, s.img_link, s.audience, s.version,
                       s.started_at, s.ended_at, p.name, p.surname, p.img_link AS speaker_img_link,
                       CASE WHEN s.live THEN 'LIVE' WHEN s.end_time > #{now} THEN 'UPCOMING' ELSE 'PAST' END AS status
                  FROM %s s LEFT JOIN streams.speaker p ON p.account = s.broadcaster""".formatted(streams);
    }

    /** What a search looks into, beside the speaker's name. */
    static String searched(String title, Optional<String> description) {
        return Search.fold(title + description.map("\n"::concat).orElse(""));
    }

    Future<Stream> find(SqlClient client, StreamId id, Instant now) {
        return one(client, FIND, id, now);
    }

    /** Nobody else changes the stream until the transaction ends. */
    Future<Stream> lock(SqlConnection transaction, StreamId id, Instant now) {
        return one(transaction, LOCK, id, now);
    }

    Future<List<Stream>> page(SqlClient client, Optional<StreamId> after, int limit, Instant now) {
        return all(
                client, PAGE, Sql.values("after", after.map(StreamId::value).orElse(""), "limit", limit, "now", now));
    }

    Future<List<Stream>> all(SqlClient client, String sql, Map<String, Object> values) {
        return SqlTemplate.forQuery(client, sql)
                .mapTo(this::stream)
                .execute(values)
                .map(Sql::all);
    }

    static Stream withId(StreamId id, Stream stream) {
        return new Stream(
                id,
                stream.broadcaster(),
                stream.speaker(),
                stream.title(),
                stream.description(),
                stream.startTime(),
                stream.endTime(),
                stream.imgLink(),
                stream.audience(),
                stream.status(),
                stream.startedAt(),
                stream.endedAt(),
                stream.watchers(),
                stream.version());
    }

    private Future<Stream> one(SqlClient client, String sql, StreamId id, Instant now) {
        return SqlTemplate.forQuery(client, sql)
                .mapTo(this::stream)
                .execute(Sql.values("id", id.value(), "now", now))
                .map(rows -> Sql.only(rows, () -> notFound(id)));
    }

    private Stream stream(Row row) {
        var id = new StreamId(row.getString("id"));
        var status = Status.valueOf(row.getString("status"));
        return new Stream(
                id,
                new Account(row.getString("broadcaster")),
                new Stream.Speaker(
                        Sql.maybe(row, "name"), Sql.maybe(row, "surname"), Sql.maybe(row, "speaker_img_link")),
                row.getString("title"),
                Sql.maybe(row, "description"),
                Sql.instant(row, "start_time"),
                Sql.instant(row, "end_time"),
                Sql.maybe(row, "img_link"),
                Audience.valueOf(row.getString("audience")),
                status,
                Sql.maybeInstant(row, "started_at"),
                Sql.maybeInstant(row, "ended_at"),
                status == Status.LIVE ? watchers.of(id) : 0,
                row.getInteger("version"));
    }

    private static Refused notFound(StreamId id) {
        return Failure.STREAM_NOT_FOUND.because("no stream " + id);
    }
}
