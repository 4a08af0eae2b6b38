package io.peerstage.gateway.allowance;

import io.peerstage.runtime.Database;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Table {@code gateway.allowance}: {@link Gcra} by the database's clock, the same for all gateways. */
final class PostgresAllowanceStore {
    /** Decides and takes: no row comes back for one that does not fit. Those who wait for the row see the clock as they get it. */
    private static final String TAKE = """
            INSERT INTO gateway.allowance AS held (key, tat)
            VALUES (#{key}, clock_timestamp() + #{interval} * interval '1 microsecond')
            ON CONFLICT (key) DO UPDATE
               SET tat = greatest(held.tat, clock_timestamp()) + #{interval} * interval '1 microsecond'
             WHERE greatest(held.tat, clock_timestamp()) + #{interval} * interval '1 microsecond'
                   <= clock_timestamp() + #{window} * interval '1 microsecond'
            RETURNING extract(epoch FROM tat - clock_timestamp())::float8 AS ahead
            """;

    private static final String AHEAD = """
            SELECT extract(epoch FROM tat - clock_timestamp())::float8 AS ahead FROM gateway.allowance WHERE key = #{key}
            """;
    /** A row whose time has come says what no row says. */
    private static final String PRUNE = "DELETE FROM gateway.allowance WHERE tat < clock_timestamp()";

    private static final double NANOSECONDS = 1e9;

    private final Database database;

    PostgresAllowanceStore(Database database) {
        this.database = database;
    }

    /** How far ahead it lies now that one was taken; empty if none was left. */
    Future<Optional<Duration>> take(String key, Gcra gcra) {
        return SqlTemplate.forQuery(database.client(), TAKE)
                .mapTo(PostgresAllowanceStore::ahead)
                .execute(Sql.values(
                        "key", key, "interval", microseconds(gcra.interval()), "window", microseconds(Gcra.WINDOW)))
                .map(Sql::first);
    }

    /** How far ahead it lies. */
    Future<Duration> ahead(String key) {
        return SqlTemplate.forQuery(database.client(), AHEAD)
                .mapTo(PostgresAllowanceStore::ahead)
                .execute(Sql.values("key", key))
                .map(rows -> Sql.first(rows).orElse(Duration.ZERO));
    }

    Future<Void> prune() {
        return SqlTemplate.forUpdate(database.client(), PRUNE).execute(Map.of()).mapEmpty();
    }

    private static Duration ahead(Row row) {
        return Duration.ofNanos(Math.round(row.getDouble("ahead") * NANOSECONDS));
    }

    private static double microseconds(Duration duration) {
        return duration.dividedBy(Duration.of(1, ChronoUnit.MICROS));
    }
}
