package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.PeerPage;
import io.peerstage.testkit.PeerPage.Place;
import io.peerstage.testkit.PeerShow;
import io.peerstage.testkit.UdpLink;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ways between peers that are narrow, and relays that keep for themselves what they should pass on, in real browsers. */
@Tag("system")
class LinksTest {
    private static final Logger log = LoggerFactory.getLogger(LinksTest.class);
    private static final long SEED = 20261122;
    private static final double KILOBITS = 400;
    private static final double SECONDS = 10;
    private static final double TO_SETTLE = 12_000;
    private static final double TO_COME_BACK = 15_000;
    /** Regular enough to be watched. */
    private static final int REGULAR = 1_500;

    private static final Map<String, Object> NOBODY = Map.of("maxChildren", 0);
    /** As much as an encoder likes to take: more than the link bears. */
    private static final Map<String, Object> MUCH =
            Map.of("source", "detail", "width", 640, "height", 480, "frameRate", 24, "maxChildren", 4);

    @RegisterExtension
    static final House house = new House();

    @Test
    void a_narrow_child_gets_fewer_pictures_in_time_and_all_of_them_when_there_is_room_again() {
        try (var link = new UdpLink(UdpLink.Side.CHILD, SEED);
                var show = new PeerShow(house.browser(), house.url(), MUCH, NOBODY)) {
            show.comeIn(2);
            var narrow = show.comeIn(link, Map.of());
            var sibling = show.viewers().get(0);
            show.host().pause(TO_SETTLE);
            show.pauses();
            show.host().pause(SECONDS * 1_000);
            var all = sibling.pictures().count();
            link.narrow(KILOBITS);
            show.host().pause(TO_SETTLE);
            show.pauses();
            show.host().pause(SECONDS * 1_000);
            var less = narrow.pictures();
            var full = sibling.pictures();
            log.info("in {} s: {} before; narrow {}, its sibling {}", SECONDS, all, less, full);
            assertThat(full.count()).isGreaterThan((int) (0.8 * all));
            assertThat(less.count()).isBetween((int) (0.2 * full.count()), (int) (0.8 * full.count()));
            assertThat(less.longest()).isLessThan(REGULAR);
            assertThat(full.longest()).isLessThan(REGULAR);

            link.widen();
            show.host().pause(TO_COME_BACK);
            show.pauses();
            show.host().pause(SECONDS * 1_000);
            var back = narrow.pictures();
            log.info("with room again: {}", back);
            assertThat(back.count())
                    .isGreaterThan((int) (0.9 * sibling.pictures().count()));
        }
    }

    /** A receiver that decodes nothing itself keeps copies, and in the end throws pictures away for them: see {@code inOurOrder} in media/codecs.js. */
    @Test
    void nothing_comes_twice_where_nothing_is_lost() {
        try (var show = new PeerShow(house.browser(), house.url(), Map.of(), Map.of())) {
            show.comeIn(3);
            show.host().pause(SECONDS * 1_000); // senders measure what their ways bear, with whatever they have
            assertThat(show.viewers()).allMatch(viewer -> viewer.repeated() == 0);
        }
    }

    enum Fault {
        SWALLOWS {
            @Override
            void befall(UdpLink link) {
                link.swallow();
            }
        },
        DELAYS {
            @Override
            void befall(UdpLink link) {
                link.delay(2_500);
            }
        };

        abstract void befall(UdpLink link);
    }

    @ParameterizedTest
    @EnumSource
    void a_relay_that_keeps_pictures_for_itself_loses_its_children_and_gets_no_others(Fault fault) {
        try (var one = new UdpLink(UdpLink.Side.PARENT, SEED);
                var other = new UdpLink(UdpLink.Side.PARENT, SEED);
                var show = new PeerShow(house.browser(), house.url(), Map.of(), Map.of())) {
            var first = show.comeIn(one, Map.of());
            show.comeIn(other, Map.of());
            for (var more = 0; more < 4; more++) {
                show.comeIn(Map.of("maxChildren", 1)); // so that none of them takes the place of those two
            }
            var bad = show.relay(true);
            var children = show.childrenOf(bad);
            show.pauses();
            fault.befall(bad == first ? one : other);
            show.host().pause(5_000);
            var pictures = children.stream().map(PeerPage::pictures).toList();
            log.info("children of one that {}: {}", fault, pictures);
            assertThat(pictures).allMatch(seen -> seen.longest() < 3_000);
            assertThat(children).noneMatch(child -> isFedBy(child, bad));
            show.comeIn(2);
            show.host().pause(2_000);
            assertThat(show.childrenOf(bad)).isEmpty();
        }
    }

    private static boolean isFedBy(PeerPage child, PeerPage parent) {
        return child.place()
                .map(Place::parent)
                .filter(PeerShow.place(parent).peer()::equals)
                .isPresent();
    }
}
