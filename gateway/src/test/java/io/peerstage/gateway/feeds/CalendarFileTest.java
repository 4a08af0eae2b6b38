package io.peerstage.gateway.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.streams.ScheduleEntry;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;

/** Our calendars as another program reads them. */
class CalendarFileTest {
    private static final String LONG =
            (Entries.AWKWARD + "\n\nsecond paragraph\n").repeat(12).strip();

    @Test
    void another_program_reads_what_was_announced() throws Exception {
        var event = event(Entries.entry(Entries.AWKWARD, Optional.of(LONG), 3, Optional.empty()));
        assertThat(event.getSummary().getValue()).isEqualTo(Entries.AWKWARD);
        assertThat(event.getDescription().getValue()).isEqualTo(LONG);
        assertThat(value(event, "UID")).isEqualTo("1763776800123-first-light@stage.example");
        assertThat(value(event, "DTSTART")).isEqualTo("20270115T190000Z");
        assertThat(value(event, "DTEND")).isEqualTo("20270115T200000Z");
        assertThat(value(event, "DTSTAMP")).isEqualTo("20270110T120000Z");
        assertThat(value(event, "LAST-MODIFIED")).isEqualTo("20270110T120000Z");
        assertThat(value(event, "URL")).isEqualTo("https://stage.example/streams/1763776800123-first-light");
        assertThat(value(event, "CONTACT")).isEqualTo("Ada L., of; the lights");
        assertThat(value(event, "STATUS")).isEqualTo("CONFIRMED");
        assertThat(value(event, "SEQUENCE")).isEqualTo("2");
    }

    @Test
    void a_deleted_stream_is_cancelled_one_sequence_later() throws Exception {
        var event =
                event(Entries.entry("Gone", Optional.empty(), 3, Optional.of(Instant.parse("2027-01-12T08:00:00Z"))));
        assertThat(value(event, "STATUS")).isEqualTo("CANCELLED");
        assertThat(value(event, "SEQUENCE")).isEqualTo("3");
        assertThat(value(event, "LAST-MODIFIED")).isEqualTo("20270112T080000Z");
    }

    @Test
    void an_event_that_ends_within_its_second_still_ends_after_it_starts() throws Exception {
        var entry = Entries.named("Short");
        var event = event(new ScheduleEntry(
                entry.id(),
                entry.broadcaster(),
                entry.speaker(),
                entry.title(),
                entry.description(),
                entry.startTime(),
                entry.startTime().plusMillis(1),
                1,
                entry.changedAt(),
                Optional.empty()));
        assertThat(value(event, "DTEND")).isEqualTo("20270115T190001Z");
    }

    @Test
    void a_calendar_without_events_is_one_all_the_same() throws Exception {
        var calendar = read(CalendarFile.of(Entries.SITE, "Peerstage", List.of()));
        assertThat(calendar.getComponents("VEVENT")).isEmpty();
    }

    @Test
    void a_calendar_tells_its_name_and_when_to_ask_again() throws Exception {
        var calendar = read(CalendarFile.of(Entries.SITE, "Ada, of; the lights", List.of(Entries.named("x"))));
        assertThat(calendar.getProperty("NAME").orElseThrow().getValue()).isEqualTo("Ada, of; the lights");
        assertThat(calendar.getProperty("REFRESH-INTERVAL").orElseThrow().getValue())
                .isEqualTo("PT1H");
        assertThat(calendar.getProperty("X-PUBLISHED-TTL").orElseThrow().getValue())
                .isEqualTo("PT1H");
    }

    @Test
    void no_line_is_longer_than_75_octets_and_none_breaks_within_a_character() {
        var text = CalendarFile.of(
                Entries.SITE,
                "🎭".repeat(100),
                List.of(Entries.entry("🎬é".repeat(60), Optional.of(LONG), 1, Optional.empty())));
        assertThat(text).endsWith("\r\n").doesNotContain("\r\n\r\n");
        assertThat(List.of(text.split("\r\n", -1))).allSatisfy(line -> {
            var octets = line.getBytes(StandardCharsets.UTF_8);
            assertThat(octets).hasSizeLessThanOrEqualTo(75);
            // half a character would have become a question mark
            assertThat(new String(octets, StandardCharsets.UTF_8)).isEqualTo(line);
        });
        assertThat(text.replace("\r\n ", "")).contains("SUMMARY:" + "🎬é".repeat(60));
    }

    private static VEvent event(ScheduleEntry entry) throws Exception {
        return (VEvent) read(CalendarFile.of(Entries.SITE, "Peerstage", List.of(entry)))
                .getComponents("VEVENT")
                .get(0);
    }

    private static Calendar read(String text) throws Exception {
        var calendar = new CalendarBuilder().build(new StringReader(text));
        assertThat(calendar.validate(true).getEntries()).isEmpty();
        return calendar;
    }

    private static String value(VEvent event, String property) {
        return event.getProperty(property).orElseThrow().getValue();
    }
}
