package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.peerstage.testkit.TestBrowser;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Viewers who pass the picture on, in real browsers: more of them than the broadcaster feeds. */
class RelayTest {
    private static final int VIEWERS = 6;
    /** Of the broadcaster, whatever its uplink. */
    private static final int MOST_FED = 4;

    private static final Duration A_WHILE = Duration.ofSeconds(20);
    /** On a machine that is busy with eight pages; what it takes on a quiet one is measured elsewhere. */
    private static final Duration MOMENTS = Duration.ofSeconds(10);
    /** One machine encodes for all: a small picture will do. */
    private static final String SMALL_CAMERA = """
            const devices = navigator.mediaDevices;
            const open = devices.getUserMedia.bind(devices);
            devices.getUserMedia = wish => open({...wish, video: {width: 320, height: 180, frameRate: 10}});
            """;

    private static final String PLACE = "() => document.querySelector('[data-testid=stage-state]').room?.place";
    /** Without a word: the page says that it leaves when it is hidden. */
    private static final String SAY_NOTHING =
            "() => addEventListener('pagehide'," + " event => event.stopImmediatePropagation(), {capture: true})";

    private static Stage stage;
    private static TestBrowser browser;

    @BeforeAll
    static void open() {
        browser = TestBrowser.open();
        stage = Stage.open();
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void viewers_feed_one_another_and_go_on_when_one_of_them_crashes_or_the_broadcaster_reloads() {
        List<Person> viewers = new ArrayList<>();
        try (var creator = new Person(browser, stage.url())) {
            creator.context().addInitScript(SMALL_CAMERA);
            var id = creator.signsInAsGuest().schedules("Ada", "Passed on", "everyone");
            creator.goesLive();
            for (var number = 0; number < VIEWERS; number++) {
                var viewer = new Person(browser, stage.url());
                viewers.add(viewer);
                viewer.visits("/streams/" + id).sees("playing");
            }
            viewers.forEach(viewer -> viewer.decodesOn(10, A_WHILE));
            var child = awaitSomebodyBelowAViewer(viewers);
            assertThat(fedBy(creator)).isBetween(1, MOST_FED);
            assertThat(child.received().audioPackets()).as("sound is passed on").isPositive();

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
