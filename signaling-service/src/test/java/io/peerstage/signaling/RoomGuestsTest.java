package io.peerstage.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.signaling.SignalingApi.EdgeReport;
import io.peerstage.contract.signaling.SignalingApi.EdgeState;
import io.peerstage.contract.signaling.SignalingApi.Seat;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.signaling.tree.Introductions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a room does for those who are in it beside feeding them, and what others may know of it. */
class RoomGuestsTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));
    private static final Account BOB = new Account("0x" + "b0".repeat(20));
    private static final Instant SEVEN = Instant.parse("2027-01-15T19:00:00Z");
    private static final PeerId SOURCE = new PeerId("source");
    private static final PeerId VIEWER = new PeerId("viewer");
    private static final Crowd.Limits LIMITS = new Crowd.Limits(2, 3);
    private static final String HOME = "192.0.2.1";

    private final List<Move> moves = new ArrayList<>();
    private Instant now = SEVEN;
    private Room room = new Room(RoomTest.stream(Status.UPCOMING), 7, Introductions.USUAL, SEVEN);

    @Test
    void chat_comes_to_everybody_with_the_next_look_and_to_those_who_enter_later() {
        comeIn(VIEWER, Optional.of(BOB), false);
        room.enter(new PeerId("outside"), Optional.empty(), socket("outside"), wish(false), now);
        var message = room.chat().say(BOB, "Bob", "hello", now);
        tick(Duration.ofMillis(200));
        assertThat(chats())
                .containsExactly(new Push.Chat(RoomTest.stream(Status.UPCOMING).id(), 7, List.of(message), List.of()));
        assertThat(room.chat().last()).containsExactly(message);
        tick(Duration.ofMillis(200));
        assertThat(chats()).isEmpty();
        room.chat().remove(message.id());
        tick(Duration.ofMillis(200));
        assertThat(chats())
                .containsExactly(
                        new Push.Chat(RoomTest.stream(Status.UPCOMING).id(), 7, List.of(), List.of(message.id())));
    }

    @Test
    void what_a_peer_that_hides_its_address_signals_has_none() {
        var edge = fed(true);
        var hosts = candidate("candidate:1 1 udp 2122260223 10.0.0.7 54321 typ host");
        moves.addAll(room.signal(VIEWER, new SignalingApi.Signal(edge, Optional.empty(), Optional.of(hosts))));
        assertThat(signals()).isEmpty();
        var relays = candidate("candidate:1 1 udp 1 198.51.100.4 9 typ relay raddr 10.0.0.7 rport 54321");
        moves.addAll(room.signal(VIEWER, new SignalingApi.Signal(edge, Optional.empty(), Optional.of(relays))));
        assertThat(signals()).hasSize(1).allMatch(signal -> !signal.contains("10.0.0.7"));
        moves.clear();
        moves.addAll(room.signal(SOURCE, new SignalingApi.Signal(edge, Optional.empty(), Optional.of(hosts))));
        assertThat(signals()).hasSize(1).allMatch(signal -> signal.contains("10.0.0.7")); // it hides nothing
    }

    @Test
    void too_many_of_one_address_are_refused_and_those_who_come_back_are_not() {
        IntStream.range(0, 3).forEach(n -> comeIn(new PeerId("v" + n), Optional.empty(), false));
        assertThat(refusal("v3", Optional.empty())).isEqualTo(Failure.TOO_MANY_REQUESTS);
        room.detach(new PeerId("v0"), now);
        room.requireSpace(new PeerId("v0"), new Crowd.Origin(Optional.empty(), HOME), LIMITS);
        assertThat(refusal("v3", Optional.empty())).isEqualTo(Failure.TOO_MANY_REQUESTS);
        tick(Room.VIEWER_GRACE);
        room.requireSpace(new PeerId("v3"), new Crowd.Origin(Optional.empty(), HOME), LIMITS);
    }

    @Test
    void the_broadcaster_finds_a_place_at_a_full_address_and_always_while_its_show_awaits_it() {
        IntStream.range(0, 3).forEach(n -> comeIn(new PeerId("v" + n), Optional.empty(), false));
        comeIn(new PeerId("ada1"), Optional.of(ADA), false);
        comeIn(new PeerId("ada2"), Optional.of(ADA), false);
        assertThat(refusal("ada3", Optional.of(ADA))).isEqualTo(Failure.TOO_MANY_REQUESTS);
        room = new Room(RoomTest.stream(Status.LIVE), 8, Introductions.USUAL, SEVEN);
        comeIn(new PeerId("ada1"), Optional.of(ADA), false);
        comeIn(new PeerId("ada2"), Optional.of(ADA), false);
        comeIn(SOURCE, Optional.of(ADA), false);
        room.goLive(SOURCE, SEVEN, now);
        assertThat(refusal("ada4", Optional.of(ADA))).isEqualTo(Failure.TOO_MANY_REQUESTS);
    }

    @Test
    void an_admin_sees_who_feeds_whom() {
        room.edge(VIEWER, new EdgeReport(fed(false), EdgeState.MEDIA), now);
        room.measured(VIEWER, new SignalingApi.Report(0, 1e6, 20, 0.5, 150, 40), now);
        var view = room.seating("node-1");
        assertThat(view.owner()).isEqualTo("node-1");
        assertThat(view.epoch()).isEqualTo(7);
        assertThat(view.live()).isTrue();
        assertThat(view.watchers()).isEqualTo(1);
        assertThat(view.connections()).isEqualTo(2);
        assertThat(view.waiting()).isZero();
        assertThat(view.depths()).containsExactly(1, 1);
        assertThat(view.peers())
                .extracting(
                        Seat::peer, Seat::account, Seat::connected, Seat::parent, Seat::depth, Seat::rtt, Seat::bitrate)
                .containsExactly(
                        tuple("source", Optional.of(ADA), true, Optional.empty(), 0, 0.0, 0.0),
                        tuple("viewer", Optional.of(BOB), true, Optional.of("source"), 1, 20.0, 1e6));
        room.detach(VIEWER, now);
        assertThat(room.seating("node-1").connections()).isEqualTo(1);
        assertThat(room.seating("node-1").peers().get(1).connected()).isFalse();
    }

    @Test
    void of_a_big_room_an_admin_sees_the_thousand_highest() {
        live();
        IntStream.range(0, 1_200).forEach(n -> comeIn(new PeerId("v" + n), Optional.empty(), false));
        var view = room.seating("node-1");
        assertThat(view.connections()).isEqualTo(1_201);
        assertThat(view.waiting()).isPositive();
        assertThat(view.peers()).hasSize(1_000);
        assertThat(view.peers().get(0).peer()).isEqualTo("source");
    }

    @Test
    void a_gap_is_laid_to_what_became_of_the_parent() {
        room.edge(VIEWER, new EdgeReport(fed(false), EdgeState.MEDIA), now);
        assertThat(gap()).hasValue(Interruptions.Cause.OTHER);
        room.detach(SOURCE, now);
        assertThat(gap()).hasValue(Interruptions.Cause.PARENT_CRASHED);
        room.edge(VIEWER, new EdgeReport("7.1", EdgeState.FAILED), now);
        assertThat(gap()).hasValue(Interruptions.Cause.PARENT_CRASHED);
        room = new Room(RoomTest.stream(Status.UPCOMING), 7, Introductions.USUAL, SEVEN);
        room.edge(VIEWER, new EdgeReport(fed(false), EdgeState.MEDIA), now);
        room.leave(SOURCE, now);
        assertThat(gap()).hasValue(Interruptions.Cause.PARENT_LEFT);
    }

    @Test
    void figures_are_those_of_all_rooms_together_and_count_each_event_once() {
        var registry = new SimpleMeterRegistry();
        var figures = new Figures(registry);
        room.edge(VIEWER, new EdgeReport(fed(false), EdgeState.MEDIA), now);
        var other = new Room(RoomTest.stream(Status.UPCOMING), 8, Introductions.USUAL, SEVEN);
        IntStream.range(0, 3).forEach(n -> {
            figures.count(List.of(room, other));
            figures.look(List.of(room, other));
        });
        assertThat(registry.get("peerstage.rooms").gauge().value()).isEqualTo(2);
        assertThat(registry.get("peerstage.rooms.live").gauge().value()).isEqualTo(1);
        assertThat(registry.get("peerstage.peers").gauge().value()).isEqualTo(2);
        assertThat(registry.get("peerstage.watchers").gauge().value()).isEqualTo(1);
        assertThat(registry.get("peerstage.peers.waiting").gauge().value()).isZero();
        assertThat(registry.get("peerstage.peers.at.depth")
                        .tag("depth", "1")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("peerstage.parents")
                        .tag("cause", "placed")
                        .counter()
                        .count())
                .isEqualTo(1);
        figures.close();
        new Figures(registry).count(List.of(room));
        assertThat(registry.get("peerstage.rooms").gauge().value()).isZero(); // one that has not looked yet
    }

    @Test
    void who_looks_for_a_parent_and_may_meet_nobody_is_counted() {
        var registry = new SimpleMeterRegistry();
        var figures = new Figures(registry);
        room = new Room(RoomTest.stream(Status.UPCOMING), 7, new Introductions(1, 1), SEVEN);
        fed(false);
        figures.count(List.of(room));
        assertThat(registry.get("peerstage.introductions.refused").counter().count())
                .isZero();
        room.leave(VIEWER, now);
        comeIn(VIEWER, Optional.of(BOB), false);
        figures.count(List.of(room));
        assertThat(registry.get("peerstage.introductions.refused").counter().count())
                .isPositive();
    }

    private Optional<Interruptions.Cause> gap() {
        return room.interruption(VIEWER, new SignalingApi.Report(0, 0, 0, 0, 1, 2_000), now);
    }

    private Failure refusal(String peer, Optional<Account> account) {
        return catchThrowableOfType(
                        Refused.class,
                        () -> room.requireSpace(new PeerId(peer), new Crowd.Origin(account, HOME), LIMITS))
                .failure();
    }

    /** The id of the edge over which the viewer is about to be fed. */
    private String fed(boolean relayOnly) {
        live();
        comeIn(VIEWER, Optional.of(BOB), relayOnly);
        moves.clear();
        return "7.1";
    }

    private void live() {
        comeIn(SOURCE, Optional.of(ADA), false);
        room.goLive(SOURCE, now, now);
        moves.clear();
    }

    private void comeIn(PeerId peer, Optional<Account> account, boolean relayOnly) {
        room.requireSpace(peer, new Crowd.Origin(account, HOME), new Crowd.Limits(4, 2_000));
        moves.addAll(room.enter(peer, account, socket(peer.value()), wish(relayOnly), now));
        moves.addAll(room.admit(peer, now));
    }

    private void tick(Duration later) {
        now = now.plus(later);
        moves.clear();
        moves.addAll(room.tick(now));
    }

    private List<Push> chats() {
        return moves.stream()
                .filter(Move.Tell.class::isInstance)
                .map(move -> ((Move.Tell) move).push())
                .filter(Push.Chat.class::isInstance)
                .toList();
    }

    private List<String> signals() {
        return moves.stream()
                .filter(Move.Tell.class::isInstance)
                .map(move -> ((Move.Tell) move).push().toString())
                .filter(push -> push.startsWith("Signal["))
                .toList();
    }

    private static SignalingApi.Candidate candidate(String text) {
        return new SignalingApi.Candidate(text, Optional.of("0"), Optional.of(0), Optional.empty());
    }

    private static SignalingApi.Enter wish(boolean relayOnly) {
        return new SignalingApi.Enter(
                new StreamId("1-first-light"),
                "r".repeat(43),
                false,
                List.of(),
                Optional.empty(),
                relayOnly,
                List.of());
    }

    private static Caller.Socket socket(String id) {
        return new Caller.Socket("gateway.1", id, HOME);
    }
}
