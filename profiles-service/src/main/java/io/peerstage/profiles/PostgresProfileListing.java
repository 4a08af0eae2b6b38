package io.peerstage.profiles;

import io.peerstage.contract.Account;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.runtime.Cursor;
import io.peerstage.runtime.Search;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One page of profiles by name, as a single statement that goes on behind the last row's key. */
final class PostgresProfileListing {
    /**
     * The pieces find the rows through the index; of those, some may have the pieces but not the text. Not LIKE: PostgreSQL would guess how
     * many rows are like that, far too few, and mistrust its better count of the pieces.
     */
    static final String SOUGHT = " AND profiles.grams(p.searched) @> #{grams} AND strpos(p.searched, #{text}) > 0";

    private final StringBuilder sql = new StringBuilder(
            PostgresProfileStore.SELECT.replace("SELECT account,", "SELECT searched, account,") + " WHERE true");
    private final Map<String, Object> values = new HashMap<>();
    private final int limit;

    PostgresProfileListing(ProfilesApi.Query query, Optional<Account> asking) {
        limit = query.limit();
        values.putAll(Sql.values("asking", asking, "limit", limit + 1));
        query.text().map(Search::fold).filter(text -> !text.isEmpty()).ifPresent(text -> {
            sql.append(SOUGHT);
            values.putAll(Map.of("grams", Search.grams(text), "text", text));
        });
        query.cursor().map(Cursor::read).ifPresent(key -> {
            sql.append(" AND (searched, account) > (#{keyName}, #{keyAccount})");
            values.putAll(Sql.values("keyName", key.sorted(), "keyAccount", key.id()));
        });
        sql.append(" ORDER BY searched, account LIMIT #{limit}");
    }

    String sql() {
        return sql.toString();
    }

    Map<String, Object> values() {
        return values;
    }

    private record Found(Profile profile, String searched) {}

    Future<ProfilesApi.Page> run(SqlClient client) {
        return SqlTemplate.forQuery(client, sql())
                .mapTo(PostgresProfileListing::found)
                .execute(values)
                .map(Sql::all)
                .map(this::page);
    }

    private ProfilesApi.Page page(List<Found> found) {
        // One more than asked for tells whether there is a next page.
        var items = found.stream().limit(limit).map(Found::profile).toList();
        if (found.size() <= limit) {
            return new ProfilesApi.Page(items, Optional.empty());
        }
        var last = found.get(limit - 1);
        var next = new Cursor(last.searched(), last.profile().account().hex());
        return new ProfilesApi.Page(items, Optional.of(next.text()));
    }

    private static Found found(Row row) {
        return new Found(PostgresProfileStore.PROFILE.map(row), row.getString("searched"));
    }
}
