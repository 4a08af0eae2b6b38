package io.peerstage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.SelectOption;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can be done on a stage, in real browsers: devices, take-over, the player's controls, and browsers that play nothing unasked. */
@Tag("system")
class StagePageTest {
    private static final String VIDEO = "document.querySelector('video')";
    private static final String SHOWN =
            "kind => " + VIDEO + ".srcObject.getTracks().find(track => track.kind === kind)";
    private static final Duration SOON = Duration.ofSeconds(10);
    /** As browsers that want a click first, or at least no sound. */
    private static final String REFUSE = """
            const play = HTMLMediaElement.prototype.play;
            HTMLMediaElement.prototype.play = function () {
              const may = window.clicked || (%s && this.muted);
              return may ? play.call(this) : Promise.reject(new DOMException('not before a click', 'NotAllowedError'));
            };
            addEventListener('pointerdown', () => { window.clicked = true; }, true);
            """;

    @RegisterExtension
    static final House house = new House();

    @Test
    void a_broadcaster_chooses_devices_loses_one_and_takes_over_from_another_window() {
        try (var creator = house.person();
                var viewer = house.person()) {
            var id = creator.signsInAsGuest().schedules("Ada", "Devices", "everyone");
            creator.the("resolution").selectOption("360");
            creator.page().waitForFunction("() => " + VIDEO + ".videoHeight === 360");
            creator.page()
                    .waitForFunction("() => Number(document.querySelector('[data-testid=level]').ariaValueNow) > 0");
            creator.goesLive();
            viewer.visits("/streams/" + id).sees("playing");

            var before = device(creator, "audio");
            creator.the("device-audio").selectOption(new SelectOption().setIndex(1));
            creator.page()
                    .waitForFunction("before => (" + SHOWN + ")('audio').getSettings().deviceId !== before", before);
            creator.page()
                    .evaluate(
                            "() => { const track = (" + SHOWN
                                    + ")('video'); window.lost = track.id; track.stop(); track.dispatchEvent(new Event('ended')); }");
            creator.page()
                    .waitForFunction("() => { const track = (" + SHOWN
                            + ")('video'); return track?.readyState === 'live' && track.id !== window.lost; }");
            viewer.decodesOn(10, SOON);

            creator.the("full-screen").click();
            creator.page().waitForFunction("() => document.fullscreenElement !== null");
            creator.the("full-screen").click();

            var other = creator.context().newPage();
            other.navigate(house.url() + "/streams/" + id);
            other.locator("[data-testid=take-over]").click();
            other.locator("[data-testid=stage-state][data-state=live]").waitFor();
            creator.sees("elsewhere");
            viewer.sees("playing").decodesOn(10, SOON);
            Assertions.assertThat(viewer.complaints()).isEmpty();
        }
    }

    @Test
    void a_viewer_pauses_turns_it_down_and_sees_how_it_comes() {
        try (var creator = house.person();
                var viewer = house.person()) {
            var id = creator.signsInAsGuest().schedules("Ada", "Controls", "everyone");
            creator.goesLive();
            viewer.visits("/streams/" + id).sees("playing");
            viewer.the("play").click();
            viewer.page().waitForFunction("() => " + VIDEO + ".paused");
            viewer.the("play").click();
            viewer.page().waitForFunction("() => !" + VIDEO + ".paused");
            viewer.page().locator("input.volume").fill("0.3");
            viewer.page().waitForFunction("() => Math.abs(" + VIDEO + ".volume - 0.3) < 0.01");
            viewer.the("mute").click();
            viewer.page().waitForFunction("() => " + VIDEO + ".muted");
            viewer.the("full-screen").click();
            viewer.page().waitForFunction("() => document.fullscreenElement !== null");
            viewer.the("full-screen").click();
            assertThat(viewer.the("facts")).containsText("ms");
            assertThat(viewer.the("facts")).containsText("p");
            assertThat(viewer.the("watchers")).hasAttribute("data-count", "1");
            Assertions.assertThat(viewer.complaints()).isEmpty();
        }
    }

    @Test
    void where_a_browser_plays_nothing_unasked_a_click_does() {
        try (var creator = house.person();
                var silent = house.person();
                var blocked = house.person()) {
            silent.context().addInitScript(REFUSE.formatted("true"));
            blocked.context().addInitScript(REFUSE.formatted("false"));
            var id = creator.signsInAsGuest().schedules("Ada", "Unasked", "everyone");
            creator.goesLive();
            silent.visits("/streams/" + id).sees("playing");
            silent.the("unmute").click();
            silent.page().waitForFunction("() => !" + VIDEO + ".muted");
            blocked.visits("/streams/" + id).sees("blocked");
            blocked.the("big-play").click();
            blocked.sees("playing").keepsReceiving(2);
        }
    }

    private static Object device(Person person, String kind) {
        return person.page().evaluate("kind => (" + SHOWN + ")(kind).getSettings().deviceId", kind);
    }
}
