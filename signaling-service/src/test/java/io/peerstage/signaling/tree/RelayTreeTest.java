package io.peerstage.signaling.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of the tree by their names. */
class RelayTreeTest {
    private static final Traits STRONG = new Traits(true, true);
    private static final Traits ENCODER = new Traits(true, false);
    private static final Traits PHONE = new Traits(false, true);

    private final RelayTree tree = new RelayTree(8);
    private final List<Move> moves = new ArrayList<>();
    private long now = 1_000;

    @BeforeEach
    void begin() {
        did(tree.enter("source", STRONG, now));
        did(tree.lead("source", now));
        moves.clear();
    }

    @AfterEach
    void every_rule_holds() {
        assertThat(TreeRules.broken(tree, now)).isEmpty();
    }

    @Test
    void enter_connects_to_the_broadcaster_while_it_has_a_slot() {
        did(tree.enter("a", STRONG, now));
        assertThat(connects()).singleElement().satisfies(connect -> {
            assertThat(connect.parent()).isEqualTo("source");
            assertThat(connect.child()).isEqualTo("a");
            assertThat(connect.edge()).startsWith("8.");
        });
    }

    @Test
    void the_broadcaster_feeds_four_and_the_fifth_goes_below_one_who_carries() {
        watch(STRONG, "a", "b", "c", "d");
        watch(STRONG, "e");
        assertThat(parentOf("e")).isIn("a", "b", "c", "d");
    }

    @Test
    void nobody_carries_before_its_first_media() {
        Stream.of("a", "b", "c", "d", "e").forEach(id -> did(tree.enter(id, STRONG, now)));
        assertThat(waits()).containsExactly("e");
        media("a");
        assertThat(pendingParentOf("e")).contains("a");
    }

    @Test
    void capacity_is_what_the_uplink_bears_after_five_seconds() {
        watch(STRONG, "a");
        report("a", 10e6);
        assertThat(node("a").capacity).isEqualTo(2);
        pass(RelayTree.UNTIL_MEASURED);
        report("a", 4e6);
        assertThat(node("a").capacity).isEqualTo(3); // floor(0.8 × 4 Mbit/s / 1 Mbit/s)
    }

    @Test
    void capacity_is_at_most_eight_by_passthrough_and_two_by_encoding_again() {
        watch(STRONG, "a");
        watch(ENCODER, "b");
        pass(RelayTree.UNTIL_MEASURED);
        report("a", 1e9);
        report("b", 1e9);
        assertThat(node("a").capacity).isEqualTo(8);
        assertThat(node("b").capacity).isEqualTo(2);
    }

    @Test
    void capacity_is_never_more_than_a_peer_says_itself() {
        watch(STRONG.atMost(1), "a");
        watch(STRONG.atMost(0), "b");
        assertThat(node("a").capacity).isEqualTo(1);
        pass(RelayTree.UNTIL_MEASURED);
        report("a", 1e9);
        report("b", 1e9);
        assertThat(node("a").capacity).isEqualTo(1);
        assertThat(node("b").capacity).isZero();
        did(tree.enter("other", STRONG.atMost(2), now));
        did(tree.lead("other", now));
        assertThat(node("other").capacity).isEqualTo(2);
    }

    @Test
    void capacity_falls_at_once_and_rises_after_ten_seconds() {
        watch(STRONG, "a");
        pass(RelayTree.UNTIL_MEASURED);
        report("a", 5e6);
        report("a", 2e6);
        assertThat(node("a").capacity).isEqualTo(1);
        report("a", 9e6);
        pass(RelayTree.UNTIL_RAISED - 1);
        assertThat(node("a").capacity).isEqualTo(1);
        pass(1);
        assertThat(node("a").capacity).isEqualTo(7);
    }

