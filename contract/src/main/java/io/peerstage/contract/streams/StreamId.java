package io.peerstage.contract.streams;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.peerstage.contract.Require;

/**
 * The time a stream was announced, in milliseconds, and its title: {@code 1763776800123-first-light}. Text of any other shape
 * is an id that no stream has.
 */
public record StreamId(@JsonValue String value) {
    private static final int LONGEST = 200;

    @JsonCreator
    public StreamId {
        Require.present("id", value);
        Require.that(value.length() <= LONGEST, "id", "must have at most " + LONGEST + " characters");
    }

    /** The id of that text; text that is too long for any is cut, so that no stream is found. */
    public static StreamId named(String text) {
        return new StreamId(text.substring(0, Math.min(text.length(), LONGEST)));
    }

    @Override
    public String toString() {
        return value;
    }
}
