package io.peerstage.runtime;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.TransactionRollbackException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.flywaydb.core.Flyway;

/** A service's own schema, and the event log beside it. */
public final class Database {
    static final int CONNECTIONS = 8;
    private static final int SECONDS_TO_CONNECT = 2;
    /** SQLSTATE classes of faults that pass: connection, deadlock, resources, shutdown of the server. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57");

    private final Pool pool;
    private final PgConnectOptions options;

    private Database(Pool pool, PgConnectOptions options) {
        this.pool = pool;
        this.options = options;
    }

    /**
     * Brings the event log up to date, as {@link #open} does too: what that loads and connects takes a second, for which a process waits to become a member of its cluster
     * anyway. What fails is tried again by {@link #open}, and told.
     */
    static CompletableFuture<Void> prepare(Settings settings) {
        return CompletableFuture.runAsync(() -> migrate(options(settings), "event_log"))
                .exceptionally(failed -> null);
    }

    /** Brings the event log and the schema up to date ({@code db/SCHEMA/V1__….sql} on the class path) and connects. */
    public static Future<Database> open(Vertx vertx, Settings settings, String schema) {
        var options = options(settings);
        return vertx.executeBlocking(() -> {
            migrate(options, "event_log");
            migrate(options, schema);
            return new Database(
                    PgBuilder.pool()
                            .using(vertx)
                            .connectingTo(options)
                            .with(new PoolOptions()
                                    .setMaxSize(CONNECTIONS)
                                    .setName(schema)
                                    .setConnectionTimeout(SECONDS_TO_CONNECT)
                                    .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                            .build(),
                    options);
        });
    }

    /** For single statements. */
    public SqlClient client() {
        return pool;
    }

    /** A transaction that changes what no event tells of, or only reads. */
    public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(work);
    }

    /**
     * A transaction that is an accepted action: its events are appended last and COMMIT is sent with them, without waiting for their
     * answer, so that the row which orders all events is held for less than a round trip. (Vert.x's own transactions send COMMIT only
     * after the answer to what came before.)
     */
    public <T> Future<T> change(Function<SqlConnection, Future<Change<T>>> work) {
        return changeOnce(work).recover(thrown -> hasGivenWay(thrown) ? changeOnce(work) : Future.failedFuture(thrown));
    }

    /** Two transactions waited for each other and this one was rolled back: nothing of it is there, so it may begin again. */
    private static boolean hasGivenWay(Throwable thrown) {
        return thrown instanceof PgException fault && sqlStateClass(fault).equals("40");
    }

    private <T> Future<T> changeOnce(Function<SqlConnection, Future<Change<T>>> work) {
        return pool.withConnection(connection -> connection
                .query("BEGIN")
                .execute()
                .compose(begun -> work.apply(connection))
                .compose(change -> commit(connection, change), thrown -> rollBack(connection, thrown)));
    }

    /** What an accepted action came to. */
    public record Change<T>(T result, List<EventLog.Entry> events) {
        /** Nothing had to change, so nothing happened. */
        public static <T> Change<T> none(T result) {
            return new Change<>(result, List.of());
        }

        public static <T> Change<T> of(T result, EventLog.Entry... events) {
            return new Change<>(result, List.of(events));
        }

        /** What a statement on one row came to: done with its event, or there was nothing left to do. */
        public static Change<Void> ofOneRow(SqlResult<?> changed, EventLog.Entry event) {
            return changed.rowCount() == 1 ? of(null, event) : none(null);
        }
    }

    /** A connection of its own, outside the pool, for what lasts. */
    public Future<SqlConnection> dedicatedConnection(Vertx vertx) {
        return PgConnection.connect(vertx, options).map(connection -> connection);
    }

    public Future<Void> close() {
        return pool.close();
    }

    /** What may be said of a failure of the database that will pass; empty for others. */
    public static Optional<Refused> refusal(Throwable thrown) {
        var passing = thrown instanceof PgException fault // which is a VertxException too
                ? PASSING.contains(sqlStateClass(fault))
                : thrown instanceof IOException
                        || thrown instanceof ClosedConnectionException
                        || thrown instanceof TransactionRollbackException
                        || thrown instanceof TimeoutException
                        || thrown instanceof VertxException;
        return passing ? Optional.of(Failure.UNAVAILABLE.because("the database is not available")) : Optional.empty();
    }

    private static String sqlStateClass(PgException fault) {
        return fault.getSqlState() == null ? "" : fault.getSqlState().substring(0, 2);
    }

    private static <T> Future<T> commit(SqlConnection connection, Change<T> change) {
        var appended = change.events().stream()
                .map(event -> EventLog.append(connection, event))
                .toList();
        var committed = connection.query("COMMIT").execute(); // if an append failed, PostgreSQL rolls back instead
        return Future.join(appended)
                .compose(all -> committed, failed -> committed.transform(done -> Future.failedFuture(failed)))
                .map(done -> change.result());
    }

    private static <T> Future<T> rollBack(SqlConnection connection, Throwable thrown) {
        return connection.query("ROLLBACK").execute().transform(done -> Future.failedFuture(thrown));
    }

    private static PgConnectOptions options(Settings settings) {
        return PgConnectOptions.fromUri(settings.requireDatabaseUrl().toString())
                .setCachePreparedStatements(true)
                // A plan for any values whatever, which PostgreSQL turns to after five runs, cannot tell a word that is
                // in every row from
                // one that is in three, nor an account with five followers from one with ten thousand. Planning anew
                // costs some 0.1 ms.
                .addProperty("plan_cache_mode", "force_custom_plan");
    }

    // One at a time: Flyway's own lock does not cover the making of its history table.
    private static synchronized void migrate(PgConnectOptions options, String schema) {
        Flyway.configure()
                .dataSource(jdbcUrl(options), options.getUser(), options.getPassword())
                .schemas(schema)
                .locations("classpath:db/" + schema)
                .connectRetries(10)
                .connectRetriesInterval(1)
                .load()
                .migrate();
    }

    private static String jdbcUrl(PgConnectOptions options) {
        var ssl = options.getSslMode() == null ? "prefer" : options.getSslMode().value;
        return "jdbc:postgresql://%s:%d/%s?sslmode=%s"
                .formatted(options.getHost(), options.getPort(), options.getDatabase(), ssl);
    }
}
