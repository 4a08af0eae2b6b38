package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Viewers who pass the picture on, in real browsers: more of them than the broadcaster feeds. */
class RelayTest {
    private static final int VIEWERS = 6;
    /** Of the broadcaster, whatever its uplink. */
    private static final int MOST_FED = 4;

    /** As {@link #SMALL_CAMERA} has it. */
    private static final int CAMERA_WIDTH = 320;

    private static final Duration A_WHILE = Duration.ofSeconds(20);
    /** On a machine that is busy with eight pages; what it takes on a quiet one is measured elsewhere. */
    private static final Duration MOMENTS = Duration.ofSeconds(10);
    /** One machine encodes for all: a small picture will do. */
    private static final String SMALL_CAMERA = """
            const devices = navigator.mediaDevices;
            const open = devices.getUserMedia.bind(devices);
            devices.getUserMedia = wish => open({...wish, video: {width: 320, height: 180, frameRate: 10}});
            const share = devices.getDisplayMedia.bind(devices);
            devices.getDisplayMedia = wish => share({...wish, video: {width: 640, height: 360, frameRate: 10}});
            """;

    private static final String PLACE = "() => document.querySelector('[data-testid=stage-state]').room?.place";
    /** As in browsers that have no encoded frames for pages: then each relay encodes again. */
    private static final String NO_PASSTHROUGH = "delete window.MediaStreamTrackGenerator";

    /** The widest picture that an encoder of this page makes for others. */
    private static final String ENCODED = """
            async () => {
              let widest = 0;
              for (const connection of window.connections) {
                for (const report of (await connection.getStats()).values()) {
                  if (report.type === 'outbound-rtp' && report.kind === 'video') widest = Math.max(widest, report.frameWidth ?? 0);
                }
              }
              return widest;
            }
            """;

    /** Of the filling of a sender that passes on the frames of others. */
    private static final int FILLING = 16;

    /** Without a word: the page says that it leaves when it is hidden. */
    private static final String SAY_NOTHING =
            "() => addEventListener('pagehide'," + " event => event.stopImmediatePropagation(), {capture: true})";

    @RegisterExtension
    static final House house = new House();

    @Test
    void viewers_feed_one_another_and_go_on_when_one_of_them_crashes_or_the_broadcaster_reloads() {
        List<Person> viewers = new ArrayList<>();
        try (var creator = house.person()) {
            creator.context().addInitScript(SMALL_CAMERA);
            var id = creator.signsInAsGuest().schedules("Ada", "Passed on", "everyone");
            creator.goesLive();
            for (var number = 0; number < VIEWERS; number++) {
                var viewer = house.person();
                viewers.add(viewer);
                viewer.visits("/streams/" + id).sees("playing");
            }
            viewers.forEach(viewer -> viewer.decodesOn(10, A_WHILE));
            var child = awaitSomebodyBelowAViewer(viewers);
            assertThat(fedBy(creator)).isBetween(1, MOST_FED);
            viewers.forEach(viewer ->
                    assertThat(encoded(viewer)).as("what a viewer encodes").isLessThanOrEqualTo(FILLING));
            assertThat(child.received().audioPackets()).as("sound is passed on").isPositive();

            creator.page()
                    .locator("[data-testid=show-tree][data-watching='" + VIEWERS + "']")
                    .waitFor();
            assertThat(creator.page().locator("[data-testid=show-tree] circle").count())
                    .isEqualTo(VIEWERS + 1);
            child.page().locator("[data-testid=own-place][data-depth='2']").waitFor();
            creator.the("share-screen").click();
            viewers.forEach(viewer -> viewer.page()
                    .waitForFunction("() => document.querySelector('video').videoWidth > " + CAMERA_WIDTH));
            creator.the("share-screen").click();

            var relay = with(viewers, place(child).getString("parent"));
            viewers.remove(relay);
            relay.page().evaluate(SAY_NOTHING);
            relay.close();

            child.decodesOn(10, MOMENTS);
            viewers.forEach(viewer -> viewer.decodesOn(10, MOMENTS));

            creator.page().reload();
            creator.sees("live");
            viewers.forEach(viewer -> viewer.decodesOn(10, A_WHILE));
            viewers.forEach(viewer -> viewer.sees("playing"));
            viewers.forEach(viewer -> assertThat(viewer.complaints()).isEmpty());
        } finally {
            viewers.forEach(Person::close);
        }
    }

    @Test
    @Tag("system")
    void those_who_cannot_pass_frames_on_encode_them_again_and_the_others_pass_that_on() {
        List<Person> viewers = new ArrayList<>();
        try (var creator = house.person()) {
            creator.context().addInitScript(SMALL_CAMERA);
            var id = creator.signsInAsGuest().schedules("Ada", "Mixed", "everyone");
            creator.goesLive();
            for (var number = 0; number < VIEWERS; number++) {
                var viewer = house.person();
                viewers.add(viewer);
                if (number < MOST_FED) { // all that are fed by the broadcaster
                    viewer.context().addInitScript(NO_PASSTHROUGH);
                }
                viewer.visits("/streams/" + id).sees("playing");
            }
            var child = awaitSomebodyBelowAViewer(viewers);
            viewers.forEach(viewer -> viewer.decodesOn(20, A_WHILE));
            var relay = with(viewers, place(child).getString("parent"));
            assertThat(place(relay).getString("mode")).isEqualTo("track");
            assertThat(encoded(relay)).isGreaterThan(FILLING);
            assertThat(child.received().audioPackets()).as("sound is passed on").isPositive();
            viewers.forEach(viewer -> assertThat(viewer.complaints()).isEmpty());
        } finally {
            viewers.forEach(Person::close);
        }
    }

    private static int encoded(Person viewer) {
        return ((Number) viewer.page().evaluate(ENCODED)).intValue();
    }

    private static Person awaitSomebodyBelowAViewer(List<Person> viewers) {
        var found = new ArrayList<Person>();
        viewers.get(0)
                .page()
                .waitForCondition(
                        () -> found.addAll(viewers.stream()
                                .filter(viewer -> place(viewer).getInteger("depth", 0) == 2)
                                .limit(1)
                                .toList()),
                        new Page.WaitForConditionOptions().setTimeout((double) A_WHILE.toMillis()));
        return found.get(0);
    }

    private static int fedBy(Person creator) {
        return ((Number) creator.page()
                        .evaluate("() => document.querySelector('[data-testid=stage-state]').room.state.feeding"))
                .intValue();
    }

    private static Person with(List<Person> viewers, String peer) {
        return viewers.stream()
                .filter(viewer -> peer.equals(place(viewer).getString("peerId")))
                .findFirst()
                .orElseThrow();
    }

    /** As the page knows it; empty while it is nowhere in the tree. */
    @SuppressWarnings("unchecked")
    private static JsonObject place(Person viewer) {
        return Optional.ofNullable(viewer.page().evaluate(PLACE))
                .map(place -> new JsonObject((Map<String, Object>) place))
                .orElseGet(JsonObject::new);
    }
}
