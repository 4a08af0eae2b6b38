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

/** One page of the schedule as a single statement: pages go on behind the last row's key, so a page deep inside costs what the first does. */
final class PostgresStreamListing {
    private final StreamsApi.Query query;
    private final StringBuilder sql = new StringBuilder(PostgresStreamRows.SELECT);
    private final Map<String, Object> values = new HashMap<>();

    PostgresStreamListing(StreamsApi.Query query, Instant now) {
        this.query = query;
        values.putAll(Sql.values("now", now, "limit", query.limit() + 1));
        filterByStatus();
        query.broadcaster()
                .ifPresent(account -> filter("s.broadcaster = #{broadcaster}", "broadcaster", account.hex()));
        query.text().ifPresent(text -> filter("s.searched LIKE #{text}", "text", Search.containing(text)));
        query.cursor().map(Cursor::read).ifPresent(this::continueBehind);
        sql.append(
                query.sort() == Sort.START
                        ? " ORDER BY s.start_time, s.id LIMIT #{limit}"
                        : " ORDER BY s.start_time DESC, s.id DESC LIMIT #{limit}");
    }

    Future<StreamsApi.Page> run(SqlClient client, PostgresStreamRows rows) {
        return rows.all(client, sql.toString(), values).map(this::page);
    }

    private StreamsApi.Page page(List<Stream> found) {
        // One more than asked for tells whether there is a next page.
        var more = found.size() > query.limit();
        var items = more ? found.subList(0, query.limit()) : found;
        return new StreamsApi.Page(items, more ? Optional.of(cursor(items.get(items.size() - 1))) : Optional.empty());
    }

    private void filter(String condition, String name, Object value) {
        sql.append(" AND ").append(condition);
        values.put(name, value);
    }

    private void filterByStatus() {
        if (query.status().isEmpty() || query.status().containsAll(EnumSet.allOf(Status.class))) {
            return;
        }
        sql.append(query.status().stream()
                .sorted()
                .map(PostgresStreamListing::condition)
                .collect(Collectors.joining(" OR ", " AND (", ")")));
    }

    private static String condition(Status status) {
        return switch (status) {
            case LIVE -> "s.live";
            case UPCOMING -> "(NOT s.live AND s.end_time > #{now})";
            case PAST -> "(NOT s.live AND s.end_time <= #{now})";
        };
    }

    private void continueBehind(Cursor key) {
        sql.append(query.sort() == Sort.START ? " AND (s.start_time, s.id) > " : " AND (s.start_time, s.id) < ")
                .append("(#{keyTime}, #{keyId})");
        values.putAll(Sql.values("keyTime", key.time(), "keyId", key.id()));
    }

    private static String cursor(Stream last) {
        return Cursor.at(last.startTime(), last.id().value()).text();
    }
}
