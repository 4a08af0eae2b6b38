package io.peerstage.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.profiles.ProfilesApi.Sort;
import io.peerstage.profiles.PostgresPeopleListing.End;
import io.peerstage.runtime.Cursor;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.Search;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.PostgresCrowd;
import io.peerstage.testkit.PostgresPlan;
import io.peerstage.testkit.TestNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Among 20,000 profiles and 500,000 subscriptions each list goes through an index and looks at a small part of them. */
class PeopleListPlansTest {
    private static final int ENOUGH = 5_000;
    private static final List<Account> ACCOUNTS =
            List.of(PostgresCrowd.POPULAR, PostgresCrowd.ORDINARY, PostgresCrowd.CURIOUS);
    private static TestNode node;
    private static Database database;

    @BeforeAll
    static void fill() {
        node = TestNode.start(Clock.systemUTC(), Map.of());
        database = Await.get(node.node().database("profiles"));
        Await.get(PostgresCrowd.profiles(database), Duration.ofMinutes(2));
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ada", "grace fk", "zzzz", "東京", "Chloe"})
    void profiles_and_a_search_among_them(String text) {
        assertIndexed(profiles(text, Optional.empty()));
        assertIndexed(profiles(text, inside(text)));
    }

    @ParameterizedTest
    @EnumSource
    void people_by_name_and_a_search_among_them(End end) {
        for (var account : ACCOUNTS) {
            for (var text : List.of("", "e", "ada", "grace fk", "zzzz")) {
                var inside = inside(text);
                assertIndexed(people(end, account, text, Sort.NAME, Optional.empty()));
                assertIndexed(people(end, account, text, Sort.NAME, inside));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void people_by_date_and_a_search_among_them(End end) {
        var inside = Optional.of(Cursor.at(Instant.parse("2026-06-01T01:00:00Z"), PostgresCrowd.ORDINARY.hex())
                .text());
        for (var account : ACCOUNTS) {
            for (var text : List.of("", "e", "ada", "grace fk", "zzzz")) {
                assertIndexed(people(end, account, text, Sort.SINCE, Optional.empty()));
                assertIndexed(people(end, account, text, Sort.SINCE, inside));
            }
        }
    }

    @Test
    void a_page_of_the_most_popular_does_not_count_their_followers() {
        var page = new ProfilesApi.Query(Optional.empty(), 100, Optional.empty());
        var listing = new PostgresProfileListing(page, Optional.of(PostgresCrowd.CURIOUS));
        var twenty = listing.sql().replace("WHERE true", "WHERE subscribers >= 10000");
        var plan = PostgresPlan.of(database, twenty, listing.values());
        // 200,000 followers; the table of profiles is read whole for want of an index by popularity, which no list
        // needs
        assertThat(plan.rowsLookedAt()).as(plan::toString).isLessThan(PostgresCrowd.PROFILES + ENOUGH);
    }

    /** By name, in the midst of those that are found. */
    private static Optional<String> inside(String text) {
        var name = text.isEmpty() ? "freya" : Search.fold(text) + " m";
        return Optional.of(new Cursor(name, PostgresCrowd.ORDINARY.hex()).text());
    }

    private static Listed profiles(String text, Optional<String> cursor) {
        var listing = new PostgresProfileListing(
                new ProfilesApi.Query(Optional.of(text), 20, cursor), Optional.of(PostgresCrowd.CURIOUS));
        return new Listed(listing.sql(), listing.values());
    }

    private static Listed people(End end, Account account, String text, Sort sort, Optional<String> cursor) {
        var query = new ProfilesApi.PeopleQuery(account, Optional.of(text), sort, 20, cursor);
        var listing = new PostgresPeopleListing(end, query);
        return new Listed(listing.sql(), listing.values());
    }

    private record Listed(String sql, Map<String, Object> values) {}

    private static void assertIndexed(Listed listed) {
        var plan = PostgresPlan.of(database, listed.sql(), listed.values());
        assertThat(plan.scannedWhole()).as(plan::toString).doesNotContain("profile", "subscription");
        assertThat(plan.rowsLookedAt()).as(plan::toString).isLessThan(ENOUGH);
    }
}
