package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One tab in a room. */
final class Peer {
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    final PeerId id;
    final Optional<Account> account;
    /** Empty while its connection is broken. */
    Optional<Caller.Socket> socket = Optional.empty();
    /** When its connection broke. */
    Instant detachedAt = Instant.MAX;
    /** Whether its right to watch is known. */
    boolean admitted;

    private int failures;
    private Instant pausedUntil = Instant.MIN;

    Peer(PeerId id, Optional<Account> account) {
        this.id = id;
        this.account = account;
    }

    void attach(Caller.Socket by) {
        socket = Optional.of(by);
        detachedAt = Instant.MAX;
    }

    void detach(Instant now) {
        socket = Optional.empty();
        detachedAt = now;
    }

    boolean detachedFor(Duration length, Instant now) {
        return !detachedAt.equals(Instant.MAX) && !now.isBefore(detachedAt.plus(length));
    }

    /** Its edge has brought frames. */
    void fed() {
        failures = 0;
    }

    /** Its edge has failed: at once again the first time, then after 2, 4, 8 … 60 s. */
    void failed(Instant now) {
        failures++;
        var pause = failures == 1 ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(failures - 1, 6));
        pausedUntil = now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    boolean paused(Instant now) {
        return now.isBefore(pausedUntil);
    }
}
