package io.peerstage.gateway.feeds;

import io.peerstage.contract.streams.ScheduleEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A calendar as text (RFC 5545). Written by hand: ical4j 4.1.1 folds by characters where the RFC counts octets, adds hundreds of time zones
 * with random names to {@link java.time.ZoneId} in each process that has it on its class path, and wants older Commons than the embedded
 * PostgreSQL. It validates this in the tests.
 *
 * <p>Times are in UTC, so there are no time zones. Without METHOD, DTSTAMP is when an entry was last revised (3.8.7.2); that keeps the text the
 * same while nothing changes.
 */
public final class CalendarFile {
    public static final String MEDIA_TYPE = "text/calendar; charset=utf-8";

    private static final int OCTETS_IN_A_LINE = 75;
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    /** A calendar must have a component (3.6): one without events names the zone that it would be in. */
    private static final List<String> ZONE = List.of(
            "BEGIN:VTIMEZONE",
            "TZID:UTC",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0000",
            "END:STANDARD",
            "END:VTIMEZONE");

    private final Site site;
    private final StringBuilder lines = new StringBuilder();

    private CalendarFile(Site site) {
        this.site = site;
    }

    /**
     * @param name what calendar programs call it (RFC 7986)
     */
    public static String of(Site site, String name, List<ScheduleEntry> entries) {
        return new CalendarFile(site).calendar(name, entries);
    }

    private String calendar(String name, List<ScheduleEntry> entries) {
        line("BEGIN:VCALENDAR");
        line("VERSION:2.0");
        line("PRODID:-//Peerstage//Peerstage//EN");
        line("CALSCALE:GREGORIAN");
        line("NAME:" + text(name));
        line("X-WR-CALNAME:" + text(name)); // for programs older than RFC 7986
        line("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        line("X-PUBLISHED-TTL:PT1H");
        if (entries.isEmpty()) {
            ZONE.forEach(this::line);
        }
        entries.forEach(this::event);
        line("END:VCALENDAR");
        return lines.toString();
    }

    private void event(ScheduleEntry entry) {
        var deleted = entry.deletedAt().isPresent();
        line("BEGIN:VEVENT");
        line("UID:" + text(entry.id() + "@" + site.url().getHost()));
        line("DTSTAMP:" + UTC.format(entry.changedAt()));
        line("LAST-MODIFIED:" + UTC.format(entry.changedAt()));
        line("SEQUENCE:" + (deleted ? entry.version() : entry.version() - 1));
        line("STATUS:" + (deleted ? "CANCELLED" : "CONFIRMED"));
        line("DTSTART:" + UTC.format(entry.startTime()));
        line("DTEND:" + UTC.format(end(entry)));
        line("SUMMARY:" + text(entry.title()));
        entry.description().ifPresent(description -> line("DESCRIPTION:" + text(description)));
        line("URL:" + site.stream(entry.id()));
        line("CONTACT;ALTREP=\"" + site.profile(entry.broadcaster()) + "\":"
                + text(entry.speaker().called(entry.broadcaster())));
        line("TRANSP:TRANSPARENT"); // whoever follows a calendar of streams is not busy at those times
        line("END:VEVENT");
    }

    /** Seconds are the smallest there is, and an event must end after it starts. */
    private static Instant end(ScheduleEntry entry) {
        return entry.endTime().getEpochSecond() > entry.startTime().getEpochSecond()
                ? entry.endTime()
                : entry.startTime().plusSeconds(1);
    }

    /** A value of type TEXT (3.3.11). */
    private static String text(String value) {
        return value.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\n", "\\n");
    }

    /** Folds after 75 octets (3.1), between characters: half of one would not be UTF-8. */
    private void line(String content) {
        var octets = 0;
        for (var point : content.codePoints().toArray()) {
            var character = Character.toString(point);
            var more = character.getBytes(StandardCharsets.UTF_8).length;
            if (octets + more > OCTETS_IN_A_LINE) {
                lines.append("\r\n ");
                octets = 1;
            }
            lines.append(character);
            octets += more;
        }
        lines.append("\r\n");
    }
}
