package io.peerstage.profiles;

import io.peerstage.contract.Account;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.profiles.ProfilesApi.Person;
import io.peerstage.contract.profiles.ProfilesApi.Sort;
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

/** One page of the people on one end of an account's subscriptions, as a single statement. */
final class PostgresPeopleListing {
    /** Which people: those who follow the account, or those whom it follows. */
    enum End {
        SUBSCRIBERS("subscriber", "broadcaster"),
        SUBSCRIPTIONS("broadcaster", "subscriber");

        private final String listed;
        private final String given;

        End(String listed, String given) {
            this.listed = listed;
            this.given = given;
        }
    }

    private final StringBuilder sql;
    private final Map<String, Object> values = new HashMap<>();
    private final ProfilesApi.PeopleQuery query;
    private final String order;

    PostgresPeopleListing(End end, ProfilesApi.PeopleQuery query) {
        this.query = query;
        // The account is the same on both sides of the join; of the two columns it is the one in the index.
        order = byName() ? "p.searched, p.account" : "s.since, s." + end.listed;
        sql = new StringBuilder("""
                SELECT p.account, p.name, p.surname, p.img_link, p.searched, s.since
                  FROM profiles.subscription s JOIN profiles.profile p ON p.account = s.%s
                 WHERE s.%s = #{account}""".formatted(end.listed, end.given));
        values.putAll(Sql.values("account", query.account(), "limit", query.limit() + 1));
        query.text().map(Search::fold).filter(text -> !text.isEmpty()).ifPresent(text -> {
            sql.append(PostgresProfileListing.SOUGHT);
            values.putAll(Map.of("grams", Search.grams(text), "text", text));
        });
        query.cursor().map(Cursor::read).ifPresent(this::continueBehind);
        sql.append(" ORDER BY ").append(order).append(" LIMIT #{limit}");
    }

    String sql() {
        return sql.toString();
    }

    Map<String, Object> values() {
        return values;
    }

    private record Found(Person person, String searched) {}

    Future<ProfilesApi.People> run(SqlClient client) {
        return SqlTemplate.forQuery(client, sql())
                .mapTo(PostgresPeopleListing::found)
                .execute(values)
                .map(Sql::all)
                .map(this::page);
    }

    private void continueBehind(Cursor key) {
        sql.append(" AND (").append(order).append(") > (#{key}, #{keyAccount})");
        values.putAll(Sql.values("key", byName() ? key.sorted() : key.time(), "keyAccount", key.id()));
    }

    private ProfilesApi.People page(List<Found> found) {
        // One more than asked for tells whether there is a next page.
        var items = found.stream().limit(query.limit()).map(Found::person).toList();
        return found.size() <= query.limit()
                ? new ProfilesApi.People(items, Optional.empty())
                : new ProfilesApi.People(
                        items, Optional.of(cursor(found.get(query.limit() - 1)).text()));
    }

    private Cursor cursor(Found last) {
        var account = last.person().account().hex();
        return byName()
                ? new Cursor(last.searched(), account)
                : Cursor.at(last.person().since(), account);
    }

    private boolean byName() {
        return query.sort() == Sort.NAME;
    }

    private static Found found(Row row) {
        var person = new Person(
                new Account(row.getString("account")),
                Sql.maybe(row, "name"),
                Sql.maybe(row, "surname"),
                Sql.maybe(row, "img_link"),
                Sql.instant(row, "since"));
        return new Found(person, row.getString("searched"));
    }
}
