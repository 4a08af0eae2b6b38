package io.peerstage.signaling.tree;

import static io.peerstage.signaling.tree.Obliging.PHONE;
import static io.peerstage.signaling.tree.Obliging.STRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Faults that showed in simulations and have a rule each since then: with the rule none, without it the fault. */
class FaultsTest {
    private static final int STRONG_VIEWERS = 60;

    @Test
    void two_legal_reservations_do_not_close_a_loop_at_commit() {
        var tree = new RelayTree(8);
        commitTwo(tree);
        assertThat(TreeRules.broken(tree, 0)).isEmpty();
        assertThat(Stream.of("a", "b").map(id -> tree.place(id).orElseThrow())).allMatch(Place::connected);
    }

    @Test
    void unless_nobody_looks_again_when_media_comes() {
        var careless = Unruly.withoutASecondLook(Introductions.USUAL);
        assertThatThrownBy(() -> commitTwo(careless)).hasMessageContaining("a loop is closed");
    }

    /** Each is to go below the other. */
    private static void commitTwo(RelayTree tree) {
        new Obliging(tree);
        for (var id : new String[] {"a", "b"}) {
            tree.enter(id, STRONG, 0);
            tree.media(id, tree.forest.nodes.get(id).pending.id, 0);
        }
        var a = tree.forest.nodes.get("a");
        var b = tree.forest.nodes.get("b");
        var below = tree.forest.reserve(a, b, false, 0);
        var above = tree.forest.reserve(b, a, false, 0);
        tree.media("b", below.id, 0);
        tree.media("a", above.id, 0);
    }

    @Test
    void four_phones_that_were_first_do_not_starve_sixty_strong_viewers() {
        assertThat(fedAfterFourPhones(new RelayTree(8))).isEqualTo(4 + STRONG_VIEWERS);
    }

    @Test
    void unless_whoever_came_first_keeps_the_place() {
        assertThat(fedAfterFourPhones(Unruly.withoutSwaps())).isEqualTo(4);
    }

    private static long fedAfterFourPhones(RelayTree tree) {
        var peers = new Obliging(tree);
        IntStream.range(0, 4).forEach(n -> peers.enter("phone" + n, PHONE));
        IntStream.range(0, STRONG_VIEWERS).forEach(n -> peers.enter("strong" + n, STRONG));
        peers.pass(60_000);
        return peers.fed();
    }
}
