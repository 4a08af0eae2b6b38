package io.peerstage.streams;

import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.Turnout;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.util.Optional;

/** Table {@code streams.turnout}. */
final class PostgresTurnouts {
    // Of the stream's last show only; what comes late for one before it is not kept.
    private static final String KEEP = """
            INSERT INTO streams.turnout (stream, started_at, peak, watchers, relayed_share)
            SELECT id, started_at, #{peak}, #{all}, #{relayedShare} FROM streams.stream
             WHERE id = #{id} AND started_at = #{startedAt}
            ON CONFLICT (stream) DO UPDATE
               SET started_at = excluded.started_at, peak = excluded.peak, watchers = excluded.watchers,
                   relayed_share = excluded.relayed_share
            """;
    private static final String FIND = """
            SELECT peak, watchers, relayed_share FROM streams.turnout WHERE stream = #{id} AND started_at = #{startedAt}
            """;

    Future<Void> keep(SqlClient transaction, StreamsApi.End show) {
        return show.turnout()
                .map(turnout -> SqlTemplate.forUpdate(transaction, KEEP)
                        .execute(Sql.values(
                                "id", show.id().value(),
                                "startedAt", show.startedAt(),
                                "peak", turnout.peak(),
                                "all", turnout.all(),
                                "relayedShare", turnout.relayedShare()))
                        .<Void>mapEmpty())
                .orElseGet(Future::succeededFuture);
    }

    /** Of the stream's last show; empty where nobody counted. */
    Future<Optional<Turnout>> find(SqlClient client, Stream stream) {
        return SqlTemplate.forQuery(client, FIND)
                .mapTo(row ->
                        new Turnout(row.getInteger("peak"), row.getInteger("watchers"), row.getDouble("relayed_share")))
                .execute(Sql.values("id", stream.id().value(), "startedAt", stream.startedAt()))
                .map(Sql::first);
    }
}
