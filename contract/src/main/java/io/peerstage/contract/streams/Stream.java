package io.peerstage.contract.streams;

import io.peerstage.contract.Account;
import java.time.Instant;
import java.util.Optional;

/**
 * A show that its broadcaster has announced.
 *
 * @param speaker the broadcaster's profile, as of a moment ago
 * @param startedAt when the latest show began
 * @param endedAt when it ended; empty while it is on
 * @param watchers how many accounts and visitors watch; 0 unless live
 * @param version raised by each edit, and by nothing else
 */
public record Stream(
        StreamId id,
        Account broadcaster,
        Speaker speaker,
        String title,
        Optional<String> description,
        Instant startTime,
        Instant endTime,
        Optional<String> imgLink,
        Audience audience,
        Status status,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        int watchers,
        int version) {
    public record Speaker(Optional<String> name, Optional<String> surname, Optional<String> imgLink) {
        /** What people are shown; the account where no name is known. */
        public String called(Account account) {
            var whole = (name.orElse("") + " " + surname.orElse("")).strip();
            return whole.isEmpty() ? account.shortened() : whole;
        }
    }

    public boolean live() {
        return status == Status.LIVE;
    }
}
