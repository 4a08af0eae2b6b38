package io.peerstage.profiles;

import io.peerstage.contract.Account;
import io.peerstage.contract.EventType;
import io.peerstage.contract.Failure;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.profiles.PostgresPeopleListing.End;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Search;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.templates.RowMapper;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Profiles and subscriptions in the tables of schema {@code profiles}. */
final class PostgresProfileStore implements ProfileStore {
    private static final String PUT = """
            INSERT INTO profiles.profile (account, name, surname, img_link, time_zone, searched, since)
            VALUES (#{account}, #{name}, #{surname}, #{imgLink}, #{timeZone}, #{searched}, #{now})
            ON CONFLICT (account) DO UPDATE
               SET name = excluded.name, surname = excluded.surname,
                   img_link = excluded.img_link, time_zone = excluded.time_zone, searched = excluded.searched
            RETURNING xmax = 0 AS registered
            """;
    static final String SELECT = """
            SELECT account, name, surname, img_link, time_zone, since,
                   subscribers,
                   (SELECT count(*) FROM profiles.subscription s WHERE s.subscriber = p.account) AS subscriptions,
                   CASE WHEN #{asking}::text IS NOT NULL THEN EXISTS (
                     SELECT FROM profiles.subscription s
                      WHERE s.subscriber = #{asking} AND s.broadcaster = p.account) END AS subscribed
              FROM profiles.profile p
            """;
    private static final String FIND = SELECT + " WHERE account = #{account}";
    private static final String DELETE = "DELETE FROM profiles.profile WHERE account = #{account}";
    private static final String REGISTERED = "SELECT account FROM profiles.profile WHERE account = ANY (#{accounts})";
    private static final String SUBSCRIBE = """
            INSERT INTO profiles.subscription (subscriber, broadcaster, since)
            VALUES (#{subscriber}, #{broadcaster}, #{now})
            ON CONFLICT DO NOTHING
            RETURNING since
            """;
    private static final String SINCE = """
            SELECT since FROM profiles.subscription WHERE subscriber = #{subscriber} AND broadcaster = #{broadcaster}
            """;
    private static final String UNSUBSCRIBE = """
            DELETE FROM profiles.subscription WHERE subscriber = #{subscriber} AND broadcaster = #{broadcaster}
            """;
    private static final String RELATIONSHIP = """
            SELECT EXISTS (SELECT FROM profiles.profile WHERE account = #{subscriber}) AS registered,
                   EXISTS (SELECT FROM profiles.subscription
                            WHERE subscriber = #{subscriber} AND broadcaster = #{broadcaster}) AS subscribed,
                   EXISTS (SELECT FROM profiles.ban
                            WHERE broadcaster = #{broadcaster} AND account = #{subscriber}) AS banned
            """;
    private static final String PAGE = """
            SELECT account, name, surname, img_link, time_zone,
                   ARRAY(SELECT s.subscriber FROM profiles.subscription s
                          WHERE s.broadcaster = p.account ORDER BY s.since, s.subscriber) AS subscribers,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object('account', s.broadcaster,
                             'since', (extract(epoch FROM s.since) * 1000)::bigint)
                             ORDER BY s.since, s.broadcaster), '[]')
                      FROM profiles.subscription s WHERE s.subscriber = p.account) AS subscriptions
              FROM profiles.profile p
             WHERE #{after}::text IS NULL OR account > #{after}
             ORDER BY account
             LIMIT #{limit}
            """;
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    static final RowMapper<Profile> PROFILE = row -> new Profile(
            new Account(row.getString("account")),
            Sql.maybe(row, "name"),
            Sql.maybe(row, "surname"),
            Sql.maybe(row, "img_link"),
            Sql.maybe(row, "time_zone"),
            row.getLong("subscribers"),
            row.getLong("subscriptions"),
            Sql.instant(row, "since"),
            Optional.ofNullable(row.getBoolean("subscribed")));

    private final Database database;

    PostgresProfileStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<ProfilesApi.Edited> put(Account account, ProfilesApi.Edit profile, Instant now) {
        var columns = Sql.values(
                "account", account,
                "name", profile.name(),
                "surname", profile.surname(),
                "imgLink", profile.imgLink(),
                "timeZone", profile.timeZone(),
                "searched", Search.foldName(profile.name(), profile.surname()),
                "now", now);
        return database.change(transaction -> SqlTemplate.forQuery(transaction, PUT)
                .execute(columns)
                .map(rows -> rows.iterator().next().getBoolean("registered"))
                .compose(registered -> find(transaction, account, Optional.of(account))
                        .map(found -> new ProfilesApi.Edited(found.orElseThrow(), registered)))
                .map(edited ->
                        Database.Change.of(edited, new EventLog.Entry(EventType.PROFILE_EDITED, account, Map.of()))));
    }

    @Override
    public Future<Optional<Profile>> find(Account account, Optional<Account> asking) {
        return find(database.client(), account, asking);
    }

    @Override
    public Future<Void> delete(Account account) {
        var event = new EventLog.Entry(EventType.PROFILE_DELETED, account, Map.of());
        return database.change(transaction -> SqlTemplate.forUpdate(transaction, DELETE)
                .execute(Sql.values("account", account))
                .map(deleted -> Database.Change.ofOneRow(deleted, event)));
    }

