package io.peerstage;

import static java.util.Map.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * At least eight values for each field that requests have, none of which may be accepted. Whoever adds a field adds a line. A line may be
 * for the field of one operation, {@code operation.field}, and then counts instead of the one for the field.
 */
final class BadValues {
    /** What is no text at all, as JSON. */
    private static final List<String> NO_TEXT = List.of(
            "7",
            "1e400",
            "-123456789012345678901234567890",
            "true",
            "[]",
            "[\"x\"]",
            "{}",
            "[".repeat(99) + "]".repeat(99));

    /** Text that is nowhere good: control characters, halves of characters. */
    private static final List<String> BROKEN_TEXT = List.of(
            "\"a\\u0000b\"",
            "\"a\\u0007b\"",
            "\"a\\u001bb\"",
            "\"a\\u007fb\"",
            "\"a\\u0085b\"",
            "\"a\\u2028b\"",
            "\"a\\ud800b\"",
            "\"\\udc00\\ud800\"");

    private static final List<String> TWO_LINES = List.of("\"a\\nb\"", "\"a\\r\\nb\"");
    private static final List<String> NOTHING = List.of("null");
    private static final List<String> BLANK = List.of("\"\"", "\"  \"");

    private static final List<String> LINKS = texts(
            "http://a.example/x.png",
            "javascript:alert(1)",
            "data:image/png;base64,AA==",
            "//a.example/x.png",
            "https://",
            "https://user:password@a.example/x.png",
            "https://a.example/a b",
            "/images/../x",
            "https://a.example/" + "x".repeat(2_000));

    private static final List<String> TIMES = texts(
            "",
            "yesterday",
            "2027-01-15",
            "2027-01-15T19:00:00",
            "2027-13-01T00:00:00Z",
            "2027-02-30T00:00:00Z",
            "+99999-01-01T00:00:00Z",
            "2027-01-15T19:00:60Z",
            "2027-01-15 19:00:00Z",
            "1969-12-31T23:59:59Z");

    private static final List<String> ACCOUNTS = List.of(
            "me",
            "0x",
            "0x" + "a".repeat(63),
            "0x" + "a".repeat(65),
            "0x" + "g".repeat(64),
            "a".repeat(64),
            "0x" + "a".repeat(39) + "B",
            "5".repeat(48),
            "x".repeat(101),
            "%00",
            "%ff",
            "0x" + "a".repeat(64) + "%00",
            "%F0%9F%8E%AC");

    private static final List<String> SEARCHES =
            List.of("%00", "a%00b", "%07", "a%0Ab", "%1B", "%7F", "%C2%85x", "a%E2%80%A8b", "x".repeat(162));

    private static final List<String> NUMBERS =
            List.of("-1", "x", "1.5", "1e1", "0x10", "%00", "null", "%20", "9".repeat(19), "9".repeat(400), "%D9%A1");

    private static final List<String> SORTS =
            List.of("title", "START", "Name", "-", "start,name", "1", "%00", "start%20", "x".repeat(3_000));

    /** Of JSON bodies, each value as JSON text. */
    private static final Map<String, List<String>> FIELDS = Map.ofEntries(
            entry("title", all(NOTHING, BLANK, NO_TEXT, BROKEN_TEXT, TWO_LINES, texts("a".repeat(121)))),
            entry("description", all(NOTHING, NO_TEXT, BROKEN_TEXT, texts("a".repeat(5_001)))),
            entry("editStream.description", all(NO_TEXT, BROKEN_TEXT, texts("a".repeat(5_001)))), // null clears it
            entry("startTime", all(NOTHING, NO_TEXT, BROKEN_TEXT, TIMES)),
            entry("endTime", all(NOTHING, NO_TEXT, BROKEN_TEXT, TIMES, texts("2020-01-01T00:00:00Z", inDays(2)))),
            entry("imgLink", all(NOTHING, NO_TEXT, BROKEN_TEXT, TWO_LINES, LINKS)),
            entry("editStream.imgLink", all(NO_TEXT, BROKEN_TEXT, TWO_LINES, LINKS)),
            entry("audience", all(NOTHING, BLANK, NO_TEXT, BROKEN_TEXT, texts("friends", "EVERYONE", "everyone "))),
            entry("name", all(NOTHING, NO_TEXT, BROKEN_TEXT, TWO_LINES, texts("a".repeat(81)))),
            entry("surname", all(NOTHING, NO_TEXT, BROKEN_TEXT, TWO_LINES, texts("a".repeat(81)))),
            entry(
                    "timeZone",
                    all(NOTHING, NO_TEXT, BROKEN_TEXT, texts("Mars/Olympus", "UTC+25", "+02:00", "europe/berlin"))));

