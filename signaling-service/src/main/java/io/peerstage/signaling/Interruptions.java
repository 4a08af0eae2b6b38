package io.peerstage.signaling;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Why a picture stood still, as far as a room can know: by what became of the parent in the seconds before. */
final class Interruptions {
    /** Between two frames, in milliseconds; a shorter one few people notice. */
    static final int SHORTEST_GAP = 1_200;
    /** Peers report every 5 s; a loss that is three reports old explains nothing. */
    private static final Duration REMEMBERED = Duration.ofSeconds(15);

    private final Map<PeerId, Loss> losses = new HashMap<>();

    enum Cause {
        /** On purpose, or it lost its right. */
        PARENT_LEFT,
        /** Its connection broke, or its child heard nothing from it any more. */
        PARENT_CRASHED,
        OTHER
    }

    private record Loss(Cause cause, Instant at) {}

    void left(Collection<PeerId> children, Instant now) {
        children.forEach(child -> losses.put(child, new Loss(Cause.PARENT_LEFT, now)));
    }

    /** A parent that left is silent too, so what is known already stays. */
    void crashed(Collection<PeerId> children, Instant now) {
        children.forEach(child -> losses.compute(
                child,
                (same, before) ->
                        before != null && isRecent(before, now) ? before : new Loss(Cause.PARENT_CRASHED, now)));
    }

    void forget(PeerId peer) {
        losses.remove(peer);
    }

    void clear() {
        losses.clear();
    }

    /**
     * What a peer reports.
     *
     * @param longestGap between two frames, in milliseconds
     * @return empty if nothing was interrupted
     */
    Optional<Cause> reported(PeerId peer, int longestGap, Instant now) {
        if (longestGap <= SHORTEST_GAP) {
            return Optional.empty();
        }
        var loss = Optional.ofNullable(losses.remove(peer)).filter(recent -> isRecent(recent, now));
        return Optional.of(loss.map(Loss::cause).orElse(Cause.OTHER));
    }

    private static boolean isRecent(Loss loss, Instant now) {
        return Duration.between(loss.at(), now).abs().compareTo(REMEMBERED) < 0;
    }
}