    @Test
    void who_was_found_to_bear_nobody_is_tried_again_later_and_later() {
        watch(STRONG, "a");
        pass(RelayTree.UNTIL_MEASURED);
        for (var rest : List.of(RelayTree.REST, 2 * RelayTree.REST, 4 * RelayTree.REST)) {
            report("a", 1e6);
            assertThat(node("a").capacity).isZero();
            pass(rest - 1);
            report("a", 0); // it feeds nobody, so it measures nothing
            assertThat(node("a").capacity).isZero();
            pass(1);
            report("a", 0);
            assertThat(node("a").capacity).isEqualTo(RelayTree.UNMEASURED_BY_PASSTHROUGH);
        }
        report("a", 5e6);
        assertThat(node("a").capacity).isEqualTo(4);
        report("a", 1e6);
        pass(RelayTree.REST);
        report("a", 0);
        assertThat(node("a").capacity).as("it had borne some").isPositive();
    }

    @Test
    void a_rise_that_does_not_last_is_not_believed() {
        watch(STRONG, "a");
        pass(RelayTree.UNTIL_MEASURED);
        report("a", 2e6);
        report("a", 9e6);
        report("a", 4e6);
        pass(RelayTree.UNTIL_RAISED);
        assertThat(node("a").capacity).isEqualTo(3);
    }

    @Test
    void four_phones_do_not_starve_the_strong() {
        watch(PHONE, "p1", "p2", "p3", "p4");
        watch(STRONG, "a");
        assertThat(parentOf("a")).isEqualTo("source");
        connects().stream()
                .filter(connect -> connect.parent().equals("a"))
                .findFirst()
                .ifPresent(connect -> did(tree.media(connect.child(), connect.edge(), now)));
        assertThat(node("source").children).hasSize(4);
        assertThat(Stream.of("p1", "p2", "p3", "p4")
                        .filter(phone -> parentOf(phone).equals("a")))
                .hasSize(1);
    }

    @Test
    void of_parents_alike_whoever_feeds_fewer_is_given_the_next() {
        watch(STRONG.atMost(0), "x", "y");
        watch(STRONG, "a");
        pass(60_000);
        watch(STRONG, "b");
        pass(RelayTree.UNTIL_MEASURED);
        Stream.of("a", "b").forEach(id -> report(id, 1e9));
        pass(RelayTree.UNTIL_RAISED);
        Stream.of("c", "d", "e", "f").forEach(id -> watch(STRONG, id));
        assertThat(node("a").children).as("though it has stayed for longer").hasSize(2);
        assertThat(node("b").children).hasSize(2);
    }

    @Test
    void the_willing_come_before_those_who_only_watch() {
        watch(PHONE, "p1", "p2", "p3", "p4");
        did(tree.enter("p5", PHONE, now));
        assertThat(waits()).containsExactly("p5");
        watch(STRONG, "a");
        assertThat(parentOf("a")).isEqualTo("source");
    }

    @Test
    void an_edge_without_media_is_tried_once_through_turn_and_then_with_another() {
        did(tree.enter("a", STRONG, now));
        pass(RelayTree.PENDING);
        assertThat(last(connects()).viaTurn()).isTrue();
        assertThat(last(connects()).parent()).isEqualTo("source");
        pass(RelayTree.PENDING);
        assertThat(node("a").pending).isNull();
        assertThat(node("a").isBarred(node("source"), now)).isTrue();
        pass(2_000);
        assertThat(pendingParentOf("a")).contains("source");
    }

    @Test
    void a_pair_that_fails_again_and_again_waits_up_to_a_minute() {
        watch(STRONG, "a");
        var child = new Node("x", STRONG, 0);
        var lengths = IntStream.range(0, 8)
                .mapToObj(n -> {
                    child.bar(node("a"), 0);
                    return child.barred.get(node("a")).until();
                })
                .toList();
        assertThat(lengths).containsExactly(2_000L, 4_000L, 8_000L, 16_000L, 32_000L, 60_000L, 60_000L, 60_000L);
    }

    @Test
    void the_old_parent_is_released_only_when_the_new_one_brings_media() {
        strong("a", "b");
        watchUnder("a", "e");
        var old = edgeOf("e");
        var made = tree.forest.reserve(node("b"), node("e"), false, now);
        moves.clear();
        pass(500);
        assertThat(moves).doesNotContain(new Move.Release(old, "a", "e"));
        did(tree.media("e", made.id, now));
        assertThat(moves).containsSubsequence(new Move.Activate(made.id, "b", "e"), new Move.Release(old, "a", "e"));
    }

