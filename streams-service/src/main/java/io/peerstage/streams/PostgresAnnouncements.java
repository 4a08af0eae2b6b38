package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.streams.Stream;
import io.peerstage.runtime.Json;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Table {@code streams.announced}: the answers to announcements that may be asked for again. */
final class PostgresAnnouncements {
    private static final Duration KEPT = Duration.ofHours(24);

    // Where another transaction holds the key, this waits until that has ended.
    private static final String CLAIM = """
            INSERT INTO streams.announced (account, key, request, at) VALUES (#{account}, #{key}, #{request}, #{now})
            ON CONFLICT DO NOTHING
            """;
    private static final String ANSWER = """
            UPDATE streams.announced SET answer = #{answer} WHERE account = #{account} AND key = #{key}
            """;
    private static final String FIND = """
            SELECT request, answer FROM streams.announced WHERE account = #{account} AND key = #{key}
            """;
    private static final String FORGET = "DELETE FROM streams.announced WHERE at <= #{before}";

    /** Whether nobody has used the key before; it is this transaction's then. */
    Future<Boolean> claim(SqlConnection transaction, Account account, Key key, Instant now) {
        return SqlTemplate.forUpdate(transaction, CLAIM)
                .execute(Sql.values("account", account, "key", key.text(), "request", key.request(), "now", now))
                .map(claimed -> claimed.rowCount() == 1);
    }

    Future<Void> keep(SqlConnection transaction, Key key, Stream answer) {
        return SqlTemplate.forUpdate(transaction, ANSWER)
                .execute(Sql.values("account", answer.broadcaster(), "key", key.text(), "answer", Json.of(answer)))
                .mapEmpty();
    }

    /** The answer that was given before. Fails with {@code IDEMPOTENCY_MISMATCH} where something else was asked. */
    Future<Optional<Stream>> find(SqlClient client, Account account, Key key) {
        return SqlTemplate.forQuery(client, FIND)
                .execute(Sql.values("account", account, "key", key.text()))
                .map(Sql::first)
                .map(row -> row.map(found -> {
                    if (!found.getString("request").equals(key.request())) {
                        throw Failure.IDEMPOTENCY_MISMATCH.because("this key was used for another stream");
                    }
                    return Json.to(Stream.class, (JsonObject) found.getValue("answer"));
                }));
    }

    Future<Void> forget(SqlClient client, Instant now) {
        return SqlTemplate.forUpdate(client, FORGET)
                .execute(Sql.values("before", now.minus(KEPT)))
                .mapEmpty();
    }
}