    @Override
    public Future<Set<Account>> registered(Set<Account> accounts) {
        var hex = accounts.stream().map(Account::hex).toArray(String[]::new);
        return SqlTemplate.forQuery(database.client(), REGISTERED)
                .mapTo(row -> new Account(row.getString("account")))
                .execute(Map.of("accounts", hex))
                .map(rows -> Set.copyOf(Sql.all(rows)));
    }

    @Override
    public Future<ProfilesApi.Subscription> subscribe(Account subscriber, Account broadcaster, Instant now) {
        var pair = Sql.values("subscriber", subscriber, "broadcaster", broadcaster, "now", now);
        var event = subscriptionEvent(EventType.SUBSCRIBED, subscriber, broadcaster);
        return database.change(transaction -> since(transaction, SUBSCRIBE, pair)
                        .compose(inserted -> inserted.isPresent()
                                ? Future.succeededFuture(Database.Change.of(inserted.get(), event))
                                : since(transaction, SINCE, pair)
                                        .map(there -> Database.Change.none(there.orElse(now)))))
                .map(since -> new ProfilesApi.Subscription(broadcaster, since))
                .recover(PostgresProfileStore::goneMeanwhile);
    }

    @Override
    public Future<Void> unsubscribe(Account subscriber, Account broadcaster) {
        var event = subscriptionEvent(EventType.UNSUBSCRIBED, subscriber, broadcaster);
        return database.change(transaction -> SqlTemplate.forUpdate(transaction, UNSUBSCRIBE)
                .execute(Sql.values("subscriber", subscriber, "broadcaster", broadcaster))
                .map(deleted -> Database.Change.ofOneRow(deleted, event)));
    }

    @Override
    public Future<ProfilesApi.Relationship> relationship(Account subscriber, Account broadcaster) {
        return SqlTemplate.forQuery(database.client(), RELATIONSHIP)
                .mapTo(row -> new ProfilesApi.Relationship(
                        row.getBoolean("registered"), row.getBoolean("subscribed"), row.getBoolean("banned")))
                .execute(Sql.values("subscriber", subscriber, "broadcaster", broadcaster))
                .map(rows -> rows.iterator().next());
    }

    @Override
    public Future<ProfilesApi.Page> list(ProfilesApi.Query query, Optional<Account> asking) {
        return new PostgresProfileListing(query, asking).run(database.client());
    }

    @Override
    public Future<ProfilesApi.People> subscribers(ProfilesApi.PeopleQuery query) {
        return new PostgresPeopleListing(End.SUBSCRIBERS, query).run(database.client());
    }

    @Override
    public Future<ProfilesApi.People> subscriptions(ProfilesApi.PeopleQuery query) {
        return new PostgresPeopleListing(End.SUBSCRIPTIONS, query).run(database.client());
    }

    @Override
    public Future<List<ProfilesApi.Export.User>> page(Optional<Account> after, int limit) {
        return SqlTemplate.forQuery(database.client(), PAGE)
                .mapTo(PostgresProfileStore::user)
                .execute(Sql.values("after", after, "limit", limit))
                .map(Sql::all);
    }

    private static Future<Optional<Profile>> find(SqlClient client, Account account, Optional<Account> asking) {
        return SqlTemplate.forQuery(client, FIND)
                .mapTo(PROFILE)
                .execute(Sql.values("account", account, "asking", asking))
                .map(Sql::first);
    }

    private static Future<Optional<Instant>> since(SqlClient client, String sql, Map<String, Object> pair) {
        return SqlTemplate.forQuery(client, sql)
                .mapTo(row -> Sql.instant(row, "since"))
                .execute(pair)
                .map(Sql::first);
    }

    private static EventLog.Entry subscriptionEvent(EventType type, Account subscriber, Account broadcaster) {
        return new EventLog.Entry(type, subscriber, Map.of("account_id", broadcaster.hex()));
    }

    private static ProfilesApi.Export.User user(Row row) {
        return new ProfilesApi.Export.User(
                new Account(row.getString("account")),
                Sql.maybe(row, "name"),
                Sql.maybe(row, "surname"),
                Sql.maybe(row, "img_link"),
                Sql.maybe(row, "time_zone"),
                List.of(row.getArrayOfStrings("subscribers")).stream()
                        .map(Account::new)
                        .toList(),
                subscriptions(row.getJsonArray("subscriptions")));
    }

    private static List<ProfilesApi.Subscription> subscriptions(JsonArray array) {
        return array.stream()
                .map(JsonObject.class::cast)
                .map(entry -> new ProfilesApi.Subscription(
                        new Account(entry.getString("account")), Instant.ofEpochMilli(entry.getLong("since"))))
                .collect(Collectors.toList());
    }

    /** A profile that was there when the rules looked may be deleted before the row is written. */
    static <T> Future<T> goneMeanwhile(Throwable thrown) {
        return Future.failedFuture(
                thrown instanceof PgException fault && FOREIGN_KEY_VIOLATION.equals(fault.getSqlState())
                        ? Failure.PROFILE_NOT_FOUND.because("one of the profiles was deleted")
                        : thrown);
    }
}