    @Test
    void a_standby_is_neither_parent_nor_below_nor_behind_the_parent() {
        strong("a", "b");
        watch(STRONG, "c", "d");
        List.of("a", "b").forEach(id -> assertThat(node(id).standby.parent.id).isNotEqualTo(id));
        watchUnder("a", "e");
        var standby = node("e").standby.parent;
        assertThat(standby).isNotEqualTo(node("a"));
        assertThat(standby.isUnder(node("a"))).isFalse();
    }

    @Test
    void a_standby_is_as_deep_as_the_parent_so_that_those_above_are_left_for_those_who_need_them() {
        strong("a", "b");
        watchUnder("a", "c");
        watchUnder("b", "d");
        watchUnder("c", "e");
        assertThat(node("e").standby.parent.id).isEqualTo("d");
    }

    @Test
    void two_children_of_one_parent_do_not_share_a_standby() {
        strong("a", "b", "c");
        watchUnder("a", "e");
        watchUnder("a", "f");
        assertThat(node("e").standby.parent).isNotEqualTo(node("f").standby.parent);
    }

    @Test
    void two_children_of_one_parent_share_a_standby_that_has_room_for_both_where_there_is_no_other() {
        strong("a", "b");
        watchUnder("a", "e");
        watchUnder("a", "f");
        assertThat(node("e").standby.parent.id).isEqualTo("b");
        assertThat(node("f").standby.parent.id).isEqualTo("b");
    }

