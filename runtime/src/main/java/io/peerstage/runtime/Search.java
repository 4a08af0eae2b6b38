package io.peerstage.runtime;

import java.text.Normalizer;
import java.util.Locale;

/** Text as it is searched: without regard to case and accents. */
public final class Search {
    /** {@code Éclair} and {@code ECLAIR} become {@code eclair}. */
    public static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toUpperCase(Locale.ROOT) // ß and ss, σ and ς are alike only there
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    /** A LIKE pattern for folded text that contains these words as they stand. */
    public static String containing(String words) {
        return "%" + fold(words).replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }

    private Search() {}
}
