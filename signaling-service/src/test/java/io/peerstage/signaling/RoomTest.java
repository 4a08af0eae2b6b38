package io.peerstage.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.signaling.SignalingApi.EdgeReport;
import io.peerstage.contract.signaling.SignalingApi.EdgeState;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.Turnout;
import io.peerstage.signaling.tree.Introductions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));
    private static final Account BOB = new Account("0x" + "b0".repeat(20));
    private static final Instant SEVEN = Instant.parse("2027-01-15T19:00:00Z");
    private static final PeerId SOURCE = new PeerId("source");
    private static final PeerId VIEWER = new PeerId("viewer");
    private static final Duration PENDING = Duration.ofSeconds(3);
    private static final PeerId OTHER = new PeerId("other");

    private final List<Move> moves = new ArrayList<>();
    private Instant now = SEVEN;
    private Room room = new Room(stream(Status.UPCOMING), 7, Introductions.USUAL, SEVEN);

    @Test
    void a_viewer_waits_in_the_lobby_until_the_show_begins() {
        comeIn(VIEWER, Optional.of(BOB));
        assertThat(connects()).isEmpty();
        comeIn(SOURCE, Optional.of(ADA));
        goLive(SOURCE);
        assertThat(connects()).containsExactly("source parent 7.1 viewer", "viewer child 7.1 source");
    }

    @Test
    void a_viewer_of_a_live_show_is_connected_when_it_is_admitted_and_not_before() {
        live();
        moves.addAll(room.enter(VIEWER, Optional.of(BOB), socket("viewer"), wish(true, false), now));
        tick(Duration.ofSeconds(2));
        assertThat(connects()).isEmpty();
        moves.addAll(room.admit(VIEWER, now));
        assertThat(connects()).hasSize(2);
    }

    @Test
    void the_broadcasters_other_devices_are_not_fed() {
        live();
        comeIn(OTHER, Optional.of(ADA));
        tick(Duration.ofSeconds(2));
        assertThat(connects()).isEmpty();
    }

    @Test
    void signals_pass_only_between_the_ends_of_an_edge() {
        var edge = fed();
        comeIn(OTHER, Optional.of(BOB));
        moves.clear();
        moves.addAll(room.signal(VIEWER, candidate(edge)));
        assertThat(told("signal")).containsExactly("source");
        assertThat(refusal(() -> room.signal(OTHER, candidate(edge)))).isEqualTo(Failure.NOT_FOUND);
        assertThat(refusal(() -> room.signal(new PeerId("nobody"), candidate(edge))))
                .isEqualTo(Failure.NOT_FOUND);
        assertThat(refusal(() -> room.signal(VIEWER, candidate("7.99")))).isEqualTo(Failure.NOT_FOUND);
    }

    @Test
    void only_the_child_says_that_media_came() {
        var edge = fed();
        assertThat(refusal(() -> room.edge(SOURCE, new EdgeReport(edge, EdgeState.MEDIA), now)))
                .isEqualTo(Failure.NOT_FOUND);
        room.edge(VIEWER, new EdgeReport(edge, EdgeState.MEDIA), now);
    }

    @Test
    void an_edge_that_fails_is_released_at_both_ends_and_tried_once_more_through_turn() {
        var edge = fed();
        report(SOURCE, edge, EdgeState.FAILED);
        assertThat(told("release")).containsExactlyInAnyOrder("source", "viewer");
        assertThat(connects()).contains("viewer child 7.2 source by turn");
    }

    @Test
    void an_edge_that_brings_no_media_is_given_up() {
        fed();
        tick(PENDING.minusMillis(1));
        assertThat(told("release")).isEmpty();
        tick(Duration.ofMillis(1));
        assertThat(told("release")).containsExactlyInAnyOrder("source", "viewer");
    }

    @Test
    void who_is_fed_is_told_so_and_where_it_is() {
        report(VIEWER, fed(), EdgeState.MEDIA);
        assertThat(told("activate")).containsExactly("source", "viewer");
        assertThat(places()).containsExactly("viewer below source at 1");
    }

    @Test
    void who_finds_no_place_is_told_that_it_waits() {
        live();
        for (var n = 1; n <= 5; n++) {
            comeIn(new PeerId("v" + n), Optional.empty());
        }
        assertThat(places()).containsExactly("v5 waits with 1");
    }

    @Test
    void a_relay_that_was_given_up_as_silent_takes_part_again_when_it_is_heard() {
        var relay = silenced();
        moves.addAll(room.answered(relay, now));
        assertThat(connects()).anyMatch(connect -> connect.startsWith(relay.value() + " child"));
        moves.clear();
        moves.addAll(room.answered(relay, now));
        assertThat(connects()).isEmpty();
    }

    @Test
    void a_report_is_such_a_sign_of_life_as_well() {
        var relay = silenced();
        moves.addAll(room.measured(relay, new SignalingApi.Report(0, 0, 0, 0, 0, 0), now));
        assertThat(connects()).anyMatch(connect -> connect.startsWith(relay.value() + " child"));
    }

    @Test
    void who_is_in_no_tree_because_there_is_no_show_stays_out() {
        comeIn(VIEWER, Optional.of(BOB));
        moves.addAll(room.answered(VIEWER, now));
        assertThat(connects()).isEmpty();
    }

    @Test
    void a_viewer_feeds_others_and_a_second_parent_stands_by() {
        live();
        for (var n = 1; n <= 6; n++) {
            comeIn(new PeerId("v" + n), Optional.empty());
            feedAll();
        }
        tick(Duration.ofMillis(200));
        assertThat(connects()).anyMatch(connect -> connect.matches("v5 child 7\\.\\d+ v[1-4]"));
        assertThat(connects()).anyMatch(connect -> connect.endsWith("standby"));
        assertThat(room.placeOf(new PeerId("v5")).orElseThrow().depth()).isEqualTo(2);
        assertThat(room.turnout().relayedShare()).isEqualTo(2 / 6.0);
    }

    @Test
    void who_hides_its_address_or_does_not_want_to_feeds_nobody() {
        live();
        for (var n = 1; n <= 4; n++) {
            comeIn(new PeerId("v" + n), Optional.empty(), wish(n % 2 == 0, n % 2 == 0));
            feedAll();
        }
        comeIn(VIEWER, Optional.of(BOB), wish(false, false));
        assertThat(places()).contains("viewer waits with 1");
    }

    @Test
    void those_in_the_lobby_are_called_in_over_some_seconds_and_the_strong_first() {
        for (var n = 0; n < 200; n++) {
            comeIn(new PeerId("phone" + n), Optional.empty(), wish(false, false));
        }
        comeIn(new PeerId("strong"), Optional.empty());
        comeIn(SOURCE, Optional.of(ADA));
        moves.clear();
        goLive(SOURCE);
        assertThat(connects()).contains("source parent 7.1 strong");
        assertThat(inTree()).isBetween(8L, 12L);
        for (var n = 0; n < 19; n++) {
            tick(Duration.ofMillis(200));
        }
        assertThat(inTree()).isEqualTo(202L);
    }

    @Test
    void who_stands_between_loses_its_right_only_after_those_below_it_have_moved() {
        live();
        for (var n = 1; n <= 6; n++) {
            comeIn(new PeerId("v" + n), Optional.empty());
            feedAll();
        }
        var between =
                new PeerId(room.placeOf(new PeerId("v5")).orElseThrow().parent().orElseThrow());
        moves.clear();
        moves.addAll(room.putOut(between, Failure.NOT_SUBSCRIBED.because("no longer"), now));
        assertThat(told("refused")).isEmpty();
        feedAll();
        tick(Duration.ofMillis(200));
        assertThat(told("refused")).containsExactly(between.value());
        assertThat(room.placeOf(new PeerId("v5")).orElseThrow().parent())
                .isPresent()
                .isNotEqualTo(Optional.of(between.value()));
    }

    @Test
    void who_loses_its_right_is_told_within_a_second_though_nobody_can_take_those_below_it() {
        live();
        for (var n = 1; n <= 4; n++) {
            comeIn(new PeerId("v" + n), Optional.empty());
            feedAll();
        }
        comeIn(VIEWER, Optional.of(BOB), wish(false, false));
        feedAll();
        var between = new PeerId(room.placeOf(VIEWER).orElseThrow().parent().orElseThrow());
        room.putOut(between, Failure.NOT_SUBSCRIBED.because("no longer"), now);
        moves.clear();
        tick(Room.TO_GO);
        assertThat(told("refused")).containsExactly(between.value());
        assertThat(told("release")).contains("viewer");
    }

    @Test
    void edges_from_under_an_earlier_owner_go_on_when_both_ends_tell_of_them() {
        room = new Room(stream(Status.LIVE), 9, Introductions.USUAL, now);
        var fromSource = new SignalingApi.Held("7.1", SOURCE.value(), Push.End.CHILD, false);
        comeIn(VIEWER, Optional.of(BOB), wish(true, false, fromSource));
        assertThat(refusal(() -> room.signal(VIEWER, candidate("7.1")))).isEqualTo(Failure.NOT_FOUND);
        comeIn(
                SOURCE,
                Optional.of(ADA),
                wish(true, false, new SignalingApi.Held("7.1", VIEWER.value(), Push.End.PARENT, false)));
        goLive(SOURCE);
        assertThat(told("release")).isEmpty();
        assertThat(connects()).isEmpty();
        assertThat(room.edgesOf(VIEWER)).containsExactly("7.1");
        moves.addAll(room.signal(VIEWER, candidate("7.1")));
        assertThat(told("signal")).containsExactly("source");
    }

    @Test
    void a_broadcaster_who_comes_before_its_viewers_under_a_new_owner_keeps_its_edges() {
        room = new Room(stream(Status.LIVE), 9, Introductions.USUAL, now);
        comeIn(
                SOURCE,
                Optional.of(ADA),
                wish(true, false, new SignalingApi.Held("7.1", VIEWER.value(), Push.End.PARENT, false)));
        assertThat(room.edgesOf(SOURCE)).as("what it is told goes on").containsExactly("7.1");
        goLive(SOURCE);
        assertThat(room.edgesOf(SOURCE)).containsExactly("7.1");
        comeIn(
                VIEWER,
                Optional.of(BOB),
                wish(true, false, new SignalingApi.Held("7.1", SOURCE.value(), Push.End.CHILD, false)));
        assertThat(told("release")).isEmpty();
        assertThat(connects()).isEmpty();
    }

    @Test
    void a_peer_of_whom_others_told_first_tells_of_its_own_edges_too() {
        room = new Room(stream(Status.LIVE), 9, Introductions.USUAL, now);
        comeIn(
                OTHER,
                Optional.of(BOB),
                wish(true, false, new SignalingApi.Held("7.2", VIEWER.value(), Push.End.CHILD, false)));
        comeIn(
                VIEWER,
                Optional.of(BOB),
                wish(
                        true,
                        false,
                        new SignalingApi.Held("7.1", SOURCE.value(), Push.End.CHILD, false),
                        new SignalingApi.Held("7.2", OTHER.value(), Push.End.PARENT, false)));
        assertThat(room.edgesOf(VIEWER)).containsExactlyInAnyOrder("7.1", "7.2");
        moves.clear();
        moves.addAll(room.signal(OTHER, candidate("7.2")));
        assertThat(told("signal")).containsExactly("viewer");
    }

    @Test
    void a_peer_of_whom_others_told_first_and_that_has_lost_its_edges_is_connected_anew() {
        room = new Room(stream(Status.LIVE), 9, Introductions.USUAL, now);
        comeIn(
                OTHER,
                Optional.of(BOB),
                wish(true, false, new SignalingApi.Held("7.2", VIEWER.value(), Push.End.CHILD, false)));
        comeIn(VIEWER, Optional.of(BOB));
        assertThat(connects()).containsExactly("viewer parent 9.1 other", "other child 9.1 viewer");
    }

    @Test
    void a_peer_of_whom_others_told_gets_nothing_before_it_is_admitted() {
        room = new Room(stream(Status.LIVE), 9, Introductions.USUAL, now);
        comeIn(
                OTHER,
                Optional.of(BOB),
                wish(true, false, new SignalingApi.Held("7.2", VIEWER.value(), Push.End.CHILD, false)));
        moves.addAll(room.enter(VIEWER, Optional.of(BOB), socket("viewer"), wish(true, false), now));
        tick(PENDING);
        assertThat(connects()).isEmpty();
    }

    @Test
    void an_edge_of_this_owner_that_it_does_not_know_is_nobodys() {
        fed();
        comeIn(
                OTHER,
                Optional.of(BOB),
                wish(true, false, new SignalingApi.Held("7.99", VIEWER.value(), Push.End.PARENT, false)));
        assertThat(room.edgesOf(OTHER)).doesNotContain("7.99");
    }

    @Test
    void an_edge_with_media_stays() {
        report(VIEWER, fed(), EdgeState.MEDIA);
        tick(PENDING.multipliedBy(3));
        assertThat(told("release")).isEmpty();
    }

    @Test
    void a_viewer_whose_socket_broke_keeps_its_edge_for_ten_seconds() {
        var edge = fed();
        report(VIEWER, edge, EdgeState.MEDIA);
        moves.addAll(room.detach(VIEWER, now));
        report(SOURCE, "7.1", EdgeState.MEDIA, Failure.NOT_FOUND);
        tick(Room.VIEWER_GRACE.minusMillis(1));
        moves.addAll(room.enter(VIEWER, Optional.of(BOB), socket("viewer-2"), wish(true, false, child(edge)), now));
        assertThat(told("release")).isEmpty();
        assertThat(room.edgesOf(VIEWER)).containsExactly(edge);
    }

    @Test
    void who_was_away_when_its_standby_became_a_source_is_told_when_it_is_back() {
        var edge = fed();
        report(VIEWER, edge, EdgeState.MEDIA);
        moves.addAll(room.detach(VIEWER, now));
        moves.clear();
        var standby = new SignalingApi.Held(edge, SOURCE.value(), Push.End.CHILD, true);
        moves.addAll(room.enter(VIEWER, Optional.of(BOB), socket("viewer-2"), wish(true, false, standby), now));
        assertThat(told("activate")).containsExactly("viewer-2");
        moves.clear();
        moves.addAll(room.enter(VIEWER, Optional.of(BOB), socket("viewer-2"), wish(true, false, child(edge)), now));
        assertThat(told("activate")).isEmpty();
    }

    @Test
    void a_broadcaster_is_not_told_that_it_waits() {
        comeIn(SOURCE, Optional.of(ADA));
        goLive(SOURCE);
        assertThat(told("place")).isEmpty();
    }

    @Test
    void a_viewer_who_does_not_come_back_is_taken_out_and_its_parent_told() {
        fed();
        moves.addAll(room.detach(VIEWER, now));
        tick(Room.VIEWER_GRACE);
        assertThat(told("release")).containsExactly("source");
        assertThat(room.peer(VIEWER)).isEmpty();
    }

    @Test
    void a_viewer_whose_page_was_reloaded_gets_a_new_edge() {
        report(VIEWER, fed(), EdgeState.MEDIA);
        moves.addAll(room.detach(VIEWER, now));
        moves.clear();
        moves.addAll(room.enter(VIEWER, Optional.of(BOB), socket("viewer-2"), wish(true, false), now));
        assertThat(told("release")).containsExactly("source", "viewer-2");
        moves.addAll(room.admit(VIEWER, now));
        assertThat(connects()).containsExactly("source parent 7.2 viewer", "viewer-2 child 7.2 source");
    }

    @Test
    void the_last_socket_of_a_peer_wins_and_the_other_is_told() {
        fed();
        moves.addAll(room.enter(VIEWER, Optional.of(BOB), socket("viewer-2"), wish(true, false, child("7.1")), now));
        assertThat(told("refused")).containsExactly("viewer");
    }

    @Test
    void the_show_goes_on_while_the_broadcaster_reloads() {
        report(VIEWER, fed(), EdgeState.MEDIA);
        moves.addAll(room.detach(SOURCE, now));
        tick(Room.BROADCASTER_GRACE.minusMillis(1));
        assertThat(told("release")).doesNotContain("viewer-gone");
        assertThat(room.isLive()).isTrue();
        moves.clear();
        moves.addAll(room.enter(SOURCE, Optional.of(ADA), socket("source-2"), wish(true, false), now));
        tick(Duration.ofSeconds(5));
        assertThat(connects()).isEmpty(); // it has no camera yet
        goLive(SOURCE);
        assertThat(connects())
                .hasSize(2)
                .allMatch(connect -> connect.contains("source-2 parent") || connect.contains("viewer child"));
        tick(Room.BROADCASTER_GRACE);
        assertThat(ended()).isEmpty();
    }

    @Test
    void a_broadcaster_whose_socket_broke_goes_on_with_the_edges_it_has() {
        var edge = fed();
        report(VIEWER, edge, EdgeState.MEDIA);
        moves.addAll(room.detach(SOURCE, now));
        moves.addAll(room.enter(SOURCE, Optional.of(ADA), socket("source-2"), wish(true, false, parent(edge)), now));
        goLive(SOURCE);
        assertThat(told("release")).isEmpty();
        assertThat(connects()).isEmpty();
    }

    @Test
    void a_show_whose_broadcaster_does_not_come_back_is_over_after_its_grace() {
        fed();
        moves.addAll(room.detach(SOURCE, now));
        tick(Room.BROADCASTER_GRACE);
        assertThat(moves).anyMatch(Move.End.class::isInstance);
        assertThat(ended()).containsExactly("lost");
        assertThat(room.isLive()).isFalse();
        assertThat(room.peer(VIEWER)).isPresent(); // in the lobby again
    }

    @Test
    void a_show_that_ends_is_told_to_all_who_close_their_edges_and_may_begin_again() {
        fed();
        moves.addAll(room.end(Push.Reason.STOPPED, now));
        assertThat(told("ended")).containsExactlyInAnyOrder("source", "viewer");
        assertThat(room.edgesOf(VIEWER)).isEmpty();
        assertThat(ended()).containsExactly("stopped");
        moves.clear();
        moves.addAll(room.end(Push.Reason.STOPPED, now));
        assertThat(ended()).isEmpty();
        goLive(SOURCE);
        assertThat(connects()).containsExactly("source parent 7.2 viewer", "viewer child 7.2 source");
    }

    @Test
    void another_device_takes_over_only_when_it_says_so() {
        fed();
        comeIn(OTHER, Optional.of(ADA));
        assertThat(refusal(() -> room.requireFree(OTHER, false))).isEqualTo(Failure.ALREADY_LIVE);
        room.requireFree(OTHER, true);
        room.requireFree(SOURCE, false);
        moves.clear();
        goLive(OTHER);
        assertThat(told("refused")).containsExactly("source");
        assertThat(connects()).containsExactly("other parent 7.2 viewer", "viewer child 7.2 other");
        assertThat(room.isSource(OTHER)).isTrue();
    }

    @Test
    void who_loses_the_right_to_watch_is_cut_at_both_ends() {
        fed();
        moves.addAll(room.putOut(VIEWER, Failure.NOT_SUBSCRIBED.because("no longer"), now));
        assertThat(told("release")).containsExactly("source", "viewer");
        assertThat(told("refused")).containsExactly("viewer");
    }

    @Test
    void a_show_whose_broadcaster_signed_out_awaits_another_sign_in() {
        fed();
        moves.addAll(room.putOut(SOURCE, Failure.INVALID_TOKEN.because("signed out"), now));
        assertThat(told("refused")).containsExactly("source");
        assertThat(room.isLive()).isTrue();
        tick(Room.BROADCASTER_GRACE);
        assertThat(ended()).containsExactly("lost");
    }

    @Test
    void a_show_whose_broadcaster_went_to_another_room_is_over_after_its_grace() {
        fed();
        moves.addAll(room.leave(SOURCE, now));
        assertThat(room.isLive()).isTrue();
        tick(Room.BROADCASTER_GRACE);
        assertThat(ended()).containsExactly("lost");
    }

    @Test
    void a_show_that_begins_while_its_broadcasters_connection_breaks_awaits_it() {
        comeIn(VIEWER, Optional.of(BOB));
        comeIn(SOURCE, Optional.of(ADA));
        moves.addAll(room.detach(SOURCE, now));
        goLive(SOURCE);
        tick(Room.BROADCASTER_GRACE);
        assertThat(ended()).containsExactly("lost");
    }

    @Test
    void a_room_tells_its_state_at_most_once_a_second_whatever_happens_in_it() {
        live();
        tick(Duration.ofSeconds(2));
        comeIn(VIEWER, Optional.empty());
        moves.clear();
        tick(Duration.ofMillis(999));
        assertThat(moves.stream().filter(RoomTest::tellsRoom)).isEmpty();
        for (var n = 1; n < 100; n++) {
            comeIn(new PeerId("peer " + n), Optional.empty());
            tick(Duration.ofMillis(10));
        }
        assertThat(moves.stream().filter(RoomTest::tellsRoom)).hasSize(1);
        tick(Duration.ofMillis(20));
        assertThat(moves.stream().filter(RoomTest::tellsRoom)).hasSize(2);
        assertThat(room.view().watchers()).isEqualTo(100);
    }

    @Test
    void two_devices_of_one_account_are_one_watcher_and_the_broadcaster_is_none() {
        live();
        comeIn(VIEWER, Optional.of(BOB));
        comeIn(OTHER, Optional.of(BOB));
        comeIn(new PeerId("v1"), Optional.empty());
        comeIn(new PeerId("v2"), Optional.empty());
        assertThat(room.view().watchers()).isEqualTo(3);
    }

    @Test
    void a_show_is_summed_up_by_who_came_and_by_the_most_at_the_same_time() {
        comeIn(VIEWER, Optional.of(BOB)); // waits in the lobby
        live();
        comeIn(OTHER, Optional.of(BOB));
        comeIn(new PeerId("v1"), Optional.empty());
        assertThat(room.present()).containsExactly(BOB);
        assertThat(room.turnout()).isEqualTo(new Turnout(2, 2, 0));
        room.leave(new PeerId("v1"), now);
        comeIn(new PeerId("v2"), Optional.empty());
        room.leave(new PeerId("v2"), now);
        moves.addAll(room.end(Push.Reason.STOPPED, now));
        assertThat(room.turnout()).isEqualTo(new Turnout(2, 3, 0));
        assertThat(room.present()).isEmpty();
    }

    @Test
    void the_next_show_of_a_stream_is_counted_anew_and_a_return_within_one_is_not() {
        live();
        comeIn(VIEWER, Optional.of(BOB));
        comeIn(SOURCE, Optional.of(ADA));
        goLive(SOURCE);
        assertThat(room.turnout().all()).isEqualTo(1);
        room.leave(VIEWER, now);
        moves.addAll(room.end(Push.Reason.STOPPED, now));
        now = now.plusSeconds(60);
        goLive(SOURCE);
        assertThat(room.turnout()).isEqualTo(Turnout.NOBODY);
    }

    @Test
    void a_show_that_was_on_when_its_owner_began_awaits_its_broadcaster() {
        room = new Room(stream(Status.LIVE), 8, Introductions.USUAL, now);
        comeIn(VIEWER, Optional.of(BOB));
        comeIn(SOURCE, Optional.of(ADA));
        goLive(SOURCE);
        assertThat(connects()).hasSize(2);
        room = new Room(stream(Status.LIVE), 9, Introductions.USUAL, now);
        tick(Room.BROADCASTER_GRACE);
        assertThat(moves).anyMatch(Move.End.class::isInstance);
    }

    @Test
    void a_deleted_stream_puts_everybody_out() {
        fed();
        moves.addAll(room.end(Push.Reason.DELETED, now));
        assertThat(ended()).containsExactly("deleted");
        assertThat(room.isIdle()).isTrue();
    }

    @Test
    void every_input_may_come_for_a_peer_that_is_gone() {
        live();
        room.detach(VIEWER, now);
        room.leave(VIEWER, now);
        room.admit(VIEWER, now);
        room.putOut(VIEWER, Failure.NOT_SUBSCRIBED.because("x"), now);
        comeIn(VIEWER, Optional.of(BOB));
        goLive(OTHER);
        assertThat(room.isLive()).isTrue(); // its start was kept, so it awaits its broadcaster
        tick(Room.BROADCASTER_GRACE);
        assertThat(ended()).containsExactly("lost");
    }

    private void live() {
        comeIn(SOURCE, Optional.of(ADA));
        goLive(SOURCE);
        moves.clear();
    }

    /** A live show with one viewer; the id of its edge. */
    private String fed() {
        live();
        comeIn(VIEWER, Optional.of(BOB));
        moves.clear();
        return "7.1";
    }

    private void comeIn(PeerId peer, Optional<Account> account) {
        comeIn(peer, account, wish(true, false));
    }

    private void comeIn(PeerId peer, Optional<Account> account, SignalingApi.Enter wish) {
        moves.addAll(room.enter(peer, account, socket(peer.value()), wish, now));
        moves.addAll(room.admit(peer, now));
    }

    /** Every connection that is to be made works. */
    private void feedAll() {
        for (var tell : tells().toList()) {
            if (tell.push() instanceof Push.Connect connect && connect.as() == Push.End.CHILD) {
                var child = new PeerId(tell.sockets().get(0).id());
                if (room.edgesOf(child).contains(connect.edge())) {
                    report(child, connect.edge(), connect.standby() ? EdgeState.STANDBY : EdgeState.MEDIA);
                }
            }
        }
    }

    /** A relay whose children hear nothing from it, and which did not answer in time. */
    private PeerId silenced() {
        live();
        for (var n = 1; n <= 12; n++) {
            comeIn(new PeerId("v" + n), Optional.empty());
            feedAll();
        }
        var relay = room.placeOf(new PeerId("v12")).flatMap(Push.Place::parent).orElseThrow();
        room.peers().stream()
                .map(peer -> peer.id)
                .filter(id -> room.placeOf(id).flatMap(Push.Place::parent).equals(Optional.of(relay)))
                .forEach(child -> report(child, sourceOf(child, relay), EdgeState.FAILED));
        assertThat(told("ping")).containsExactly(relay);
        tick(Duration.ofMillis(500));
        moves.clear();
        return new PeerId(relay);
    }

    private String sourceOf(PeerId child, String parent) {
        return tells().map(Move.Tell::push)
                .filter(Push.Connect.class::isInstance)
                .map(Push.Connect.class::cast)
                .filter(connect -> connect.as() == Push.End.CHILD
                        && !connect.standby()
                        && connect.peer().equals(parent)
                        && room.edgesOf(child).contains(connect.edge()))
                .findFirst()
                .orElseThrow()
                .edge();
    }

    private long inTree() {
        return room.peers().stream()
                .filter(peer -> room.placeOf(peer.id).isPresent())
                .count();
    }

    private List<String> places() {
        return tells().filter(tell -> tell.push() instanceof Push.Place)
                .map(tell -> {
                    var place = (Push.Place) tell.push();
                    return tell.sockets().get(0).id()
                            + place.waiting()
                                    .map(waiting -> " waits with " + waiting)
                                    .orElseGet(() -> " below " + place.parent().orElseThrow() + " at " + place.depth());
                })
                .toList();
    }

    private static SignalingApi.Held child(String edge) {
        return new SignalingApi.Held(edge, SOURCE.value(), Push.End.CHILD, false);
    }

    private static SignalingApi.Held parent(String edge) {
        return new SignalingApi.Held(edge, VIEWER.value(), Push.End.PARENT, false);
    }

    private static SignalingApi.Enter wish(boolean willing, boolean relayOnly, SignalingApi.Held... edges) {
        return new SignalingApi.Enter(
                new StreamId("1-first-light"),
                "r".repeat(43),
                willing,
                List.of("passthrough", "track"),
                Optional.empty(),
                relayOnly,
                List.of(edges));
    }

    private void goLive(PeerId peer) {
        moves.addAll(room.goLive(peer, now, now));
    }

    private void tick(Duration later) {
        now = now.plus(later);
        moves.addAll(room.tick(now));
    }

    private void report(PeerId peer, String edge, EdgeState state) {
        moves.addAll(room.edge(peer, new EdgeReport(edge, state), now));
    }

    private void report(PeerId peer, String edge, EdgeState state, Failure refused) {
        assertThat(refusal(() -> room.edge(peer, new EdgeReport(edge, state), now)))
                .isEqualTo(refused);
    }

    private List<String> connects() {
        return tells().filter(tell -> tell.push() instanceof Push.Connect)
                .map(tell -> {
                    var connect = (Push.Connect) tell.push();
                    return tell.sockets().get(0).id() + " "
                            + connect.as().name().toLowerCase(java.util.Locale.ROOT) + " " + connect.edge() + " "
                            + connect.peer() + (connect.relay() ? " by turn" : "")
                            + (connect.standby() ? " standby" : "");
                })
                .toList();
    }

    private List<String> ended() {
        return tells().filter(tell -> tell.push() instanceof Push.Ended)
                .map(tell -> ((Push.Ended) tell.push()).reason().name().toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    private List<String> told(String address) {
        return tells().filter(tell -> tell.push().address().equals(address))
                .flatMap(tell -> tell.sockets().stream())
                .map(Caller.Socket::id)
                .toList();
    }

    private java.util.stream.Stream<Move.Tell> tells() {
        return moves.stream().filter(Move.Tell.class::isInstance).map(Move.Tell.class::cast);
    }

    private static boolean tellsRoom(Move move) {
        return move instanceof Move.Tell tell && tell.push() instanceof Push.Room;
    }

    private static Failure refusal(Runnable input) {
        return catchThrowableOfType(Refused.class, input::run).failure();
    }

    private static SignalingApi.Signal candidate(String edge) {
        return new SignalingApi.Signal(
                edge,
                Optional.empty(),
                Optional.of(new SignalingApi.Candidate("x", Optional.of("0"), Optional.empty(), Optional.empty())));
    }

    private static Caller.Socket socket(String id) {
        return new Caller.Socket("gateway.1", id, "192.0.2.1");
    }

    /** At seven, of Ada. */
    static Stream stream(Status status) {
        return new Stream(
                new StreamId("1-first-light"),
                ADA,
                new Stream.Speaker(Optional.empty(), Optional.empty(), Optional.empty()),
                "First light",
                Optional.empty(),
                SEVEN,
                SEVEN.plus(Duration.ofHours(2)),
                Optional.empty(),
                Audience.SUBSCRIBERS,
                status,
                status == Status.LIVE ? Optional.of(SEVEN) : Optional.empty(),
                Optional.empty(),
                0,
                1);
    }
}
