package io.peerstage.signaling.tree;

import static io.peerstage.signaling.tree.Obliging.PHONE;
import static io.peerstage.signaling.tree.Obliging.STRONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A peer is introduced so often and no more: addresses are not to be harvested. */
class IntroductionsTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 3_600_000;

    @Test
    void a_peer_is_introduced_thirty_times_a_minute_and_three_hundred_times_an_hour() {
        var peers = new Obliging(new RelayTree(8));
        comeAndGo(peers, "harvester", MINUTE);
        assertThat(peers.introductions("harvester")).isEqualTo(30);
        comeAndGo(peers, "harvester", HOUR - MINUTE);
        assertThat(peers.introductions("harvester")).isEqualTo(300);
        comeAndGo(peers, "harvester", MINUTE);
        assertThat(peers.introductions("harvester")).isGreaterThan(300);
    }

    @Test
    void who_has_none_left_waits_until_it_has_again() {
        var peers = new Obliging(new RelayTree(8, new Introductions(2, 20)));
        peers.enter("a", STRONG);
        leave(peers, "a");
        peers.enter("a", STRONG);
        leave(peers, "a");
        peers.enter("a", STRONG);
        assertThat(peers.tree.waiting()).isEqualTo(1);
        peers.pass(MINUTE);
        assertThat(peers.parentOf("a")).isEqualTo("source");
    }

    @Test
    void a_crowd_goes_below_others_while_the_broadcaster_has_none_left() {
        var peers = new Obliging(new RelayTree(8));
        peers.enter("a", STRONG);
        while (peers.introductions("source") < 30) {
            comeAndGo(peers, "visitor" + peers.told.size(), 1);
        }
        IntStream.range(0, 200).forEach(n -> peers.enter("viewer" + n, n % 10 < 7 ? STRONG : PHONE));
        peers.pass(10_000);
        assertThat(peers.tree.waiting()).isZero();
        assertThat(peers.introductions("source")).isEqualTo(30);
        assertThat(peers.tree.places().stream().filter(place -> place.depth() == 1))
                .hasSize(1);
    }

    @Test
    void who_has_none_left_fails_over_to_its_standby_all_the_same() {
        var peers = new Obliging(new RelayTree(8, new Introductions(16, 16)));
        IntStream.range(0, 5).forEach(n -> peers.enter("viewer" + n, STRONG));
        var below = peers.tree.places().stream()
                .filter(place -> place.depth() == 2)
                .findFirst()
                .orElseThrow();
        while (peers.introductions(below.peer()) < 16) {
            peers.tree.forest.nodes.get(below.peer()).introduced.add(peers.now);
            peers.told.add(new Move.Connect("", below.peer(), "", false, false));
        }
        peers.oblige(peers.tree.leave(below.parent().orElseThrow(), 0, peers.now));
        assertThat(peers.parentOf(below.peer())).isEqualTo(below.standby().orElseThrow());
    }

    @Test
    void a_limit_below_one_a_minute_is_refused() {
        assertThatThrownBy(() -> new Introductions(0, 300)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Introductions(30, 29)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_introduction_counts_for_exactly_so_long() {
        var log = new Introduced();
        IntStream.range(0, 40).forEach(n -> log.add(n));
        assertThat(log.isWithin(40, MINUTE, MINUTE - 1)).isTrue();
        assertThat(log.isWithin(40, MINUTE, MINUTE)).isFalse();
        assertThat(log.isWithin(41, HOUR, 39)).isFalse();
        assertThat(log.isOver(HOUR + 38)).isFalse();
        assertThat(log.isOver(HOUR + 39)).isTrue();
    }

    /** Once a second, or as often as there is somebody to be introduced to. */
    private static void comeAndGo(Obliging peers, String id, long milliseconds) {
        for (var end = peers.now + milliseconds; peers.now < end; peers.pass(Math.min(1_000, milliseconds))) {
            peers.enter(id, STRONG);
            leave(peers, id);
        }
    }

    private static void leave(Obliging peers, String id) {
        peers.oblige(peers.tree.leave(id, peers.now));
    }
}
