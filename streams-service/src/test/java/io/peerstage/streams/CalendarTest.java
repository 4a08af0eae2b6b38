package io.peerstage.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.ScheduleEntry;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestClock;
import io.peerstage.testkit.TestNode;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What calendars and feeds are told. */
class CalendarTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));
    private static final Account BOB = new Account("0x" + "b0".repeat(32));
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final StreamsApi.Whose ANYBODYS = StreamsApi.Whose.ANYBODYS;

    private final TestClock clock = new TestClock(NOON);
    private TestNode node;
    private SqlClient tables;

    @BeforeEach
    void start() {
        node = TestNode.start(clock, Map.of(), StreamsService.SERVICE);
        tables = Await.get(node.node().database("streams")).client();
        Await.get(node.bus()
                .answer(
                        ProfilesApi.STANDING,
                        (caller, which) -> Future.succeededFuture(new ProfilesApi.Standing(true, false))));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void an_entry_tells_when_it_was_announced_edited_and_deleted() {
        var stream = announce(ADA, "First", HOUR);
        assertThat(calendar(ANYBODYS)).singleElement().satisfies(entry -> {
            assertThat(entry.changedAt()).isEqualTo(NOON);
            assertThat(entry.startTime()).isEqualTo(NOON.plus(HOUR));
            assertThat(entry.version()).isEqualTo(1);
            assertThat(entry.deletedAt()).isEmpty();
        });
        clock.advance(Duration.ofMinutes(1));
        edit(stream.id(), "Second");
        assertThat(calendar(ANYBODYS)).singleElement().satisfies(entry -> {
            assertThat(entry.title()).isEqualTo("Second");
            assertThat(entry.changedAt()).isEqualTo(NOON.plusSeconds(60));
            assertThat(entry.version()).isEqualTo(2);
        });
        clock.advance(Duration.ofMinutes(1));
        delete(stream);
        assertThat(calendar(ANYBODYS)).singleElement().satisfies(entry -> {
            assertThat(entry.changedAt()).isEqualTo(NOON.plusSeconds(120));
            assertThat(entry.deletedAt()).contains(NOON.plusSeconds(120));
            assertThat(entry.version()).isEqualTo(2);
        });
    }

    @Test
    void what_is_over_or_was_deleted_is_told_for_thirty_days() {
        announce(ADA, "Over", HOUR);
        delete(announce(ADA, "Deleted", HOUR));
        clock.advance(Duration.ofDays(30));
        assertThat(calendar(ANYBODYS)).extracting(ScheduleEntry::title).containsExactlyInAnyOrder("Over", "Deleted");
        clock.advance(Duration.ofMillis(1));
        assertThat(calendar(ANYBODYS)).extracting(ScheduleEntry::title).containsExactly("Over");
        clock.advance(HOUR);
        assertThat(calendar(ANYBODYS)).isEmpty();
    }

    @Test
    void a_calendar_may_be_somebodys_or_of_those_whom_somebody_follows() {
        announce(ADA, "Hers", HOUR);
        announce(BOB, "His", HOUR);
        assertThat(calendar(of(ADA))).extracting(ScheduleEntry::title).containsExactly("Hers");
        assertThat(calendar(followedBy(BOB))).isEmpty();
        sql("INSERT INTO streams.follow (subscriber, broadcaster) VALUES ('" + BOB + "', '" + ADA + "')");
        assertThat(calendar(followedBy(BOB))).extracting(ScheduleEntry::title).containsExactly("Hers");
        assertThat(newest(followedBy(BOB))).extracting(ScheduleEntry::title).containsExactly("Hers");
        assertThat(newest(of(BOB))).extracting(ScheduleEntry::title).containsExactly("His");
    }

    @Test
    void the_streams_of_a_banned_account_are_told_to_nobody() {
        announce(ADA, "Hers", HOUR);
        delete(announce(ADA, "Deleted", HOUR));
        sql("INSERT INTO streams.hidden (account) VALUES ('" + ADA + "')");
        assertThat(calendar(ANYBODYS)).isEmpty();
        assertThat(newest(ANYBODYS)).isEmpty();
    }

    @Test
    void the_newest_come_first_without_those_that_were_deleted() {
        announce(ADA, "First", HOUR.multipliedBy(3));
        clock.advance(Duration.ofSeconds(1));
        announce(BOB, "Second", HOUR);
        clock.advance(Duration.ofSeconds(1));
        delete(announce(BOB, "Third", HOUR.multipliedBy(2)));
        assertThat(newest(ANYBODYS)).extracting(ScheduleEntry::title).containsExactly("Second", "First");
    }

    @Test
    void of_more_than_fit_the_nearest_to_now_are_told() {
        sql("""
                INSERT INTO streams.stream (id, broadcaster, title, start_time, end_time, audience, searched)
                SELECT (1700000000000 + n) || '-x', '%s', n::text, at, at + interval '1 minute', 'EVERYONE', 'x'
                  FROM generate_series(-1200, 1200) AS n,
                       LATERAL (SELECT timestamptz '%s' + n * interval '10 minutes' AS at) AS start
                """.formatted(ADA, NOON));
        var told = calendar(ANYBODYS);
        assertThat(told).hasSize(StreamsApi.LARGEST_CALENDAR);
        assertThat(told).isSortedAccordingTo(Comparator.comparing(ScheduleEntry::startTime));
        assertThat(told)
                .allMatch(
                        entry -> Duration.between(NOON, entry.startTime()).abs().toMinutes() <= 5_000);
        assertThat(newest(ANYBODYS))
                .hasSize(StreamsApi.LARGEST_FEED)
                .first()
                .satisfies(entry -> assertThat(entry.title()).isEqualTo("1200"));
    }

    @Test
    void a_long_description_is_cut() {
        announce(ADA, "Short", "🎭".repeat(StreamsApi.LONGEST_EXCERPT));
        announce(BOB, "Long", "🎭".repeat(StreamsApi.LONGEST_EXCERPT + 1));
        assertThat(newest(of(ADA)).get(0).description()).contains("🎭".repeat(StreamsApi.LONGEST_EXCERPT));
        assertThat(newest(of(BOB)).get(0).description()).contains("🎭".repeat(StreamsApi.LONGEST_EXCERPT - 1) + "…");
    }

    private List<ScheduleEntry> calendar(StreamsApi.Whose whose) {
        return Await.get(node.bus().ask(StreamsApi.CALENDAR, node.visitor(), whose))
                .entries();
    }

    private List<ScheduleEntry> newest(StreamsApi.Whose whose) {
        return Await.get(node.bus().ask(StreamsApi.NEWEST, node.visitor(), whose))
                .entries();
    }

    private static StreamsApi.Whose of(Account account) {
        return StreamsApi.Whose.of(account);
    }

    private static StreamsApi.Whose followedBy(Account account) {
        return StreamsApi.Whose.followedBy(account);
    }

    private Stream announce(Account broadcaster, String title, Duration ahead) {
        return announce(broadcaster, title, Optional.empty(), ahead);
    }

    private Stream announce(Account broadcaster, String title, String description) {
        return announce(broadcaster, title, Optional.of(description), HOUR);
    }

    private Stream announce(Account broadcaster, String title, Optional<String> description, Duration ahead) {
        var start = clock.instant().plus(ahead);
        var plan = new StreamsApi.Schedule(
                title, description, start, start.plus(HOUR), Optional.empty(), Audience.EVERYONE);
        return Await.get(node.bus()
                .ask(
                        StreamsApi.SCHEDULE,
                        node.caller(broadcaster),
                        new StreamsApi.Announcement(plan, Optional.empty())));
    }

    private void edit(StreamId id, String title) {
        var edit = new StreamsApi.Edit(
                id,
                Optional.of(title),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty());
        Await.get(node.bus().ask(StreamsApi.EDIT, node.caller(ADA), edit));
    }

    private void delete(Stream stream) {
        Await.get(node.bus()
                .ask(StreamsApi.DELETE, node.caller(stream.broadcaster()), new StreamsApi.Which(stream.id())));
    }

    private void sql(String statement) {
        Await.get(tables.query(statement).execute());
    }
}
