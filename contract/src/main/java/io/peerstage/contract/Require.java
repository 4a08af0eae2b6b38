package io.peerstage.contract;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the compact constructors of questions say when a value is missing or impossible. */
public final class Require {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final int LONGEST_LINK = 2_000;
    private static final Pattern OWN_IMAGE = Pattern.compile("/images/[A-Za-z0-9_-]{1,100}");

    public static <T> T present(String field, T value) {
        that(value != null, field, "is missing");
        return value;
    }

    public static void that(boolean holds, String field, String rule) {
        if (!holds) {
            throw Refused.invalid(List.of(new Fault("/" + field, rule)));
        }
    }

    /** Text on one line, without white space around it; characters are Unicode code points. */
    public static String line(String field, String value, int shortest, int longest) {
        var text = present(field, value).strip();
        length(field, text, shortest, longest);
        that(text.codePoints().noneMatch(Require::unwanted), field, "must not have control characters");
        return text;
    }

    /** As {@link #line}, but line feeds may stand in it. */
    public static String prose(String field, String value, int longest) {
        var text = present(field, value).strip();
        length(field, text, 0, longest);
        that(
                text.codePoints().allMatch(point -> point == '\n' || !unwanted(point)),
                field,
                "must not have control characters other than line feeds");
        return text;
    }

    /** A web address over https, or an image of our own; at most 2,000 characters. */
    public static String imageLink(String field, String value) {
        var link = line(field, value, 1, LONGEST_LINK);
        that(OWN_IMAGE.matcher(link).matches() || isHttps(link), field, "must be an https address");
        return link;
    }

    /** A name of the IANA time zone database: {@code Europe/Berlin}. */
    public static String timeZone(String field, String value) {
        that(ZoneId.getAvailableZoneIds().contains(present(field, value)), field, "must be an IANA time zone name");
        return value;
    }

    /** A time between 1970 and 9999, cut to whole milliseconds. */
    public static Instant time(String field, Instant value) {
        present(field, value);
        that(!value.isBefore(EARLIEST) && !value.isAfter(LATEST), field, "must lie between the years 1970 and 9999");
        return value.truncatedTo(ChronoUnit.MILLIS);
    }

    /** What is left of optional text: nothing where it is blank. */
    public static Optional<String> notBlank(Optional<String> text) {
        return text == null ? Optional.empty() : text.filter(value -> !value.isBlank());
    }

    private static void length(String field, String text, int shortest, int longest) {
        var length = text.codePointCount(0, text.length());
        that(
                length >= shortest && length <= longest,
                field,
                shortest == 0
                        ? "must have at most " + longest + " characters"
                        : "must have " + shortest + " to " + longest + " characters");
    }

    private static boolean unwanted(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    private static boolean isHttps(String link) {
        try {
            var uri = new URI(link);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }

    private Require() {}
}
