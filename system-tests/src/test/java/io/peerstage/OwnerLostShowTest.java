package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.PeerShow;
import io.peerstage.testkit.TestBrowser;
import io.peerstage.testkit.TestPostgres;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A show in real browsers whose room loses its owner: {@code kill -9} of one of the processes of a cluster. */
@Tag("system")
class OwnerLostShowTest {
    private static final int VIEWERS = 6;
    /** Three times the goal. */
    private static final int PAUSE = 1_500;

    private static final int TO_ENTER = 5_000;

    private static final double A_WHILE = 5_000;

    @Test
    void nobody_notices_and_others_can_come_in() throws Exception {
        try (var cluster = Cluster.startOnLoopback(TestPostgres.freshDatabase());
                var browser = TestBrowser.open();
                var show = new PeerShow(browser, cluster.url(), Map.of(), Map.of())) {
            show.comeIn(VIEWERS);
            show.relay(true);
            show.pauses();
            cluster.process(cluster.owner(show.stream())).kill();
            show.comeIn(1);
            show.host().pause(A_WHILE);
            assertThat(show.entered().get(VIEWERS)).isLessThan(TO_ENTER);
            assertThat(show.pauses().subList(0, VIEWERS)).allMatch(pause -> pause < PAUSE);
        }
    }
}
