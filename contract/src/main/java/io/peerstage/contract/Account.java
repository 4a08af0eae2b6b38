package io.peerstage.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** A wallet's account in canonical form: lower-case hex of 32 or 20 bytes. */
public record Account(@JsonValue String hex) {
    private static final Pattern CANONICAL = Pattern.compile("0x(?:[0-9a-f]{64}|[0-9a-f]{40})");

    @JsonCreator
    public Account {
        Require.present("account", hex);
        Require.that(isCanonical(hex), "account", "must be 0x and 64 or 40 lower-case hex digits");
    }

    public static boolean isCanonical(String text) {
        return CANONICAL.matcher(text).matches();
    }

    /** For people to tell apart, not to copy: {@code 0x7c0f…d91d}. */
    public String shortened() {
        return hex.substring(0, 6) + "…" + hex.substring(hex.length() - 4);
    }

    @Override
    public String toString() {
        return hex;
    }
}