    private static final List<String> MOMENTS = List.of(
            "",
            "x",
            "%00",
            "null",
            "now",
            "2026-11-22",
            "2026-13-01T00:00:00Z",
            "2026-11-22T19:00:00",
            "1763776800123",
            "-1000000-01-01T00:00:00Z",
            "2026-11-22T19:00:00Z%20",
            "x".repeat(3_000));

    /** Of path, query and header; those of path and query as they stand in the address. */
    private static final Map<String, List<String>> PARAMETERS = Map.ofEntries(
            entry("account", ACCOUNTS),
            entry("broadcaster", all(ACCOUNTS, List.of(""))),
            entry("subscribedBy", all(ACCOUNTS, List.of(""))),
            entry("q", SEARCHES),
            entry("from", MOMENTS),
            entry("until", MOMENTS),
            entry("limit", all(NUMBERS, List.of("", "0", "1001"))),
            entry("after", all(NUMBERS, List.of(""))),
            entry("maxwidth", all(NUMBERS, List.of("", "0", "100001"))),
            entry("maxheight", all(NUMBERS, List.of("", "0", "100001"))),
            entry("format", List.of("", "xml", "JSON", "json,xml", "%00", "null", "json%20", "x".repeat(3_000))),
            entry(
                    "url",
                    List.of(
                            "",
                            "x",
                            "%00",
                            "%ff",
                            "javascript:alert(1)",
                            "//a.example/streams/1-x",
                            "https://a.example/streams/1-x",
                            "https://",
                            "https%3A%2F%2Fa%20b%2F",
                            "x".repeat(2_001))),
            entry("all", List.of("", "1", "yes", "TRUE", "null", "%00", "true,false", "true%20")),
            entry("sort", all(SORTS, List.of(""))),
            entry(
                    "status",
                    List.of(
                            "",
                            "dead",
                            "LIVE",
                            "live,dead",
                            "live,,past",
                            ",",
                            "live%3Bpast",
                            "%00",
                            "live,".repeat(9))),
            entry(
                    "cursor",
                    List.of(
                            "",
                            "zzz",
                            "%00",
                            "%ff",
                            "null",
                            "e30",
                            "AAAA",
                            "%20",
                            "x".repeat(1_001),
                            "x".repeat(3_000))),
            entry(
                    "Idempotency-Key",
                    List.of("", " ", "\t", "a\tb", "a\t\tb", "k".repeat(201), "k".repeat(300), "k".repeat(3_000))));

    /** Those of a field of a JSON body. */
    static List<String> ofField(String operation, String field) {
        return of(FIELDS, operation, field);
    }

    /** Those of a parameter of path, query or header. */
    static List<String> ofParameter(String operation, String parameter) {
        return of(PARAMETERS, operation, parameter);
    }

    /** In place of a whole JSON body. */
    static List<String> ofBody() {
        return List.of(
                "",
                " ",
                "{",
                "{]",
                "null",
                "7",
                "\"x\"",
                "[]",
                "[{}]",
                "[".repeat(5_000),
                "{\"title\":\"\\x\"}",
                "{}{}");
    }

    private static List<String> of(Map<String, List<String>> table, String operation, String name) {
        var line = table.getOrDefault(operation + "." + name, table.get(name));
        if (line == null) {
            throw new AssertionError("no bad values for " + operation + "." + name + ": add a line to BadValues");
        }
        return line;
    }

    private static List<String> texts(String... texts) {
        return Arrays.stream(texts).map(text -> "\"" + text + "\"").toList();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // they are only read
    private static List<String> all(List<String>... lists) {
        return Arrays.stream(lists).flatMap(List::stream).toList();
    }

    private static String inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days)).toString();
    }

    /** All of them, to be held against a rule. */
    static Stream<List<String>> lines() {
        return Stream.concat(FIELDS.values().stream(), PARAMETERS.values().stream());
    }

    private BadValues() {}
}
