package io.peerstage.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.StreamsApi.Sort;
import io.peerstage.runtime.Cursor;
import io.peerstage.runtime.Database;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.PostgresCrowd;
import io.peerstage.testkit.PostgresPlan;
import io.peerstage.testkit.TestNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Among 100,000 streams each list goes through an index and looks at a small part of them, whoever asks and wherever the page lies. */
class StreamListPlansTest {
    /** A word that is in every sixth stream is the dearest: PostgreSQL takes it for rarer and sorts all 16,667. Most lists look at a hundred. */
    private static final int ENOUGH = 20_000;

    private static final Clock CLOCK = Clock.systemUTC();
    private static TestNode node;
    private static Database database;

    @BeforeAll
    static void fill() {
        node = TestNode.start(CLOCK, Map.of());
        database = Await.get(node.node().database("streams"));
        Await.get(PostgresCrowd.streams(database), Duration.ofMinutes(2));
    }

    @AfterAll
    static void close() {
        node.close();
    }

    /** What is asked; empty text for none. */
    private record Listing(
            Optional<Account> broadcaster, Optional<Account> subscriber, String text, Set<Status> status) {
        private static Listing of(Status... status) {
            return new Listing(Optional.empty(), Optional.empty(), "", Set.of(status));
        }

        private static Listing with(String text, Status... status) {
            return new Listing(Optional.empty(), Optional.empty(), text, Set.of(status));
        }

        private static Listing followedBy(Account subscriber, Status... status) {
            return new Listing(Optional.empty(), Optional.of(subscriber), "", Set.of(status));
        }

        private PostgresStreamListing page(Sort sort, Optional<String> cursor) {
            var query = new StreamsApi.Query(
                    status,
                    broadcaster,
                    subscriber,
                    Optional.of(text),
                    Optional.empty(),
                    Optional.empty(),
                    sort,
                    20,
                    cursor);
            return new PostgresStreamListing(query, CLOCK.instant());
        }
    }

    static List<Listing> listings() {
        return List.of(
                Listing.of(),
                Listing.of(Status.LIVE),
                Listing.of(Status.UPCOMING),
                Listing.of(Status.PAST),
                Listing.of(Status.LIVE, Status.UPCOMING),
                new Listing(Optional.of(PostgresCrowd.POPULAR), Optional.empty(), "", Set.of()),
                Listing.followedBy(PostgresCrowd.ORDINARY),
                Listing.followedBy(PostgresCrowd.ORDINARY, Status.UPCOMING),
                Listing.followedBy(PostgresCrowd.CURIOUS),
                Listing.followedBy(PostgresCrowd.CURIOUS, Status.PAST),
                Listing.with("stream"),
                Listing.with("e"),
                Listing.with("Painting"),
                Listing.with("Painting", Status.UPCOMING),
                Listing.with("Stream 77777 "),
                Listing.with("東"),
                Listing.with("Chloe Jk"),
                Listing.with("Стравінський"));
    }

    @ParameterizedTest
    @MethodSource("listings")
    void the_first_page(Listing listing) {
        assertIndexed(listing.page(Sort.START, Optional.empty()));
        assertIndexed(listing.page(Sort.START_DESCENDING, Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("listings")
    void a_page_deep_inside(Listing listing) {
        // The status of a stream depends on its start, so that is where the middle of such a list lies.
        var inside = listing.status().contains(Status.UPCOMING) ? Duration.ofDays(30) : Duration.ofDays(-300);
        var cursor = Cursor.at(CLOCK.instant().plus(inside), "50000-stream").text();
        assertIndexed(listing.page(Sort.START, Optional.of(cursor)));
        assertIndexed(listing.page(Sort.START_DESCENDING, Optional.of(cursor)));
    }

    @Test
    void no_plan_is_made_for_any_values_whatever() {
        assertThat(PostgresPlan.setting(database, "plan_cache_mode")).isEqualTo("force_custom_plan");
    }

    private static void assertIndexed(PostgresStreamListing page) {
        var plan = PostgresPlan.of(database, page.sql(), page.values());
        assertThat(plan.scannedWhole()).as(plan::toString).doesNotContain("stream", "speaker", "follow");
        assertThat(plan.rowsLookedAt()).as(plan::toString).isLessThan(ENOUGH);
    }
}
