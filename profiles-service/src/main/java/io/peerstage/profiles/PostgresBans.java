package io.peerstage.profiles;

import io.peerstage.contract.Account;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.profiles.ProfilesApi.Person;
import io.peerstage.runtime.Cursor;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.templates.RowMapper;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Table {@code profiles.ban}: whom broadcasters let watch nothing. No event tells of it, for it is between the two. */
final class PostgresBans {
    private static final String BAN = """
            INSERT INTO profiles.ban (broadcaster, account, since) VALUES (#{broadcaster}, #{account}, #{now})
            ON CONFLICT (broadcaster, account) DO UPDATE SET since = ban.since
            RETURNING since
            """;
    private static final String UNBAN = """
            DELETE FROM profiles.ban WHERE broadcaster = #{broadcaster} AND account = #{account}
            """;
    private static final String LIST = """
            SELECT b.account, p.name, p.surname, p.img_link, b.since
              FROM profiles.ban b LEFT JOIN profiles.profile p ON p.account = b.account
             WHERE b.broadcaster = #{broadcaster}
               AND (b.since, b.account) > (coalesce(#{keyTime}::timestamptz, '-infinity'), coalesce(#{keyAccount}, ''))
             ORDER BY b.since, b.account
             LIMIT #{limit}
            """;
    private static final RowMapper<Person> PERSON = row -> new Person(
            new Account(row.getString("account")),
            Sql.maybe(row, "name"),
            Sql.maybe(row, "surname"),
            Sql.maybe(row, "img_link"),
            Sql.instant(row, "since"));

    private final Database database;

    PostgresBans(Database database) {
        this.database = database;
    }

    Future<ProfilesApi.Ban> ban(Account broadcaster, Account account, Instant now) {
        return SqlTemplate.forQuery(database.client(), BAN)
                .execute(Sql.values("broadcaster", broadcaster, "account", account, "now", now))
                .map(rows ->
                        new ProfilesApi.Ban(account, Sql.instant(rows.iterator().next(), "since")))
                .recover(PostgresProfileStore::goneMeanwhile);
    }

    Future<Void> unban(Account broadcaster, Account account) {
        return SqlTemplate.forUpdate(database.client(), UNBAN)
                .execute(Sql.values("broadcaster", broadcaster, "account", account))
                .mapEmpty();
    }

    Future<ProfilesApi.People> list(Account broadcaster, ProfilesApi.BansQuery query) {
        var key = query.cursor().map(Cursor::read);
        return SqlTemplate.forQuery(database.client(), LIST)
                .mapTo(PERSON)
                .execute(Sql.values(
                        "broadcaster",
                        broadcaster,
                        "keyTime",
                        key.map(Cursor::time),
                        "keyAccount",
                        key.map(Cursor::id),
                        "limit",
                        query.limit() + 1))
                .map(Sql::all)
                .map(found -> page(found, query.limit()));
    }

    private static ProfilesApi.People page(List<Person> found, int limit) {
        if (found.size() <= limit) {
            return new ProfilesApi.People(found, Optional.empty());
        }
        var last = found.get(limit - 1);
        var next = Cursor.at(last.since(), last.account().hex());
        return new ProfilesApi.People(found.subList(0, limit), Optional.of(next.text()));
    }
}