    @Test
    void a_full_standby_takes_one_child_of_a_parent_alone() {
        strong("a", "b");
        fill("b");
        watchUnder("a", "e");
        watchUnder("a", "f");
        assertThat(Stream.of("e", "f").filter(id -> node(id).standby != null && node(id).standby.parent == node("b")))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void a_child_that_took_its_standby_is_a_child_there() {
        strong("a", "b");
        watchUnder("a", "e");
        ready("e");
        var standby = node("e").standby;
        did(tree.switched("e", standby.id, now));
        assertThat(node("e").parent).isSameAs(standby);
        assertThat(node("a").children).noneMatch(link -> link.child.id.equals("e"));
    }

    @Test
    void a_standby_that_is_full_does_not_take_two_more() {
        strong("a", "b");
        fill("b");
        watchUnder("a", "e");
        assertThat(node("b").load()).isLessThanOrEqualTo(node("b").capacity + 1);
    }

    @Test
    void a_crash_is_believed_when_two_children_say_so_and_no_ping_is_answered() {
        strong("a", "b");
        watchUnder("a", "e");
        watchUnder("a", "f");
        did(tree.failed("e", edgeOf("e"), now));
        assertThat(moves).noneMatch(Move.Ping.class::isInstance);
        did(tree.failed("f", edgeOf("f"), now));
        assertThat(moves).contains(new Move.Ping("a"));
        pass(RelayTree.TO_ANSWER);
        assertThat(tree.forest.nodes).doesNotContainKey("a");
    }

    @Test
    void who_answers_the_ping_but_swallows_the_media_carries_nobody_any_more() {
        strong("a", "b");
        watchUnder("a", "e");
        watchUnder("a", "f");
        did(tree.failed("e", edgeOf("e"), now));
        did(tree.failed("f", edgeOf("f"), now));
        did(tree.pong("a", now));
        assertThat(node("a").capacity).isZero();
        pass(60_000);
        report("a", 10e6);
        assertThat(node("a").capacity).isZero();
    }

    @Test
    void who_was_given_up_as_silent_and_comes_back_carries_nobody_for_a_minute() {
        strong("a", "b");
        watchUnder("a", "e");
        watchUnder("a", "f");
        did(tree.failed("e", edgeOf("e"), now));
        did(tree.failed("f", edgeOf("f"), now));
        pass(RelayTree.TO_ANSWER);
        watch(STRONG, "a");
        report("a", 5e6);
        assertThat(node("a").capacity).isZero();
        pass(RelayTree.UNHEARD);
        report("a", 0); // who feeds nobody cannot know what it could send
        assertThat(node("a").capacity).isEqualTo(RelayTree.UNMEASURED_BY_PASSTHROUGH);
    }

    @Test
    void one_reporter_moves_alone() {
        strong("a", "b");
        watchUnder("a", "e");
        watchUnder("a", "f");
        did(tree.failed("e", edgeOf("e"), now));
        assertThat(parentOf("f")).isEqualTo("a");
        assertThat(tree.forest.nodes).containsKey("a");
    }

    @Test
    void a_closed_socket_is_no_crash_for_ten_seconds() {
        strong("a", "b");
        watchUnder("a", "e");
        did(tree.detach("a", now));
        pass(RelayTree.DETACHED - 1);
        assertThat(parentOf("e")).isEqualTo("a");
        pass(1);
        assertThat(tree.forest.nodes).doesNotContainKey("a");
    }

    @Test
    void who_is_detached_gets_no_new_children_and_finds_its_place_when_it_returns() {
        watch(STRONG, "a");
        did(tree.detach("a", now));
        watch(PHONE, "p1", "p2", "p3");
        did(tree.enter("p4", PHONE, now));
        assertThat(waits()).contains("p4");
        did(tree.enter("a", STRONG, now));
        assertThat(parentOf("a")).isEqualTo("source");
        assertThat(pendingParentOf("p4")).contains("a");
    }

    @Test
    void when_one_child_reports_a_parent_whose_socket_closed_it_has_crashed() {
        strong("a", "b");
        watchUnder("a", "e");
        watchUnder("a", "f");
        did(tree.detach("a", now));
        did(tree.failed("e", edgeOf("e"), now));
        assertThat(tree.forest.nodes).doesNotContainKey("a");
    }

    @Test
    void after_a_crash_the_subtree_below_stays_as_it_was() {
        strong("a", "b");
        watchUnder("a", "e");
        watchUnder("e", "g");
        did(tree.detach("a", now));
        pass(RelayTree.DETACHED);
        assertThat(parentOf("g")).isEqualTo("e");
    }

    @Test
    void who_leaves_politely_is_there_until_its_children_have_moved() {
        strong("a", "b");
        watchUnder("a", "e");
        did(tree.leave("a", now));
        assertThat(tree.forest.nodes).containsKey("a");
        var pending = node("e").pending;
        if (pending != null) {
            did(tree.media("e", pending.id, now));
        }
        did(tree.tick(now));
        assertThat(tree.forest.nodes).doesNotContainKey("a");
        assertThat(node("e").parent).isNotNull();
    }

    @Test
    void a_place_that_is_left_is_for_the_strongest_child() {
        strong("a", "b", "c", "d");
        watchUnder("a", "e");
        watchUnder("a", "f");
        node("f").capacity = 5;
        did(tree.leave("a", now));
        assertThat(pendingParentOf("f")).contains("source");
    }

    @Test
    void nobody_moves_when_the_broadcaster_reloads() {
        strong("a", "b");
        watchUnder("a", "e");
        moves.clear();
        did(tree.detach("source", now));
        did(tree.failed("a", edgeOf("a"), now));
        pass(5_000);
        did(tree.enter("source", STRONG, now));
        assertThat(moves).noneMatch(Move.Release.class::isInstance);
        assertThat(parentOf("a")).isEqualTo("source");
    }

    @Test
    void an_edge_that_would_close_a_loop_by_now_is_undone() {
        strong("a", "b", "c", "d");
        watchUnder("a", "e");
        pass(RelayTree.UNTIL_MEASURED);
        report("e", 5e6);
        var link = tree.forest.reserve(node("e"), node("a"), false, now); // as decided before e came below a
        did(tree.media("a", link.id, now));
        assertThat(parentOf("a")).isEqualTo("source");
        assertThat(moves).contains(new Move.Release(link.id, "e", "a"));
    }

    @Test
    void who_carries_too_much_gives_its_smallest_subtree_away() {
        strong("a", "b");
        watchUnder("a", "e");
        watchUnder("a", "f");
        watchUnder("e", "g");
        report("a", 1.3e6); // bears one from now on
        did(tree.tick(now));
        assertThat(node("f").pending).isNotNull();
        assertThat(node("e").pending).isNull();
    }

    @Test
    void nobody_is_cut_while_nobody_can_carry() {
        strong("a");
        watch(PHONE, "p1", "p2", "p3");
        watchUnder("a", "p4");
        watchUnder("a", "p5");
        report("a", 0.1e6);
        pass(60_000);
        assertThat(parentOf("p4")).isEqualTo("a");
        assertThat(parentOf("p5")).isEqualTo("a");
    }

    @Test
    void a_strong_child_and_its_weak_parent_change_places() {
        watch(PHONE, "p1", "p2", "p3");
        watch(STRONG, "a");
        watchUnder("a", "b");
        watchUnder("b", "c");
        watchUnder("c", "e");
        pass(RelayTree.UNTIL_MEASURED);
        List.of("a", "b", "c").forEach(id -> report(id, 1.3e6));
        report("e", 10e6);
        settle(60_000);
        assertThat(parentOf("e")).isEqualTo("source");
        assertThat(node("c").depth).isLessThan(4);
    }

    @Test
    void nobody_moves_in_a_tree_that_is_as_flat_as_it_need_be() {
        watch(PHONE, "p1", "p2");
        watch(STRONG, "b", "a");
        watchUnder("a", "e");
        pass(RelayTree.UNTIL_MEASURED);
        report("a", 1.3e6);
        report("e", 10e6);
        settle(60_000);
        assertThat(parentOf("e")).isEqualTo("a");
    }

    @Test
    void whoever_is_below_the_only_relay_takes_a_free_place_beside_it_for_only_then_has_anybody_a_standby() {
        strong("a");
        watchUnder("a", "e");
        watchUnder("a", "f");
        assertThat(Stream.of("a", "e", "f").filter(id -> node(id).standby != null))
                .isEmpty();
        settle(2_000);
        assertThat(Stream.of("e", "f").filter(id -> parentOf(id).equals("source")))
                .hasSize(1);
        assertThat(Stream.of("a", "e", "f").filter(id -> node(id).standby == null))
                .isEmpty();
    }

    @Test
    void beside_the_only_relay_one_who_cannot_carry_gives_its_place_to_one_who_can() {
        watch(PHONE, "p1", "p2", "p3");
        strong("a");
        watchUnder("a", "e");
        watchUnder("a", "f");
        settle(2_000);
        assertThat(Stream.of("e", "f").filter(id -> parentOf(id).equals("source")))
                .hasSize(1);
        assertThat(node("source").children).hasSize(4);
        assertThat(Stream.of("a", "e", "f", "p1", "p2", "p3").filter(id -> node(id).standby == null))
                .isEmpty();
    }

    @Test
    void after_an_owner_change_an_edge_that_one_end_tells_of_keeps_its_slot() {
        did(tree.detach("source", now)); // it is not back yet
        did(tree.enter("e", STRONG, List.of(new Held("7.5", "a", true, false), new Held("7.9", "b", true, true)), now));
        assertThat(parentOf("e")).isEqualTo("a");
        assertThat(node("e").standby.parent.id).isEqualTo("b");
        did(tree.enter(
                "a", STRONG, List.of(new Held("7.5", "e", false, false), new Held("7.1", "source", true, false)), now));
        did(tree.enter("source", STRONG, List.of(new Held("7.1", "a", false, false)), now));
        assertThat(moves).noneMatch(Move.Release.class::isInstance).noneMatch(Move.Connect.class::isInstance);
        assertThat(node("e").depth).isEqualTo(2);
        assertThat(node("a").capacity).isEqualTo(1);
    }

    @Test
    void after_an_owner_change_standbys_are_kept_whoever_tells_of_them_first() {
        did(tree.detach("source", now)); // it is not back yet
        // by the standby's host, then by the parent, then by the child itself, whose source comes last
        did(tree.enter(
                "b", STRONG, List.of(new Held("7.9", "e", false, true), new Held("7.2", "source", true, false)), now));
        did(tree.enter(
                "a", STRONG, List.of(new Held("7.5", "e", false, false), new Held("7.1", "source", true, false)), now));
        did(tree.enter("e", STRONG, List.of(new Held("7.9", "b", true, true), new Held("7.5", "a", true, false)), now));
        did(tree.enter(
                "source",
                STRONG,
                List.of(new Held("7.1", "a", false, false), new Held("7.2", "b", false, false)),
                now));
        pass(RelayTree.PENDING);
        assertThat(moves)
                .noneMatch(move ->
                        move instanceof Move.Release release && release.edge().startsWith("7."));
        assertThat(parentOf("e")).isEqualTo("a");
        assertThat(node("e").standby.parent.id).isEqualTo("b");
        assertThat(node("b").capacity).as("fed before, so it can carry").isPositive();
    }

    @Test
    void a_standby_that_turns_out_to_be_below_is_given_up() {
        did(tree.enter(
                "a", STRONG, List.of(new Held("7.9", "b", true, true), new Held("7.3", "b", false, false)), now));
        did(tree.enter(
                "b", STRONG, List.of(new Held("7.9", "a", false, true), new Held("7.3", "a", true, false)), now));
        assertThat(moves).contains(new Move.Release("7.9", "b", "a"));
    }

    @Test
    void who_took_its_standby_while_the_owner_changed_keeps_it_whoever_tells_of_it_first() {
        did(tree.detach("source", now)); // it is not back yet
        did(tree.enter(
                "a", STRONG, List.of(new Held("7.5", "e", false, false), new Held("7.1", "source", true, false)), now));
        did(tree.enter(
                "b", STRONG, List.of(new Held("7.9", "e", false, false), new Held("7.2", "source", true, false)), now));
        assertThat(tree.edgesOf("b"))
                .extracting(Held::edge)
                .as("nothing is taken from it")
                .contains("7.9");
        did(tree.enter(
                "e", STRONG, List.of(new Held("7.5", "a", true, false), new Held("7.9", "b", true, false)), now));
        assertThat(parentOf("e")).isEqualTo("b");
        assertThat(moves).contains(new Move.Release("7.5", "a", "e")).doesNotContain(new Move.Release("7.9", "b", "e"));
    }

    @Test
    void what_its_host_took_for_a_standby_is_the_source_if_the_child_says_so() {
        did(tree.detach("source", now)); // it is not back yet
        did(tree.enter(
                "b", STRONG, List.of(new Held("7.9", "e", false, true), new Held("7.2", "source", true, false)), now));
        did(tree.enter(
                "e", STRONG, List.of(new Held("7.5", "a", true, false), new Held("7.9", "b", true, false)), now));
        assertThat(parentOf("e")).isEqualTo("b");
        assertThat(node("e").standby).isNull();
        did(tree.enter("a", STRONG, List.of(new Held("7.1", "source", true, false)), now));
        did(tree.enter(
                "source",
                STRONG,
                List.of(new Held("7.1", "a", false, false), new Held("7.2", "b", false, false)),
                now));
        pass(200);
        assertThat(node("e").standby).as("another one").isNotNull();
    }

    @Test
    void an_edge_of_which_the_other_end_does_not_tell_is_over() {
        did(tree.enter("a", STRONG, List.of(new Held("7.1", "source", true, false)), now));
        did(tree.enter("e", STRONG, List.of(new Held("7.5", "a", true, false)), now));
        assertThat(tree.edgesOf("e")).extracting(Held::edge).doesNotContain("7.5");
        assertThat(pendingParentOf("e")).isPresent();
    }

    @Test
    void who_does_not_come_back_after_an_owner_change_has_crashed() {
        did(tree.enter("e", STRONG, List.of(new Held("7.5", "a", true, false)), now));
        pass(RelayTree.DETACHED);
        assertThat(tree.forest.nodes).doesNotContainKey("a");
        assertThat(pendingParentOf("e")).contains("source");
    }

    @Test
    void of_its_source_a_child_knows_better() {
        did(tree.enter("a", STRONG, List.of(new Held("7.5", "e", false, false)), now));
        did(tree.enter("e", STRONG, List.of(new Held("7.6", "b", true, false)), now));
        assertThat(parentOf("e")).isEqualTo("b");
        did(tree.enter("c", STRONG, List.of(new Held("7.4", "e", false, false)), now));
        assertThat(parentOf("e")).isEqualTo("b");
    }

    @Test
    void a_circle_that_peers_tell_of_is_cut_at_its_lowest_edge() {
        did(tree.enter(
                "a", STRONG, List.of(new Held("7.3", "b", false, false), new Held("7.20", "c", true, false)), now));
        did(tree.enter(
                "b", STRONG, List.of(new Held("7.100", "c", false, false), new Held("7.3", "a", true, false)), now));
        did(tree.enter(
                "c", STRONG, List.of(new Held("7.20", "a", false, false), new Held("7.100", "b", true, false)), now));
        assertThat(parentOf("a")).isEqualTo("c");
        assertThat(parentOf("c")).isEqualTo("b");
        assertThat(node("b").parent).isNull();
        assertThat(moves).contains(new Move.Release("7.3", "a", "b"));
        assertThat(pendingParentOf("b")).contains("source");
    }

    @Test
    void a_broadcaster_who_reloads_is_connected_anew_and_nobody_moves() {
        strong("a", "b", "c", "d", "e", "f");
        var places = tree.places().stream()
                .map(place -> place.peer() + " below " + place.parent())
                .toList();
        tree.edgesOf("source").forEach(edge -> did(tree.renew("source", edge.edge(), now)));
        Stream.of("a", "b", "c", "d").forEach(this::media);
        assertThat(tree.places())
                .extracting(place -> place.peer() + " below " + place.parent())
                .containsExactlyElementsOf(places);
        assertThat(connects()).hasSize(10);
    }

    @Test
    void a_standby_whose_connection_is_gone_is_looked_for_anew() {
        strong("a", "b", "c", "d", "e");
        var standby = node("e").standby.id;
        did(tree.renew("e", standby, now));
        pass(200);
        assertThat(node("e").standby.id).isNotEqualTo(standby);
    }

    @Test
    void who_loses_its_right_stays_only_as_long_as_it_may() {
        strong("a", "b", "c", "d");
        watchUnder("a", "below");
        tree.forest.drop(node("below").standby);
        did(tree.leave("a", 600, now));
        pass(599);
        assertThat(tree.place("a")).isPresent();
        pass(1);
        assertThat(tree.place("a")).isEmpty();
    }

    @Test
    void the_end_of_a_show_forgets_everybody_and_edges_stay_unlike() {
        strong("a", "b", "c", "d", "e");
        var before = edgeOf("a");
        did(tree.clear(now));
        assertThat(tree.places()).isEmpty();
        did(tree.enter("source", STRONG, now));
        did(tree.lead("source", now));
        watch(STRONG, "a");
        assertThat(Long.parseLong(edgeOf("a").substring(2))).isGreaterThan(Long.parseLong(before.substring(2)));
    }

    @Test
    void an_edge_from_before_is_one_when_both_ends_have_told_of_it() {
        did(tree.enter("a", STRONG, List.of(new Held("7.20", "b", true, false)), now));
        assertThat(tree.otherEnd("a", "7.20")).isEmpty();
        did(tree.enter("c", STRONG, List.of(new Held("7.20", "a", false, false)), now));
        assertThat(tree.otherEnd("a", "7.20")).isEmpty();
        assertThat(tree.otherEnd("c", "7.20")).isEmpty();
        did(tree.enter("b", STRONG, List.of(new Held("7.20", "a", false, false)), now));
        assertThat(tree.otherEnd("a", "7.20")).contains("b");
        assertThat(tree.otherEnd("b", "7.20")).contains("a");
    }

    @Test
    void what_has_moved_is_counted_by_its_cause() {
        strong("a", "b", "c", "d");
        watchUnder("a", "e");
        did(tree.leave("a", now));
        assertThat(tree.tally()).isEqualTo(new Tally(5, 1, 0, 0));
    }

    @Test
    void every_input_may_come_twice_or_for_nobody() {
        watch(STRONG, "a");
        var edge = edgeOf("a");
        moves.clear();
        did(tree.media("a", edge, now));
        did(tree.ready("a", edge, now));
        did(tree.switched("a", edge, now));
        did(tree.media("nobody", edge, now));
        did(tree.failed("nobody", edge, now));
        did(tree.media("a", "8.999", now));
        did(tree.leave("nobody", now));
        did(tree.detach("nobody", now));
        did(tree.pong("nobody", now));
        did(tree.report("nobody", new Report(1, 1, 1, 1), now));
        did(tree.lead("source", now));
        assertThat(moves).isEmpty();
    }

    private void strong(String... ids) {
        watch(STRONG, ids);
        pass(RelayTree.UNTIL_MEASURED);
        Stream.of(ids).forEach(id -> report(id, 5e6));
        Stream.of(ids).forEach(this::ready);
    }

    private void watch(Traits traits, String... ids) {
        Stream.of(ids).forEach(id -> {
            did(tree.enter(id, traits, now));
            media(id);
        });
    }

    /** Whatever the tree would choose: below that one. */
    private void watchUnder(String parent, String child) {
        did(tree.enter(child, STRONG, now));
        if (node(child).pending.parent != node(parent)) {
            did(tree.failed(child, node(child).pending.id, now));
            if (node(child).pending != null) {
                tree.forest.drop(node(child).pending);
            }
            var link = tree.forest.reserve(node(parent), node(child), false, now);
            did(tree.media(child, link.id, now));
        } else {
            media(child);
        }
        ready(child);
    }

    private void fill(String parent) {
        IntStream.range(0, node(parent).spare()).forEach(n -> watchUnder(parent, parent + n));
    }

    private void media(String id) {
        Optional.ofNullable(node(id).pending).ifPresent(link -> did(tree.media(id, link.id, now)));
    }

    private void ready(String id) {
        Optional.ofNullable(node(id).standby).ifPresent(link -> did(tree.ready(id, link.id, now)));
    }

    private void report(String id, double uplink) {
        did(tree.report(id, new Report(uplink, 1e6, 20, 0), now));
    }

    private void pass(long milliseconds) {
        now += milliseconds;
        did(tree.tick(now));
    }

    /** Time goes by, and every connection that is made works. */
    private void settle(long milliseconds) {
        for (var end = now + milliseconds; now < end; ) {
            pass(200);
            List.copyOf(tree.forest.pending).forEach(link -> did(tree.media(link.child.id, link.id, now)));
        }
    }

    private void did(List<Move> decided) {
        moves.addAll(decided);
        assertThat(TreeRules.broken(tree, now)).isEmpty();
    }

    private Node node(String id) {
        return tree.forest.nodes.get(id);
    }

    private String parentOf(String id) {
        return node(id).parent.parent.id;
    }

    private String edgeOf(String id) {
        return node(id).parent.id;
    }

    private Optional<String> pendingParentOf(String id) {
        return Optional.ofNullable(node(id).pending).map(link -> link.parent.id);
    }

    private List<Move.Connect> connects() {
        return moves.stream()
                .filter(Move.Connect.class::isInstance)
                .map(Move.Connect.class::cast)
                .filter(connect -> !connect.standby())
                .toList();
    }

    private List<String> waits() {
        return moves.stream()
                .filter(Move.Wait.class::isInstance)
                .map(move -> ((Move.Wait) move).peer())
                .toList();
    }

    private static <T> T last(List<T> of) {
        return of.get(of.size() - 1);
    }
}
