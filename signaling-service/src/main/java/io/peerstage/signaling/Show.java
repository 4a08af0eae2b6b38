package io.peerstage.signaling;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a show is on, and which peer gives its picture. */
final class Show {
    private Optional<Instant> startedAt = Optional.empty();
    /** Empty also while a show awaits a broadcaster of whom nobody knows yet which peer it will be. */
    private Optional<PeerId> source = Optional.empty();
    /** Whether the source has media to give; it has none between its page's reload and its next go-live. */
    private boolean ready;
    /** Since when the broadcaster is away. */
    private Instant awaitedSince = Instant.MAX;

    /** It began then, and its broadcaster is away. */
    void begin(Instant began, Instant now) {
        startedAt = Optional.of(began);
        source = Optional.empty();
        ready = false;
        awaitedSince = now;
    }

    /** It began then, and that peer gives its picture. */
    void begin(Instant began, PeerId giver) {
        startedAt = Optional.of(began);
        source = Optional.of(giver);
        ready = true;
        awaitedSince = Instant.MAX;
    }

    /** The source's connection broke; its media may still flow. */
    void sourceDetached(Instant now) {
        awaitedSince = now;
    }

    /** The source is back, and will say when it has media. */
    void sourceReturned() {
        ready = false;
        awaitedSince = Instant.MAX;
    }

    void sourceLeft(Instant now) {
        source = Optional.empty();
        ready = false;
        awaitedSince = now;
    }

    void end() {
        startedAt = Optional.empty();
        source = Optional.empty();
        ready = false;
        awaitedSince = Instant.MAX;
    }

    boolean isOn() {
        return startedAt.isPresent();
    }

    /** Empty while none is on. */
    Optional<Instant> startedAt() {
        return startedAt;
    }

    Optional<PeerId> source() {
        return source;
    }

    boolean isSource(PeerId peer) {
        return source.isPresent() && source.get().equals(peer);
    }

    /** The source, while it has media to give. */
    Optional<PeerId> giver() {
        return source.filter(peer -> isOn() && ready);
    }

    /** Whether the broadcaster has been away for so long. */
    boolean isAbandoned(Duration grace, Instant now) {
        return isOn() && !awaitedSince.equals(Instant.MAX) && !now.isBefore(awaitedSince.plus(grace));
    }
}
