package io.peerstage.wallet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The members of one JSON object that are text or integers; others are checked for well-formedness and left out.
 *
 * @param integers as they were written
 */
record StrictJson(Map<String, String> texts, Map<String, String> integers) {
    private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,11}");

    /** The last second of the year 9999: a later one has no RFC 3339 text to show. */
    private static final long LATEST_SECOND = 253_402_300_799L;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // A stranger's member names must not fill a table that lives as long as the process.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(CompactJws.LONGEST)
                    .build())
            .build();

    /** Fails for anything but one object in UTF-8 without duplicate names. */
    static StrictJson read(byte[] utf8) throws IOException {
        // Given the bytes, Jackson would also take them for UTF-16 or UTF-32; this decoder fails on bad UTF-8.
        var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        try (var parser = JSON.createParser(text.toString())) {
            return read(parser);
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** A time in whole seconds, written as a JSON integer from 0 to the year 9999. */
    Optional<Instant> time(String name) {
        return Optional.ofNullable(integers.get(name))
                .filter(digits -> SECONDS.matcher(digits).matches())
                .map(Long::valueOf)
                .filter(seconds -> seconds <= LATEST_SECOND)
                .map(Instant::ofEpochSecond);
    }

    private static StrictJson read(JsonParser parser) throws IOException {
        var object = new StrictJson(new HashMap<>(), new HashMap<>());
        expect(parser, JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            switch (parser.nextToken()) {
                case VALUE_STRING -> object.texts.put(name, parser.getText());
                case VALUE_NUMBER_INT -> object.integers.put(name, parser.getText());
                default -> parser.skipChildren();
            }
        }
        expect(parser, null);
        return object;
    }

    private static void expect(JsonParser parser, JsonToken token) throws IOException {
        if (parser.nextToken() != token) {
            throw new JsonParseException(parser, "not one object");
        }
    }
}
