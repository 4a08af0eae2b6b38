package io.peerstage.runtime;

import io.peerstage.contract.Account;
import io.peerstage.contract.Refused;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** The few turns of phrase that every store needs. */
public final class Sql {
    public static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Named parameters, name and value in turn; an empty Optional is NULL, an instant a timestamptz. */
    public static Map<String, Object> values(Object... namesAndValues) {
        var values = new HashMap<String, Object>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
        }
        return values;
    }

    private static Object value(Object value) {
        if (value instanceof Optional<?> maybe) {
            return maybe.map(Sql::value).orElse(null);
        }
        if (value instanceof Instant instant) {
            return utc(instant);
        }
        return value instanceof Account account ? account.hex() : value;
    }

    public static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    public static Optional<Instant> maybeInstant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    public static Optional<String> maybe(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    public static <T> Optional<T> first(RowSet<T> rows) {
        var row = rows.iterator();
        return row.hasNext() ? Optional.of(row.next()) : Optional.empty();
    }

    public static <T> T only(RowSet<T> rows, Supplier<Refused> absent) {
        return first(rows).orElseThrow(absent);
    }

    public static <T> List<T> all(RowSet<T> rows) {
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    private Sql() {}
}
