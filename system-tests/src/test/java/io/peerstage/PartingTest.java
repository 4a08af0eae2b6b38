package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.PeerShow;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Relays and broadcasters that go, in real browsers. How long pictures pause is measured in benchmarks/results/media.md; here the bounds are generous. */
@Tag("system")
class PartingTest {
    private static final int VIEWERS = 6;
    private static final int TO_RELOAD = 8_000;
    private static final int TO_RESUME = 3_000;

    /** Three times the half second that is aimed at, for a machine with other work pauses by itself; without standbys it takes 2.4 s. */
    private static final int PAUSE = 1_500;

    @RegisterExtension
    static final House house = new House(Map.of(
            "INTRODUCTIONS_PER_MINUTE",
            Stage.MORE_THAN_ANY_TEST_MAKES,
            "INTRODUCTIONS_PER_HOUR",
            Stage.MORE_THAN_ANY_TEST_MAKES));

    @Test
    void a_relay_crashes_and_only_its_children_move() {
        try (var show = new PeerShow(house.browser(), house.url(), Map.of(), Map.of())) {
            show.comeIn(VIEWERS);
            for (var crash = 0; crash < 3; crash++) {
                var pauses = show.crash(true);
                assertThat(pauses.children()).isNotEmpty().allMatch(pause -> pause <= PAUSE);
                assertThat(pauses.others()).allMatch(pause -> pause <= PAUSE);
                assertThat(pauses.moved()).isEqualTo(pauses.children().size());
                show.comeIn(1);
            }
        }
    }

    @Test
    void a_relay_that_says_so_leaves_no_frozen_picture_behind() {
        try (var show = new PeerShow(house.browser(), house.url(), Map.of(), Map.of())) {
            show.comeIn(VIEWERS);
            var pauses = show.leave();
            assertThat(pauses.children()).isNotEmpty().allMatch(pause -> pause <= PAUSE);
            assertThat(pauses.others()).allMatch(pause -> pause <= PAUSE);
        }
    }

    @Test
    void the_broadcaster_reloads_and_nobody_moves() {
        try (var show = new PeerShow(house.browser(), house.url(), Map.of(), Map.of())) {
            show.comeIn(VIEWERS);
            show.relay(true);
            var parents = show.parents();
            show.pauses();
            show.host().hostAgain(show.stream(), Map.of("maxChildren", PeerShow.FED_BY_BROADCASTER));
            show.host().pause(TO_RELOAD);
            assertThat(show.pauses()).allMatch(pause -> pause <= TO_RESUME);
            assertThat(show.viewers()).allMatch(viewer -> viewer.pictures().longest() <= PAUSE);
            assertThat(show.parents()).isEqualTo(parents);
        }
    }
}
