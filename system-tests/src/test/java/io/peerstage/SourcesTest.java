package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.PeerPage;
import io.peerstage.testkit.PeerShow;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a broadcaster shows becomes something else, and its viewers' connections stay as they are. */
@Tag("system")
class SourcesTest {
    private static final int VIEWERS = 4;
    /** So long a picture may stand still: three times what is aimed at. */
    private static final int PAUSE = 1_500;

    private static final double A_WHILE = 3_000;
    /** A screen that is shared is wider, however much an encoder takes from that. */
    private static final int CAMERA = 320;

    @RegisterExtension
    static final House house = new House();

    @Test
    void camera_screen_and_mute_are_exchanged_without_negotiating_anew_and_a_late_one_sees_and_hears_the_screen() {
        try (var show = new PeerShow(house.browser(), house.url(), Map.of(), Map.of())) {
            show.comeIn(VIEWERS);
            show.relay(true);
            show.host().pause(A_WHILE);
            var before = negotiations(show);
            show.pauses();

            show.host().enable("audio", false);
            show.host().pause(A_WHILE);
            show.host().enable("audio", true);
            show.host().pause(A_WHILE);
            assertThat(show.pauses()).as("muted and not").allMatch(pause -> pause < PAUSE);

            show.host().show("screen");
            show.host().pause(A_WHILE);
            assertThat(show.viewers()).as("camera to screen").allSatisfy(viewer -> {
                var pictures = viewer.pictures();
                assertThat(pictures.longest()).isLessThan(PAUSE);
                assertThat(pictures.width()).isGreaterThan(CAMERA);
            });
            assertThat(negotiations(show)).isEqualTo(before);

            show.comeIn(1);
            var late = show.viewers().get(VIEWERS);
            show.host().pause(A_WHILE);
            assertThat(late.pictures().width()).isGreaterThan(CAMERA);
            assertThat(late.hears()).isTrue();

            show.pauses();
            before = negotiations(show);
            show.host().show("camera");
            show.host().pause(A_WHILE);
            assertThat(show.pauses()).as("screen to camera").allMatch(pause -> pause < PAUSE);
            assertThat(negotiations(show)).isEqualTo(before);
        }
    }

    private static int negotiations(PeerShow show) {
        return show.host().negotiations()
                + show.viewers().stream().mapToInt(PeerPage::negotiations).sum();
    }
}
