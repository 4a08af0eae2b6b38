package io.peerstage.runtime;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Text as it is searched: without regard to case and accents. */
public final class Search {
    private static final int LONGEST_GRAM = 3;

    /** {@code Éclair} and {@code ECLAIR} become {@code eclair}. */
    public static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toUpperCase(Locale.ROOT) // ß and ss, σ and ς are alike only there
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    /**
     * Pieces of folded text that every text has which contains it, of the longest size that the SQL functions {@code grams} cut: three
     * characters, or all of a shorter one.
     */
    public static String[] grams(String folded) {
        var characters = folded.codePoints().mapToObj(Character::toString).toList();
        var size = Math.min(LONGEST_GRAM, characters.size());
        return IntStream.rangeClosed(0, characters.size() - size)
                .mapToObj(from -> String.join("", characters.subList(from, from + size)))
                .distinct()
                .toArray(String[]::new);
    }

    /** As people are searched, in profiles and beside the schedule alike. */
    public static String foldName(Optional<String> name, Optional<String> surname) {
        return fold(name.orElse("") + " " + surname.orElse(""));
    }

    private Search() {}
}
