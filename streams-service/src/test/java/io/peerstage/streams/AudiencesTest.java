package io.peerstage.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.StreamsApi.Which;
import io.peerstage.contract.streams.Turnout;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestClock;
import io.peerstage.testkit.TestNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who watches, and what became of a show. */
class AudiencesTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));
    private static final Account BOB = new Account("0x" + "b0".repeat(32));
    private static final Account ROOT = new Account("0x" + "00".repeat(19) + "01");
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");

    private final TestClock clock = new TestClock(NOON);
    private TestNode node;
    private StreamId stream;

    @BeforeEach
    void announce() {
        node = TestNode.start(clock, Map.of(), StreamsService.SERVICE);
        Await.get(node.bus()
                .answer(
                        ProfilesApi.STANDING,
                        (caller, which) -> Future.succeededFuture(
                                new ProfilesApi.Standing(true, which.account().equals(ROOT)))));
        var plan = new StreamsApi.Schedule(
                "First light", Optional.empty(), NOON, NOON.plusSeconds(3_600), Optional.empty(), null);
        stream = Await.get(node.bus()
                        .ask(
                                StreamsApi.SCHEDULE,
                                node.caller(ADA),
                                new StreamsApi.Announcement(plan, Optional.empty())))
                .id();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void before_the_first_show_there_is_nothing_to_sum_up() {
        assertThat(summary(ADA)).isEqualTo(new StreamsApi.Summary(Optional.empty(), Optional.empty(), 0, 0, 0));
    }

    @Test
    void what_signaling_counted_is_kept_with_the_end_of_the_show() {
        var began = goLive();
        clock.advance(Duration.ofMinutes(10));
        end(began, new Turnout(3, 7, 0.25));
        assertThat(summary(ADA))
                .isEqualTo(new StreamsApi.Summary(Optional.of(began), Optional.of(NOON.plusSeconds(600)), 3, 7, 0.25));
        assertThat(summary(ROOT)).isEqualTo(summary(ADA));
    }

    @Test
    void a_count_that_comes_after_the_end_is_kept_and_one_of_an_earlier_show_is_not() {
        var first = goLive();
        end(first, Turnout.NOBODY);
        end(first, new Turnout(1, 2, 0));
        assertThat(summary(ADA).watchers()).isEqualTo(2);
        clock.advance(Duration.ofMinutes(1));
        var second = goLive();
        end(second, new Turnout(5, 5, 0));
        end(first, new Turnout(9, 9, 0));
        assertThat(summary(ADA).watchers()).isEqualTo(5);
    }

    @Test
    void a_show_that_is_on_is_summed_up_by_signaling_which_also_knows_who_watches() {
        goLive();
        Await.refusal(Failure.UNAVAILABLE, node.bus().ask(StreamsApi.SUMMARY, node.caller(ADA), new Which(stream)));
        Await.get(node.bus()
                .answer(SignalingApi.TURNOUT, (caller, room) -> Future.succeededFuture(new Turnout(1, 4, 0.5))));
        Await.get(node.bus()
                .answer(
                        SignalingApi.PRESENT,
                        (caller, room) -> Future.succeededFuture(new SignalingApi.Present(List.of(BOB)))));
        assertThat(summary(ADA)).isEqualTo(new StreamsApi.Summary(Optional.of(NOON), Optional.empty(), 1, 4, 0.5));
        assertThat(Await.get(node.bus().ask(StreamsApi.WATCHING, node.caller(ADA), new Which(stream)))
                        .items())
                .containsExactly(BOB);
    }

    @Test
    void it_is_nobody_elses_business() {
        for (var operation : List.of(StreamsApi.SUMMARY, StreamsApi.WATCHING)) {
            Await.refusal(Failure.NOT_BROADCASTER, node.bus().ask(operation, node.caller(BOB), new Which(stream)));
            Await.refusal(
                    Failure.STREAM_NOT_FOUND,
                    node.bus().ask(operation, node.caller(ADA), new Which(new StreamId("1-none"))));
        }
    }

    private StreamsApi.Summary summary(Account account) {
        return Await.get(node.bus().ask(StreamsApi.SUMMARY, node.caller(account), new Which(stream)));
    }

    private Instant goLive() {
        Stream started =
                Await.get(node.bus().ask(StreamsApi.GO_LIVE, node.caller(ADA), new StreamsApi.GoLive(stream, false)))
                        .stream();
        return started.startedAt().orElseThrow();
    }

    private void end(Instant began, Turnout turnout) {
        Await.get(node.bus()
                .ask(StreamsApi.END, node.visitor(), new StreamsApi.End(stream, began, Optional.of(turnout))));
    }
}
