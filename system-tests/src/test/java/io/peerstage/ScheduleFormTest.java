package io.peerstage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The form by which streams are announced and edited, in a real browser. */
@Tag("system")
class ScheduleFormTest {
    @RegisterExtension
    static final House house = new House();

    @Test
    void what_was_typed_and_not_saved_outlives_a_reload_and_can_be_dropped() {
        try (var creator = house.person()) {
            var id = creator.signsInAsGuest().schedules("Ada", "First light", "everyone");
            creator.visits("/schedule");
            assertThat(creator.the("schedule-title")).isEmpty(); // what was saved is no draft
            creator.the("schedule-title").fill("Half an idea");
            creator.page().reload();
            assertThat(creator.the("schedule-title")).hasValue("Half an idea");
            creator.the("draft-drop").click();
            assertThat(creator.the("schedule-title")).isEmpty();
            creator.page().reload();
            assertThat(creator.the("schedule-title")).isEmpty();
            assertThat(creator.the("draft-kept")).not().isVisible();

            creator.visits("/streams/" + id + "/edit");
            creator.the("schedule-title").fill("Second light");
            creator.page().reload();
            assertThat(creator.the("schedule-title")).hasValue("Second light");
            creator.visits("/schedule");
            assertThat(creator.the("schedule-title")).isEmpty();
        }
    }

    @Test
    void times_are_the_readers_cross_midnight_and_do_not_lie_in_the_past() {
        var zone = ZoneId.of("Asia/Tokyo");
        try (var creator = house.person(options -> options.setTimezoneId(zone.getId()))) {
            creator.signsInAsGuest().visits("/schedule");
            creator.givesName("Murasaki");
            var tomorrow = LocalDate.now(zone).plusDays(1);
            creator.the("schedule-title").fill("Until the morning");
            creator.the("schedule-start").fill(tomorrow.minusDays(2) + "T23:30");
            creator.the("schedule-end").fill(tomorrow.plusDays(1) + "T01:00");
            creator.the("schedule-save").click();
            assertThat(creator.the("schedule-start-fault")).isVisible();
            creator.the("schedule-start").fill(tomorrow + "T23:30");
            creator.the("schedule-end").fill(tomorrow + "T01:00");
            creator.the("schedule-save").click();
            assertThat(creator.the("schedule-end-fault")).isVisible();
            creator.the("schedule-end").fill(tomorrow.plusDays(1) + "T01:00");
            creator.the("schedule-save").click();
            creator.page().waitForURL(Pattern.compile("/streams/\\d[^/]+$"));
            var id = creator.page().url().substring(creator.page().url().lastIndexOf('/') + 1);
            var stream = house.stage().visitor().get("/streams/" + id).json();
            Assertions.assertThat(Instant.parse(stream.getString("startTime")))
                    .isEqualTo(tomorrow.atTime(23, 30).atZone(zone).toInstant());
            Assertions.assertThat(Instant.parse(stream.getString("endTime")))
                    .isEqualTo(tomorrow.plusDays(1).atTime(1, 0).atZone(zone).toInstant());
        }
    }
}
