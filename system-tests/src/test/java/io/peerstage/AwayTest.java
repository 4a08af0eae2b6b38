package io.peerstage;

import io.peerstage.testkit.UdpLink;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Viewers in real browsers who are away in the middle of a show: nobody presses anything, and the picture is back. */
@Tag("system")
class AwayTest {
    private static final long SEED = 20261123;
    private static final double OFFLINE = 20_000;
    private static final Duration TO_COME_BACK = Duration.ofSeconds(30);
    private static final int FRAMES = 30;

    @RegisterExtension
    static final House house = new House();

    @Test
    void who_is_offline_for_twenty_seconds_comes_back() {
        try (var link = new UdpLink(UdpLink.Side.CHILD, SEED);
                var creator = house.person();
                var viewer = house.person()) {
            link.under(viewer.context());
            var id = creator.signsInAsGuest().schedules("Ada", "Offline", "everyone");
            creator.goesLive();
            viewer.visits("/streams/" + id).sees("playing").keepsReceiving(2);

            link.lose(1);
            viewer.context().setOffline(true);
            viewer.page().waitForTimeout(OFFLINE); // the length is what is tested
            viewer.context().setOffline(false);
            link.lose(0);
            viewer.decodesOn(FRAMES, TO_COME_BACK);
            viewer.sees("playing", TO_COME_BACK).keepsReceiving(3);
        }
    }

    @Test
    void a_tab_that_slept_for_ten_minutes_wakes_up_in_the_show() {
        try (var link = new UdpLink(UdpLink.Side.CHILD, SEED);
                var creator = house.person();
                var viewer = house.person()) {
            link.under(viewer.context());
            var id = creator.signsInAsGuest().schedules("Ada", "Asleep", "everyone");
            creator.goesLive();
            viewer.context().clock().install();
            viewer.visits("/streams/" + id).sees("playing").keepsReceiving(2);

            link.lose(1);
            viewer.context().setOffline(true);
            Crowd.await(
                    "the server has given it up",
                    () -> house.stage().visitor().get("/streams/" + id).json().getInteger("watchers") == 0);
            viewer.context().clock().fastForward("10:00");
            viewer.context().setOffline(false);
            link.lose(0);
            viewer.decodesOn(FRAMES, TO_COME_BACK);
            viewer.sees("playing", TO_COME_BACK).keepsReceiving(3);
        }
    }
}
