package io.peerstage.contract.streams;

import io.peerstage.contract.Account;
import java.time.Instant;
import java.util.Optional;

/**
 * A stream as calendars and feeds tell of it: what was announced, not what goes on.
 *
 * @param speaker the broadcaster's profile, as of a moment ago
 * @param description its first {@link StreamsApi#LONGEST_EXCERPT} characters
 * @param version raised by each edit
 * @param changedAt when it was announced, edited or deleted, whichever came last
 * @param deletedAt empty unless it was
 */
public record ScheduleEntry(
        StreamId id,
        Account broadcaster,
        Stream.Speaker speaker,
        String title,
        Optional<String> description,
        Instant startTime,
        Instant endTime,
        int version,
        Instant changedAt,
        Optional<Instant> deletedAt) {}
