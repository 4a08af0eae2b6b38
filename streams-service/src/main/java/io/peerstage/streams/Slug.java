package io.peerstage.streams;

import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Search;
import java.time.Instant;

/** The part of a title that may stand in an address. */
final class Slug {
    private static final int LONGEST = 80;

    static String of(String title) {
        var slug = Search.fold(title).replaceAll("[^a-z0-9]+", "-");
        var cut = slug.substring(0, Math.min(slug.length(), LONGEST)).replaceAll("^-|-$", "");
        return cut.isEmpty() ? "stream" : cut;
    }

    /** {@code 1763776800123-first-light}. */
    static StreamId id(Instant announced, String title) {
        return new StreamId(announced.toEpochMilli() + "-" + of(title));
    }

    private Slug() {}
}
