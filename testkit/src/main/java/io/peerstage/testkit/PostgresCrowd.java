package io.peerstage.testkit;

import io.peerstage.contract.Account;
import io.peerstage.runtime.Database;
import io.vertx.core.Future;

/**
 * A product that has been used for years, made by SQL in some seconds: 20,000 profiles with 500,000 subscriptions, most with a few
 * followers and one in a thousand with 10,000, and 100,000 streams, nine in ten of them past. What is the same in the tables of
 * both services (accounts, names, who follows whom) is made by the same rule. Statistics are up to date, as autovacuum keeps them.
 */
public final class PostgresCrowd {
    public static final int PROFILES = 20_000;
    public static final int STREAMS = 100_000;
    /** Accounts 1 to 20 have 10,000 followers each, and the first announces most streams: 700. */
    public static final Account POPULAR = account(1);
    /** Follows 15 accounts and is followed by 6. */
    public static final Account ORDINARY = account(15_000);
    /** Follows 3,000. */
    public static final Account CURIOUS = account(19_999);

    private static final String NAMES = """
            CREATE FUNCTION pg_temp.account(n bigint) RETURNS text IMMUTABLE LANGUAGE sql AS
              $$ SELECT '0x' || lpad(to_hex(n), 40, '0') $$;
            CREATE FUNCTION pg_temp.name(n bigint) RETURNS text IMMUTABLE LANGUAGE sql AS $$
              SELECT (ARRAY['Ada', 'Boris', 'Chloe', 'Dmytro', 'Emeka', 'Freya', 'Grace', 'Hiro', 'Ines', 'Jonas'])[(n * 31 % 8191) % 10 + 1]
                     || ' ' || initcap(translate(substr(md5(n::text), 1, 7), '0123456789', 'ghijklmnop')) $$;
            """;
    // 20 accounts have 10,000 followers each; of the other 300,000 pairs the first accounts have more than the last.
    private static final String PAIRS = """
            SELECT DISTINCT ON (subscriber, broadcaster) pg_temp.account(subscriber) AS subscriber,
                   pg_temp.account(broadcaster) AS broadcaster, n
              FROM (SELECT 2 * (n % 10000) + 1 AS subscriber, n / 10000 + 1 AS broadcaster, n FROM generate_series(0, 199999) n
                    UNION ALL
                    SELECT n % 20000 + 1, 21 + floor(power((n * 7919::bigint % 299993) / 299993.0, 3) * 19970)::bigint, n
                      FROM generate_series(200000, 499999) n
                    UNION ALL
                    SELECT 19999, 21 + n, n FROM generate_series(0, 2999) n) pair
             WHERE subscriber <> broadcaster
            """;
    private static final String PROFILE_ROWS = """
            INSERT INTO profiles.profile (account, name, time_zone, searched, since)
            SELECT pg_temp.account(n), pg_temp.name(n), 'Europe/Paris', lower(pg_temp.name(n)),
                   timestamptz '2026-01-01Z' + n * interval '1 minute'
              FROM generate_series(1, 20000) n;
            INSERT INTO profiles.subscription (subscriber, broadcaster, since)
            SELECT subscriber, broadcaster, timestamptz '2026-06-01Z' + n * interval '1 second' FROM (PAIRS) pairs;
            """.replace("PAIRS", PAIRS);
    // A stream every 10 minutes, the last in ten weeks; each 500th has overrun or just begun and is live.
    private static final String STREAM_ROWS = """
            INSERT INTO streams.speaker (account, name, searched)
            SELECT pg_temp.account(n), pg_temp.name(n), lower(pg_temp.name(n)) FROM generate_series(1, 20000) n;
            INSERT INTO streams.follow (subscriber, broadcaster) SELECT subscriber, broadcaster FROM (PAIRS) pairs;
            INSERT INTO streams.hidden (account) SELECT pg_temp.account(n * 97) FROM generate_series(1, 100) n;
            INSERT INTO streams.stream (id, broadcaster, title, description, start_time, end_time, audience, searched, spoken,
                                        scheduled, live, started_at)
            SELECT n || '-stream', pg_temp.account(who), title, about, at, at + interval '1 hour', 'SUBSCRIBERS',
                   lower(concat_ws(E'\\n', title, about)), lower(pg_temp.name(who)), n, live, CASE WHEN live THEN at END
              FROM (SELECT n, 'Stream ' || n || ' about ' || topic || ' ' || substr(md5(n::text), 1, 6) AS title,
                           CASE WHEN n % 3 = 0 THEN 'An evening of ' || topic || ' with ' || pg_temp.name(who + 1) END AS about,
                           at, who, n BETWEEN 89000 AND 90000 AND n % 5 = 0 AS live
                      FROM (SELECT n, 1 + floor(power((n * 104729::bigint % 99991) / 99991.0, 2) * 19999)::bigint AS who,
                                   (ARRAY['music', 'chess', 'painting', 'gardens', 'rust', 'cooking'])[n % 6 + 1] AS topic,
                                   date_trunc('minute', now()) + (n - 90000) * interval '10 minutes' AS at
                              FROM generate_series(1, 100000) n) plan) planned
            ON CONFLICT DO NOTHING;
            """.replace("PAIRS", PAIRS);

    /** Fills the schema of profiles-service. */
    public static Future<Void> profiles(Database database) {
        return fill(database, "profiles.profile", "profiles.profile_sought", PROFILE_ROWS, "profiles.subscription");
    }

    /** Fills the schema of streams-service. */
    public static Future<Void> streams(Database database) {
        return fill(
                database, "streams.stream", "streams.stream_sought", STREAM_ROWS, "streams.speaker", "streams.follow");
    }

    /** Rows are many times faster to insert when what finds them by their text is built afterwards. */
    private static Future<Void> fill(Database database, String table, String index, String rows, String... others) {
        return database.transaction(connection -> connection
                        .query("SELECT pg_get_indexdef('" + index + "'::regclass)")
                        .execute()
                        .map(found -> found.iterator().next().getString(0))
                        .compose(definition -> connection
                                .query("DROP INDEX " + index + ";" + NAMES + rows + definition)
                                .execute()))
                .compose(filled -> database.client()
                        .query("ANALYZE " + table + ", " + String.join(", ", others))
                        .execute())
                .mapEmpty();
    }

    /** The account with that number; 1 to {@value #PROFILES} are there. */
    public static Account account(int number) {
        return new Account("0x" + "%040x".formatted(number));
    }

    private PostgresCrowd() {}
}
