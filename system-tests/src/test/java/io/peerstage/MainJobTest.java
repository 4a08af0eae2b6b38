package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The product's main job, in real browsers: signed in with guest wallets, from the first click to the last picture. */
class MainJobTest {
    @RegisterExtension
    static final House house = new House();

    @Test
    void a_subscriber_watches_what_a_creator_schedules_and_sends() {
        try (var creator = house.person();
                var viewer = house.person();
                var stranger = house.person()) {
            var id = creator.signsInAsGuest().schedules("Ada", "First light", "subscribers");
            viewer.signsInAsGuest().visits("/streams/" + id).sees("not-registered");
            viewer.givesName("Bob").sees("not-subscribed");
            viewer.the("subscribe").click();
            viewer.sees("lobby");

            creator.goesLive();

            viewer.sees("playing").keepsReceiving(20);
            stranger.signsInAsGuest().visits("/streams/" + id).sees("not-registered");
            stranger.givesName("Eve").sees("not-subscribed");
            var stream = house.stage().visitor().get("/streams/" + id).json();
            assertThat(stream.getString("status")).isEqualTo("live");
            assertThat(stream.getInteger("watchers")).isEqualTo(1);

            creator.the("end-show").click();
            creator.the("confirm-yes").click();
            viewer.sees("ended");
            assertThat(viewer.complaints()).isEmpty();
            assertThat(creator.complaints()).isEmpty();
        }
    }

    @Test
    void a_reload_of_the_broadcasters_page_interrupts_the_show_for_moments_only() {
        try (var creator = house.person();
                var viewer = house.person()) {
            var id = creator.signsInAsGuest().schedules("Ada", "Reload", "everyone");
            creator.goesLive();
            viewer.visits("/streams/" + id).sees("playing");
            creator.page().reload();
            creator.sees("live");
            viewer.decodesOn(10, Duration.ofSeconds(5));
            viewer.sees("playing").keepsReceiving(3);
        }
    }

    @Test
    void a_show_whose_broadcaster_closed_the_page_is_over_after_its_grace() {
        try (var creator = house.person();
                var viewer = house.person()) {
            var id = creator.signsInAsGuest().schedules("Ada", "Gone", "everyone");
            creator.goesLive();
            viewer.visits("/streams/" + id).sees("playing");
            var closed = System.nanoTime();
            creator.page().close();
            viewer.sees("ended", Duration.ofSeconds(45));
            assertThat(Duration.ofNanos(System.nanoTime() - closed))
                    .isBetween(Duration.ofSeconds(29), Duration.ofSeconds(40));
            assertThat(house.stage().visitor().get("/streams/" + id).json().getString("status"))
                    .isEqualTo("upcoming");
        }
    }

    @Test
    void a_viewer_who_comes_late_and_one_who_reloads_see_the_show() {
        try (var creator = house.person();
                var first = house.person();
                var second = house.person()) {
            var id = creator.signsInAsGuest().schedules("Ada", "Late", "everyone");
            creator.goesLive();
            first.visits("/streams/" + id).sees("playing");
            second.visits("/streams/" + id).sees("playing").keepsReceiving(2);
            second.page().reload();
            second.sees("playing").keepsReceiving(2);
            first.keepsReceiving(2);
        }
    }

    @Test
    void an_outsider_with_the_page_of_a_viewer_cannot_take_the_stage() {
        try (var creator = house.person();
                var viewer = house.person()) {
            var id = creator.signsInAsGuest().schedules("Ada", "Mine", "everyone");
            viewer.signsInAsGuest().visits("/streams/" + id).sees("lobby");
            var refused = viewer.page().evaluate("""
                    async () => {
                      const media = await navigator.mediaDevices.getUserMedia({video: true, audio: true});
                      const room = document.querySelector('[data-testid=stage-state]').room;
                      return room.goLive(media, {takeOver: true}).then(() => 'taken', problem => problem.name);
                    }
                    """);
            assertThat(refused).isEqualTo("not-broadcaster");
            assertThat(house.stage().visitor().get("/streams/" + id).json().getString("status"))
                    .isEqualTo("upcoming");
        }
    }
}
