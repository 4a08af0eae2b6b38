package io.peerstage.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Event;
import io.peerstage.contract.EventType;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Refused;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.StreamsApi.Edit;
import io.peerstage.contract.streams.StreamsApi.GoLive;
import io.peerstage.contract.streams.StreamsApi.Schedule;
import io.peerstage.contract.streams.StreamsApi.Which;
import io.peerstage.runtime.EventLog;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestClock;
import io.peerstage.testkit.TestNode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));
    private static final Account BOB = new Account("0x" + "b0".repeat(32));
    private static final Account ROOT = new Account("0x" + "00".repeat(19) + "01");
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
    private static final Instant SEVEN = Instant.parse("2027-01-15T19:00:00Z");
    private static final Instant NINE = Instant.parse("2027-01-15T21:00:00Z");

    private final TestClock clock = new TestClock(NOON);
    private final Set<Account> registered = new HashSet<>(Set.of(ADA, BOB));
    private TestNode node;

    @BeforeEach
    void start() {
        node = TestNode.start(clock, Map.of(), StreamsService.SERVICE);
        // The neighbour that streams-service asks who is registered.
        Await.get(node.bus()
                .answer(
                        ProfilesApi.STANDING,
                        (caller, which) -> Future.succeededFuture(new ProfilesApi.Standing(
                                registered.contains(which.account()),
                                which.account().equals(ROOT)))));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void a_stream_is_announced_with_an_id_made_of_the_time_and_its_title() {
        var stream = schedule(ADA, "  Éclair & Crème: first light! ");
        assertThat(stream.id()).hasToString(NOON.toEpochMilli() + "-eclair-creme-first-light");
        assertThat(stream.title()).isEqualTo("Éclair & Crème: first light!");
        assertThat(stream.status()).isEqualTo(Status.UPCOMING);
        assertThat(stream.audience()).isEqualTo(Audience.SUBSCRIBERS);
        assertThat(stream.version()).isEqualTo(1);
        assertThat(get(stream.id())).isEqualTo(stream);
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("StreamIsScheduled");
            assertThat(event.account()).isEqualTo(ADA);
            assertThat(event.data()).isEqualTo(Map.of("id", stream.id().value()));
        });
    }

    @ParameterizedTest
    @CsvSource({"日本, stream", "---, stream", "A  b, a-b", "Ünïcode ½, unicode-1-2"})
    void a_slug_has_only_what_may_stand_in_an_address(String title, String slug) {
        assertThat(Slug.of(title)).isEqualTo(slug);
    }

    @Test
    void two_streams_of_one_title_in_one_millisecond_get_two_ids() {
        var streams = IntStream.range(0, 16)
                .mapToObj(n -> ask(ADA, plan("Same", SEVEN, NINE)))
                .toList();
        var ids = Await.get(Future.all(streams)).<Stream>list().stream()
                .map(Stream::id)
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(events()).hasSize(16);
    }

    @Test
    void only_a_registered_account_announces() {
        registered.remove(ADA);
        Await.refusal(Failure.NOT_REGISTERED, ask(ADA, plan("x", SEVEN, NINE)));
        Await.refusal(
                Failure.INVALID_TOKEN,
                node.bus().ask(StreamsApi.SCHEDULE, node.visitor(), once(plan("x", SEVEN, NINE))));
    }

    @Test
    void a_new_start_lies_in_the_future_with_some_minutes_of_leeway_and_within_a_year() {
        assertField(
                "/startTime",
                ask(ADA, plan("x", NOON.minus(Duration.ofMinutes(5)).minusMillis(1), NINE)));
        assertField(
                "/startTime",
                ask(
                        ADA,
                        plan(
                                "x",
                                NOON.plus(Duration.ofDays(367)),
                                NOON.plus(Duration.ofDays(367)).plusSeconds(1))));
        Await.get(ask(ADA, plan("x", NOON.minus(Duration.ofMinutes(5)), NINE)));
        assertThat(events()).hasSize(1);
    }

    @Test
    void an_edit_changes_only_the_fields_that_are_given() {
        var stream = Await.get(ask(
                ADA,
                new Schedule(
                        "x",
                        Optional.of("about"),
                        SEVEN,
                        NINE,
                        Optional.of("https://a.example/i"),
                        Audience.EVERYONE)));
        var edited = Await.get(edit(ADA, patch(stream.id(), Optional.of("y"), Optional.empty(), Set.of())));
        assertThat(edited.title()).isEqualTo("y");
        assertThat(edited.description()).contains("about");
        assertThat(edited.imgLink()).contains("https://a.example/i");
        assertThat(edited.audience()).isEqualTo(Audience.EVERYONE);
        assertThat(edited.version()).isEqualTo(2);
        assertThat(edited.id()).isEqualTo(stream.id());
    }

    @Test
    void an_edit_takes_away_what_it_clears() {
        var stream = Await.get(ask(
                ADA, new Schedule("x", Optional.of("about"), SEVEN, NINE, Optional.of("https://a.example/i"), null)));
        var edited = Await.get(
                edit(ADA, patch(stream.id(), Optional.empty(), Optional.empty(), Set.of("description", "imgLink"))));
        assertThat(edited.description()).isEmpty();
        assertThat(edited.imgLink()).isEmpty();
        assertField("/title", () -> patch(stream.id(), Optional.empty(), Optional.empty(), Set.of("title")));
    }

    @Test
    void an_edit_that_would_end_before_it_starts_is_refused() {
        var stream = schedule(ADA, "x");
        assertField("/endTime", edit(ADA, patch(stream.id(), Optional.empty(), Optional.of(NINE), Set.of())));
    }

    @Test
    void only_its_broadcaster_edits_a_stream_and_only_one_that_is_there() {
        var stream = schedule(ADA, "x");
        Await.refusal(
                Failure.NOT_BROADCASTER, edit(BOB, patch(stream.id(), Optional.of("y"), Optional.empty(), Set.of())));
        Await.refusal(
                Failure.STREAM_NOT_FOUND,
                edit(ADA, patch(new StreamId("1-none"), Optional.of("y"), Optional.empty(), Set.of())));
        assertThat(get(stream.id()).title()).isEqualTo("x");
    }

    @Test
    void an_edit_of_another_version_is_refused() {
        var stream = schedule(ADA, "x");
        var stale = new Edit(
                stream.id(),
                Optional.of("y"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.of(Set.of(7)));
        Await.refusal(Failure.PRECONDITION_FAILED, edit(ADA, stale));
    }

    @Test
    void the_start_of_a_stream_that_has_begun_may_stay_but_not_move_into_the_past() {
        var stream = schedule(ADA, "x");
        clock.advance(Duration.ofHours(8));
        Await.get(edit(ADA, patch(stream.id(), Optional.of("y"), Optional.of(SEVEN), Set.of())));
        assertField(
                "/startTime",
                edit(ADA, patch(stream.id(), Optional.empty(), Optional.of(SEVEN.plusSeconds(1)), Set.of())));
    }

    @Test
    void a_deleted_stream_is_gone() {
        var stream = schedule(ADA, "x");
        delete(ADA, stream.id());
        Await.refusal(Failure.STREAM_NOT_FOUND, node.bus().ask(StreamsApi.GET, node.visitor(), new Which(stream.id())));
        Await.refusal(
                Failure.STREAM_NOT_FOUND, node.bus().ask(StreamsApi.DELETE, node.caller(ADA), new Which(stream.id())));
        assertThat(list(Set.of(), 10).items()).isEmpty();
        assertThat(events()).extracting(Event::type).containsExactly("StreamIsScheduled", "StreamDeleted");
    }

    @Test
    void only_its_broadcaster_or_an_admin_deletes_a_stream() {
        var stream = schedule(ADA, "x");
        Await.refusal(
                Failure.NOT_BROADCASTER, node.bus().ask(StreamsApi.DELETE, node.caller(BOB), new Which(stream.id())));
        registered.remove(BOB);
        Await.refusal(
                Failure.NOT_REGISTERED, node.bus().ask(StreamsApi.DELETE, node.caller(BOB), new Which(stream.id())));
        delete(ROOT, stream.id());
    }

    @Test
    void deleting_a_live_stream_ends_its_show_first() {
        var stream = schedule(ADA, "x");
        clock.advance(Duration.ofHours(7));
        goLive(ADA, stream.id(), false);
        delete(ADA, stream.id());
        assertThat(events())
                .extracting(Event::type)
                .containsExactly("StreamIsScheduled", "StreamWentLive", "StreamEnded", "StreamDeleted");
    }

    @Test
    void status_follows_the_show_and_the_clock() {
        var stream = schedule(ADA, "x");
        clock.advance(Duration.ofHours(7));
        goLive(ADA, stream.id(), false);
        var live = get(stream.id());
        assertThat(live.status()).isEqualTo(Status.LIVE);
        assertThat(live.startedAt()).contains(SEVEN);
        clock.advance(Duration.ofHours(3)); // it overruns
        assertThat(get(stream.id()).status()).isEqualTo(Status.LIVE);
        end(stream.id());
        end(stream.id()); // a second time changes nothing
        var past = get(stream.id());
        assertThat(past.status()).isEqualTo(Status.PAST);
        assertThat(past.endedAt()).contains(SEVEN.plus(Duration.ofHours(3)));
        assertThat(past.version()).isEqualTo(1);
        assertThat(events())
                .extracting(Event::type)
                .containsExactly("StreamIsScheduled", "StreamWentLive", "StreamEnded");
    }

    @Test
    void a_show_that_stopped_before_its_end_may_start_again() {
        var stream = schedule(ADA, "x");
        clock.advance(Duration.ofHours(7));
        goLive(ADA, stream.id(), false);
        end(stream.id());
        assertThat(get(stream.id()).status()).isEqualTo(Status.UPCOMING);
        goLive(ADA, stream.id(), false);
        assertThat(get(stream.id()).status()).isEqualTo(Status.LIVE);
        assertThat(get(stream.id()).endedAt()).isEmpty();
    }

    @Test
    void a_stream_that_nobody_went_live_with_is_past_after_its_end() {
        var stream = schedule(ADA, "x");
        clock.advance(Duration.ofHours(9).minusMillis(1));
        assertThat(get(stream.id()).status()).isEqualTo(Status.UPCOMING);
        clock.advance(Duration.ofMillis(1));
        assertThat(get(stream.id()).status()).isEqualTo(Status.PAST);
    }

    @Test
    void a_show_begins_a_quarter_of_an_hour_early_at_most_and_before_its_end() {
        var stream = schedule(ADA, "x");
        clock.advance(Duration.ofHours(7).minus(Duration.ofMinutes(15)).minusMillis(1));
        Await.refusal(Failure.CONFLICT, askLive(ADA, stream.id(), false));
        clock.advance(Duration.ofMillis(1));
        Await.get(askLive(ADA, stream.id(), false));
        end(stream.id());
        clock.advance(Duration.ofHours(3));
        Await.refusal(Failure.CONFLICT, askLive(ADA, stream.id(), false));
    }

    @Test
    void only_its_broadcaster_goes_live() {
        var stream = schedule(ADA, "x");
        clock.advance(Duration.ofHours(7));
        Await.refusal(Failure.NOT_BROADCASTER, askLive(BOB, stream.id(), true));
        Await.refusal(Failure.STREAM_NOT_FOUND, askLive(ADA, new StreamId("1-none"), false));
    }

    @Test
    void a_broadcaster_has_one_live_stream_and_may_take_over_from_it() {
        var first = schedule(ADA, "first");
        var second = schedule(ADA, "second");
        clock.advance(Duration.ofHours(7));
        goLive(ADA, first.id(), false);
        Await.refusal(Failure.ALREADY_LIVE, askLive(ADA, second.id(), false));
        assertThat(Await.get(askLive(ADA, second.id(), true)).ended()).contains(first.id());
        assertThat(get(first.id()).live()).isFalse();
        assertThat(get(second.id()).live()).isTrue();
        assertThat(own(ADA).live()).contains(second.id());
    }

    @Test
    void of_many_streams_that_go_live_at_once_one_does() {
        var ids = IntStream.range(0, 8)
                .mapToObj(n -> schedule(ADA, "show " + n).id())
                .toList();
        clock.advance(Duration.ofHours(7));
        var outcomes = ids.stream()
                .map(id -> askLive(ADA, id, false)
                        .map("live")
                        .otherwise(thrown -> ((Refused) thrown).failure().name()))
                .toList();
        assertThat(Await.get(Future.all(outcomes)).<String>list())
                .containsOnlyOnce("live")
                .filteredOn(outcome -> !outcome.equals("live"))
                .containsOnly("ALREADY_LIVE")
                .hasSize(7);
        assertThat(events())
                .filteredOn(event -> event.type().equals("StreamWentLive"))
                .hasSize(1);
    }

    @Test
    void lists_come_by_status_and_page_by_page_without_a_hole() {
        for (var n = 0; n < 7; n++) {
            Await.get(
                    ask(n % 2 == 0 ? ADA : BOB, plan("show " + n, SEVEN.plusSeconds(n / 2), NINE.plusSeconds(n / 2))));
        }
        clock.advance(Duration.ofHours(7));
        var live = list(Set.of(Status.UPCOMING), 1).items().get(0);
        goLive(live.broadcaster(), live.id(), false);
        assertThat(list(Set.of(Status.LIVE), 10).items()).extracting(Stream::id).containsExactly(live.id());
        assertThat(list(Set.of(Status.UPCOMING), 10).items()).hasSize(6);
        assertThat(list(Set.of(Status.LIVE, Status.UPCOMING), 10).items()).hasSize(7);
        assertThat(list(Set.of(Status.PAST), 10).items()).isEmpty();
        var query = query(Set.of(), 2);
        List<StreamId> walked = new java.util.ArrayList<>();
        for (Optional<String> next = Optional.of(""); next.isPresent(); ) {
            var page = Await.get(node.bus().ask(StreamsApi.LIST, node.visitor(), query));
            page.items().forEach(stream -> walked.add(stream.id()));
            next = page.next();
            query = query.behind(next);
        }
        assertThat(walked)
                .hasSize(7)
                .isEqualTo(list(Set.of(), 10).items().stream().map(Stream::id).toList());
    }

    @Test
    void the_latest_come_first_where_that_is_asked() {
        var early = Await.get(ask(ADA, plan("early", SEVEN, NINE))).id();
        var late =
                Await.get(ask(ADA, plan("late", SEVEN.plusSeconds(60), NINE))).id();
        var query = StreamsApi.Query.of(Set.of(), StreamsApi.Sort.START_DESCENDING, 1);
        var page = Await.get(node.bus().ask(StreamsApi.LIST, node.visitor(), query));
        assertThat(page.items()).extracting(Stream::id).containsExactly(late);
        assertThat(Await.get(node.bus().ask(StreamsApi.LIST, node.visitor(), query.behind(page.next())))
                        .items())
                .extracting(Stream::id)
                .containsExactly(early);
    }

    @Test
    void a_span_of_time_has_what_starts_in_it() {
        Await.get(ask(ADA, plan("before", SEVEN, NINE)));
        var first =
                Await.get(ask(ADA, plan("first", SEVEN.plusSeconds(60), NINE))).id();
        Await.get(ask(ADA, plan("behind", SEVEN.plusSeconds(120), NINE)));
        var query = new StreamsApi.Query(
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(SEVEN.plusSeconds(60)),
                Optional.of(SEVEN.plusSeconds(120)),
                StreamsApi.Sort.START,
                10,
                Optional.empty());
        assertThat(Await.get(node.bus().ask(StreamsApi.LIST, node.visitor(), query))
                        .items())
                .extracting(Stream::id)
                .containsExactly(first);
    }

    @Test
    void a_search_ignores_case_and_accents_and_knows_no_wild_cards() {
        schedule(ADA, "Café au lait: 100% arabica");
        schedule(ADA, "Tea");
        assertThat(search("CAFE AU")).hasSize(1);
        assertThat(search("100%")).hasSize(1);
        assertThat(search("1_0%")).isEmpty();
        assertThat(search("%")).hasSize(1);
        assertThat(search("  ")).hasSize(2);
    }

    @Test
    void a_search_finds_descriptions_and_speakers_and_the_shortest_words_of_any_script() {
        answerProfiles(() -> "Zoë Żak");
        var stream = Await.get(ask(
                ADA,
                new Schedule("東京の夜", Optional.of("Про мистецтво\nand Größe"), SEVEN, NINE, Optional.empty(), null)));
        schedule(BOB, "Tea");
        append("ProfileEdited", ADA, Map.of());
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(search("zoe zak")).hasSize(1));
        for (var words : List.of("東京", "京", "МИСТЕЦТВО", "grösse", "и", "ŻAK", "京の夜")) {
            assertThat(search(words)).as(words).extracting(Stream::id).containsExactly(stream.id());
        }
        assertThat(search("夜про")).as("title and description are two texts").isEmpty();
        Await.get(edit(ADA, patch(stream.id(), Optional.of("Paris"), Optional.empty(), Set.of("description"))));
        assertThat(search("東京")).isEmpty();
        assertThat(search("мистецтво")).isEmpty();
        assertThat(search("paris")).hasSize(1);
        assertThat(search("zoe")).as("an edit leaves the speaker").hasSize(1);
    }

    @Test
    void my_subscriptions_are_the_streams_of_those_whom_i_follow() {
        var ofAda = schedule(ADA, "x");
        schedule(BOB, "y");
        assertThat(followedBy(ROOT)).isEmpty();
        append("Subscribed", ROOT, Map.of("account_id", ADA.hex()));
        catchUp();
        assertThat(followedBy(ROOT)).containsExactly(ofAda.id());
        append("Unsubscribed", ROOT, Map.of("account_id", ADA.hex()));
        catchUp();
        assertThat(followedBy(ROOT)).isEmpty();
    }

    @Test
    void streams_of_a_banned_account_are_shown_to_nobody_until_it_is_not_any_more() {
        var stream = schedule(ADA, "x");
        append("AccountBanned", ROOT, Map.of("account_id", ADA.hex()));
        catchUp();
        clock.advance(Duration.ofHours(7));
        Await.refusal(Failure.STREAM_NOT_FOUND, node.bus().ask(StreamsApi.GET, caller(ADA), new Which(stream.id())));
        Await.refusal(Failure.STREAM_NOT_FOUND, askLive(ADA, stream.id(), false));
        Await.refusal(
                Failure.STREAM_NOT_FOUND, edit(ADA, patch(stream.id(), Optional.of("y"), Optional.empty(), Set.of())));
        Await.refusal(Failure.STREAM_NOT_FOUND, node.bus().ask(StreamsApi.DELETE, caller(ADA), new Which(stream.id())));
        for (var status : List.of(Set.<Status>of(), Set.of(Status.UPCOMING), Set.of(Status.LIVE, Status.PAST))) {
            assertThat(list(status, 10).items()).isEmpty();
        }
        assertThat(search("x")).isEmpty();
        assertThat(own(ADA).ids()).isEmpty();
        assertThat(Await.get(node.bus()
                                .ask(
                                        StreamsApi.OF_BROADCASTERS,
                                        node.visitor(),
                                        new StreamsApi.Broadcasters(List.of(ADA))))
                        .of(ADA))
                .isEmpty();
        assertThat(exported()).isEmpty();
        append("AccountUnbanned", ROOT, Map.of("account_id", ADA.hex()));
        catchUp();
        assertThat(get(stream.id())).isEqualTo(stream);
        assertThat(exported()).containsExactly(stream);
    }

    @Test
    void a_ban_ends_the_live_show_and_a_deleted_profile_takes_its_streams_along() {
        var first = schedule(ADA, "first");
        var second = schedule(BOB, "second");
        clock.advance(Duration.ofHours(7));
        goLive(ADA, first.id(), false);
        goLive(BOB, second.id(), false);
        append("AccountBanned", ROOT, Map.of("account_id", ADA.hex()));
        append("ProfileDeleted", BOB, Map.of());
        catchUp();
        assertThat(events()) // the first may have ended before the second event came
                .filteredOn(event -> event.is(EventType.STREAM_ENDED))
                .extracting(Event::account)
                .containsExactlyInAnyOrder(ADA, BOB);
        Await.refusal(Failure.STREAM_NOT_FOUND, node.bus().ask(StreamsApi.GET, node.visitor(), new Which(second.id())));
        assertThat(own(BOB).ids()).isEmpty();
    }

    @Test
    void while_profiles_are_away_the_rest_of_the_read_models_goes_on() {
        append("ProfileEdited", BOB, Map.of()); // whose name nobody can tell: here nobody answers profiles.get
        append("Subscribed", ROOT, Map.of("account_id", ADA.hex()));
        var stream = schedule(ADA, "x");
        catchUp();
        assertThat(followedBy(ROOT)).containsExactly(stream.id());
    }

    @Test
    void a_show_that_overruns_for_days_is_live_beside_those_to_come() {
        var overrunning = schedule(ADA, "endless");
        clock.advance(Duration.ofHours(7));
        goLive(ADA, overrunning.id(), false);
        clock.advance(Duration.ofDays(3));
        var next = Await.get(ask(
                BOB,
                plan("next", clock.instant().plusSeconds(60), clock.instant().plusSeconds(120))));
        var page = list(Set.of(Status.LIVE, Status.UPCOMING), 1);
        assertThat(page.items()).extracting(Stream::id).containsExactly(overrunning.id());
        var behind = query(Set.of(Status.LIVE, Status.UPCOMING), 1).behind(page.next());
        assertThat(Await.get(node.bus().ask(StreamsApi.LIST, node.visitor(), behind))
                        .items())
                .extracting(Stream::id)
                .containsExactly(next.id());
        assertThat(list(Set.of(Status.PAST), 10).items()).isEmpty();
        end(overrunning.id());
        assertThat(list(Set.of(Status.PAST, Status.UPCOMING), 10).items())
                .extracting(Stream::id)
                .containsExactly(overrunning.id(), next.id());
    }

    @Test
    void a_stream_of_24_hours_is_upcoming_to_its_last_moment() {
        var stream = Await.get(ask(ADA, plan("long", SEVEN, SEVEN.plus(Duration.ofHours(24)))));
        clock.advance(Duration.ofHours(7 + 24).minusMillis(1));
        assertThat(list(Set.of(Status.UPCOMING), 10).items())
                .extracting(Stream::id)
                .containsExactly(stream.id());
        clock.advance(Duration.ofMillis(1));
        assertThat(list(Set.of(Status.UPCOMING), 10).items()).isEmpty();
        assertThat(list(Set.of(Status.PAST), 10).items()).hasSize(1);
    }

    @Test
    void a_cursor_of_somebody_elses_making_is_refused() {
        for (var cursor : List.of("x", "MQ", "LCw", "!!!", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5LGE")) {
            assertField(
                    "/cursor",
                    node.bus()
                            .ask(
                                    StreamsApi.LIST,
                                    node.visitor(),
                                    query(Set.of(), 1).behind(Optional.of(cursor))));
        }
    }

    @Test
    void the_speakers_name_comes_from_profiles_and_stays_while_they_are_away() {
        var name = new java.util.concurrent.atomic.AtomicReference<>("Ada");
        answerProfiles(name::get);
        var stream = schedule(ADA, "x");
        append("ProfileEdited", ADA, Map.of());
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(get(stream.id()).speaker().name()).contains("Ada"));
        name.set("Ada Lovelace");
        append("ProfileEdited", ADA, Map.of());
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(get(stream.id()).speaker().name()).contains("Ada Lovelace"));
    }

    @Test
    void watchers_are_counted_while_a_show_is_live_as_signaling_says() {
        var stream = schedule(ADA, "x");
        clock.advance(Duration.ofHours(7));
        node.bus().publish(SignalingApi.WATCHED, new SignalingApi.Watched(stream.id(), 12));
        Await.get(node.bus().ask(StreamsApi.GET, node.visitor(), new Which(stream.id())));
        assertThat(get(stream.id()).watchers()).isZero();
        goLive(ADA, stream.id(), false);
        assertThat(get(stream.id()).watchers()).isEqualTo(12);
        clock.advance(Duration.ofSeconds(16)); // signaling has fallen silent
        assertThat(get(stream.id()).watchers()).isZero();
    }

    @Test
    void the_export_has_every_stream_page_by_page() {
        var ids = IntStream.range(0, 3)
                .mapToObj(n -> schedule(ADA, "show " + n).id())
                .sorted(java.util.Comparator.comparing(StreamId::value))
                .toList();
        var first = Await.get(
                node.bus().ask(StreamsApi.EXPORT, node.visitor(), new StreamsApi.ExportPage(Optional.empty(), 2)));
        var second = Await.get(node.bus()
                .ask(StreamsApi.EXPORT, node.visitor(), new StreamsApi.ExportPage(Optional.of(ids.get(1)), 2)));
        assertThat(first.streams()).extracting(Stream::id).isEqualTo(ids.subList(0, 2));
        assertThat(second.streams()).extracting(Stream::id).isEqualTo(ids.subList(2, 3));
    }

    @Test
    void without_profiles_nobody_announces_but_everybody_reads() {
        var away = TestNode.start(clock, Map.of(), StreamsService.SERVICE);
        Await.refusal(
                Failure.UNAVAILABLE,
                away.bus().ask(StreamsApi.SCHEDULE, away.caller(ADA), once(plan("x", SEVEN, NINE))));
        assertThat(Await.get(away.bus().ask(StreamsApi.LIST, away.visitor(), query(Set.of(), 10)))
                        .items())
                .isEmpty();
        away.close();
    }

    /** What another service accepted. */
    private void append(String type, Account account, Map<String, Object> data) {
        var database = Await.get(node.node().database("streams"));
        Await.get(database.client()
                .preparedQuery("SELECT event_log.append($1, $2, $3)")
                .execute(Tuple.of(type, account.hex(), new JsonObject(data))));
    }

    private void catchUp() {
        Await.get(node.bus().ask(StreamsApi.CATCH_UP, node.visitor(), Nothing.NOTHING));
    }

    private void answerProfiles(Supplier<String> name) {
        Await.get(node.bus()
                .answer(
                        ProfilesApi.GET,
                        (caller, which) -> Future.succeededFuture(new Profile(
                                which.account(),
                                Optional.of(name.get()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                0,
                                0,
                                NOON,
                                Optional.empty()))));
    }

    private List<StreamId> followedBy(Account subscriber) {
        var query = new StreamsApi.Query(
                Set.of(),
                Optional.empty(),
                Optional.of(subscriber),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                StreamsApi.Sort.START,
                10,
                Optional.empty());
        return Await.get(node.bus().ask(StreamsApi.LIST, node.visitor(), query)).items().stream()
                .map(Stream::id)
                .toList();
    }

    private List<Stream> exported() {
        return Await.get(node.bus()
                        .ask(StreamsApi.EXPORT, node.visitor(), new StreamsApi.ExportPage(Optional.empty(), 10)))
                .streams();
    }

    @Test
    void sixty_four_announcements_with_one_key_are_one_with_one_answer() {
        var asked = IntStream.range(0, 64)
                .mapToObj(n -> withKey(ADA, "key-1", "First light"))
                .toList();
        var answers = Await.get(Future.all(asked)).<Stream>list();
        assertThat(answers).containsOnly(answers.get(0));
        assertThat(events()).hasSize(1);
        clock.advance(Duration.ofHours(8)); // even when the plan itself would be refused by now
        assertThat(Await.get(withKey(ADA, "key-1", "First light"))).isEqualTo(answers.get(0));
    }

    @Test
    void a_key_that_was_used_for_another_plan_is_refused() {
        Await.get(withKey(ADA, "key-1", "one"));
        Await.refusal(Failure.IDEMPOTENCY_MISMATCH, withKey(ADA, "key-1", "other"));
        Await.get(withKey(BOB, "key-1", "other")); // each account has its own
        assertThat(events()).hasSize(2);
    }

    @Test
    void a_refusal_is_not_kept_with_its_key() {
        registered.remove(ADA);
        Await.refusal(Failure.NOT_REGISTERED, withKey(ADA, "key-1", "x"));
        registered.add(ADA);
        Await.get(withKey(ADA, "key-1", "x"));
    }

    @Test
    void a_key_is_forgotten_after_a_day() {
        var database = Await.get(node.node().database("streams"));
        var store = new PostgresStreamStore(database, new Watchers(clock));
        Await.get(withKey(ADA, "key-1", "x"));
        Await.get(store.forgetKeys(NOON.plus(Duration.ofHours(24)).minusMillis(1)));
        Await.refusal(Failure.IDEMPOTENCY_MISMATCH, withKey(ADA, "key-1", "other"));
        Await.get(store.forgetKeys(NOON.plus(Duration.ofHours(24))));
        Await.get(withKey(ADA, "key-1", "other"));
    }

    private Future<Stream> withKey(Account account, String key, String title) {
        var announcement = new StreamsApi.Announcement(plan(title, SEVEN, NINE), Optional.of(key));
        return node.bus().ask(StreamsApi.SCHEDULE, caller(account), announcement);
    }

    private static StreamsApi.Announcement once(Schedule plan) {
        return new StreamsApi.Announcement(plan, Optional.empty());
    }

    private Stream schedule(Account account, String title) {
        return Await.get(ask(account, plan(title, SEVEN, NINE)));
    }

    private Future<Stream> ask(Account account, Schedule plan) {
        return node.bus().ask(StreamsApi.SCHEDULE, caller(account), once(plan));
    }

    private static Schedule plan(String title, Instant start, Instant end) {
        return new Schedule(title, Optional.empty(), start, end, Optional.empty(), null);
    }

    private Future<Stream> edit(Account account, Edit edit) {
        return node.bus().ask(StreamsApi.EDIT, caller(account), edit);
    }

    private static Edit patch(StreamId id, Optional<String> title, Optional<Instant> startTime, Set<String> clear) {
        return new Edit(
                id,
                title,
                Optional.empty(),
                startTime,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                clear,
                Optional.empty());
    }

    private void delete(Account account, StreamId id) {
        Await.get(node.bus().ask(StreamsApi.DELETE, caller(account), new Which(id)));
    }

    private Stream get(StreamId id) {
        return Await.get(node.bus().ask(StreamsApi.GET, node.visitor(), new Which(id)));
    }

    private void goLive(Account account, StreamId id, boolean takeOver) {
        Await.get(askLive(account, id, takeOver));
    }

    private Future<StreamsApi.Started> askLive(Account account, StreamId id, boolean takeOver) {
        return node.bus().ask(StreamsApi.GO_LIVE, caller(account), new GoLive(id, takeOver));
    }

    private void end(StreamId id) {
        Await.get(node.bus()
                .ask(
                        StreamsApi.END,
                        node.visitor(),
                        new StreamsApi.End(id, get(id).startedAt().orElseThrow(), Optional.empty())));
    }

    private StreamsApi.Own own(Account account) {
        return Await.get(
                node.bus().ask(StreamsApi.OF_BROADCASTER, node.visitor(), new StreamsApi.Broadcaster(account, false)));
    }

    private StreamsApi.Page list(Set<Status> status, int limit) {
        return Await.get(node.bus().ask(StreamsApi.LIST, node.visitor(), query(status, limit)));
    }

    private List<Stream> search(String words) {
        var query = new StreamsApi.Query(
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(words),
                Optional.empty(),
                Optional.empty(),
                StreamsApi.Sort.START,
                10,
                Optional.empty());
        return Await.get(node.bus().ask(StreamsApi.LIST, node.visitor(), query)).items();
    }

    private static StreamsApi.Query query(Set<Status> status, int limit) {
        return StreamsApi.Query.of(status, StreamsApi.Sort.START, limit);
    }

    private Caller caller(Account account) {
        return node.caller(account);
    }

    private List<Event> events() {
        var database = Await.get(node.node().database("streams"));
        return Await.get(new EventLog(database.client()).read(0, 1_000));
    }

    private static void assertField(String pointer, Future<?> question) {
        assertThat(Await.refusal(Failure.INVALID_REQUEST, question).faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo(pointer));
    }

    private static void assertField(String pointer, Supplier<?> question) {
        var refused = org.assertj.core.api.Assertions.catchThrowableOfType(Refused.class, question::get);
        assertThat(refused.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.pointer()).isEqualTo(pointer));
    }
}
