package io.peerstage.streams;

import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.StreamsApi.Sort;
import io.peerstage.runtime.Cursor;
import io.peerstage.runtime.Search;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One page of the schedule as a single statement: pages go on behind the last row's key, so a page deep inside costs what the first does.
 * Each status is asked for by itself, so that it walks an index of its own in the order of the page, and the pages are merged.
 */
final class PostgresStreamListing {
    private static final String LIMIT = " LIMIT #{limit}";

    private final StreamsApi.Query query;
    private final StringBuilder wanted = new StringBuilder(PostgresStreamRows.SHOWN);
    private final Map<String, Object> values = new HashMap<>();

    PostgresStreamListing(StreamsApi.Query query, Instant now) {
        this.query = query;
        values.putAll(
                Sql.values("now", now, "longestAgo", now.minus(StreamsApi.LONGEST_STREAM), "limit", query.limit() + 1));
        query.broadcaster().ifPresent(account -> filter("s.broadcaster = #{broadcaster}", "broadcaster", account));
        query.subscribedBy()
                .ifPresent(account -> filter(
                        "s.broadcaster IN (SELECT broadcaster FROM streams.follow WHERE subscriber = #{subscriber})",
                        "subscriber",
                        account));
        query.from().ifPresent(time -> filter("s.start_time >= #{from}", "from", time));
        query.until().ifPresent(time -> filter("s.start_time < #{until}", "until", time));
        query.text().map(Search::fold).filter(text -> !text.isEmpty()).ifPresent(this::search);
        query.cursor().map(Cursor::read).ifPresent(this::continueBehind);
    }

    Future<StreamsApi.Page> run(SqlClient client, PostgresStreamRows rows) {
        return rows.all(client, sql(), values).map(this::page);
    }

    String sql() {
        var all = query.status().isEmpty() || query.status().containsAll(EnumSet.allOf(Status.class));
        var branches = all
                ? branch("true")
                : query.status().stream()
                        .sorted()
                        .map(status -> branch(condition(status)))
                        .collect(Collectors.joining(" UNION ALL "));
        return PostgresStreamRows.select("(SELECT * FROM (" + branches + ") AS picked" + order() + LIMIT + ")")
                + order();
    }

    Map<String, Object> values() {
        return values;
    }

    private String branch(String condition) {
        return "(SELECT s.* FROM streams.stream s WHERE " + wanted + " AND " + condition + order() + LIMIT + ")";
    }

    private String order() {
        return query.sort() == Sort.START ? " ORDER BY start_time, id" : " ORDER BY start_time DESC, id DESC";
    }

    private StreamsApi.Page page(List<Stream> found) {
        // One more than asked for tells whether there is a next page.
        var more = found.size() > query.limit();
        var items = more ? found.subList(0, query.limit()) : found;
        return new StreamsApi.Page(items, more ? Optional.of(cursor(items.get(items.size() - 1))) : Optional.empty());
    }

    private void filter(String condition, String name, Object value) {
        wanted.append(" AND ").append(condition);
        values.putAll(Sql.values(name, value));
    }

    /** Its pieces find the rows through the index; of those, some may have the pieces but not the text. */
    private void search(String text) {
        var sought = "(s.searched || E'\\n' || s.spoken)";
        filter("streams.grams" + sought + " @> #{grams}", "grams", Search.grams(text));
        // Not LIKE: PostgreSQL would guess how many rows are like that, far too few, and mistrust its better count of
        // the pieces.
        filter("strpos(" + sought + ", #{text}) > 0", "text", text);
    }

    /** What follows from a stream's longest duration is said as well, since the index is by start. */
    private static String condition(Status status) {
        return switch (status) {
            case LIVE -> "s.live";
            case UPCOMING -> "NOT s.live AND s.end_time > #{now} AND s.start_time > #{longestAgo}";
            case PAST -> "NOT s.live AND s.end_time <= #{now} AND s.start_time < #{now}";
        };
    }

    private void continueBehind(Cursor key) {
        wanted.append(query.sort() == Sort.START ? " AND (s.start_time, s.id) > " : " AND (s.start_time, s.id) < ")
                .append("(#{keyTime}, #{keyId})");
        values.putAll(Sql.values("keyTime", key.time(), "keyId", key.id()));
    }

    private static String cursor(Stream last) {
        return Cursor.at(last.startTime(), last.id().value()).text();
    }
}
