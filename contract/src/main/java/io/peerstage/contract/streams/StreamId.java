package io.peerstage.contract.streams;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.peerstage.contract.Require;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The time a stream was announced, in milliseconds, and its title: {@code 1763776800123-first-light}. Text of any other shape becomes the
 * empty id, which no stream has.
 */
public record StreamId(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile("[0-9]{1,19}-[a-z0-9-]{1,80}");

    @JsonCreator
    public StreamId {
        value = SHAPE.matcher(Require.present("id", value)).matches() ? value : "";
    }

    /** When its stream was announced; a few milliseconds late where several were at once. */
    public Instant announcedAt() {
        return Instant.ofEpochMilli(Long.parseLong(value.substring(0, value.indexOf('-'))));
    }

    @Override
    public String toString() {
        return value;
    }
}
