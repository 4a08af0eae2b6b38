package io.peerstage.signaling;

import io.peerstage.runtime.Database;
import io.vertx.core.Future;

/** Table {@code signaling.instance}. */
record PostgresEpochStore(Database database) {
    /** A number greater than any that was given before. */
    Future<Long> next() {
        return database.client()
                .query("INSERT INTO signaling.instance DEFAULT VALUES RETURNING epoch")
                .execute()
                .map(rows -> rows.iterator().next().getLong("epoch"));
    }
}
