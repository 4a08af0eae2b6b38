package io.peerstage.runtime;

import io.peerstage.contract.Fault;
import io.peerstage.contract.Refused;
import io.peerstage.contract.Require;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * The key of a page's last row, as opaque text: behind it the next page begins.
 *
 * @param sorted what the list is sorted by; a time in milliseconds or folded text
 * @param id what tells rows apart that are sorted alike
 */
public record Cursor(String sorted, String id) {
    private static final char BETWEEN = '\n';

    public static Cursor at(Instant time, String id) {
        return new Cursor(Long.toString(time.toEpochMilli()), id);
    }

    /** Fails with {@code INVALID_REQUEST} for text that no page gave. */
    public static Cursor read(String text) {
        try {
            var key = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            var between = key.lastIndexOf(BETWEEN);
            if (between < 0 || key.indexOf('\0') >= 0) {
                throw notOurs();
            }
            return new Cursor(key.substring(0, between), key.substring(between + 1));
        } catch (IllegalArgumentException notBase64) {
            throw notOurs();
        }
    }

    /** What it is sorted by, for a list by time. */
    public Instant time() {
        try {
            return Require.time("cursor", Instant.ofEpochMilli(Long.parseLong(sorted)));
        } catch (NumberFormatException | Refused otherList) {
            throw notOurs();
        }
    }

    public String text() {
        var key = (sorted + BETWEEN + id).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }

    private static Refused notOurs() {
        return Refused.invalid(List.of(new Fault("/cursor", "is not one that a page gave as next")));
    }
}
