package io.peerstage.gateway.feeds;

import io.peerstage.contract.Account;
import io.peerstage.contract.streams.ScheduleEntry;
import io.peerstage.contract.streams.Stream.Speaker;
import io.peerstage.contract.streams.StreamId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Entries of a schedule for tests. */
final class Entries {
    static final Site SITE = new Site(URI.create("https://stage.example"));
    static final Account ADA = new Account("0x" + "ad".repeat(20));
    static final Instant SEVEN = Instant.parse("2027-01-15T19:00:00.250Z");
    static final Instant CHANGED = Instant.parse("2027-01-10T12:00:00.500Z");
    /** Every kind of character that one of the formats treats in its own way. */
    static final String AWKWARD =
            "Räuber, \\Hexen; & <b>\"Zwerge\"</b> 🎭🎬 \\n ]]> ’s ".repeat(2).strip();

    static ScheduleEntry named(String title) {
        return entry(title, Optional.empty(), 1, Optional.empty());
    }

    static ScheduleEntry entry(String title, Optional<String> description, int version, Optional<Instant> deletedAt) {
        return new ScheduleEntry(
                new StreamId("1763776800123-first-light"),
                ADA,
                new Speaker(Optional.of("Ada"), Optional.of("L., of; the lights"), Optional.empty()),
                title,
                description,
                SEVEN,
                SEVEN.plusSeconds(3_600),
                version,
                deletedAt.orElse(CHANGED),
                deletedAt);
    }

    private Entries() {}
}
