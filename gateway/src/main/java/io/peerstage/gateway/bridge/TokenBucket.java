package io.peerstage.gateway.bridge;

import java.time.Duration;
import java.time.Instant;

/** An allowance that refills evenly. */
final class TokenBucket {
    private final double perSecond;
    private final double most;
    private double left;
    private Instant filledAt;

    TokenBucket(double perSecond, double most, Instant now) {
        this.perSecond = perSecond;
        this.most = most;
        this.left = most;
        this.filledAt = now;
    }

    boolean take(Instant now) {
        var seconds = Duration.between(filledAt, now).toMillis() / 1000.0;
        left = Math.min(most, left + Math.max(seconds, 0) * perSecond);
        filledAt = now;
        if (left < 1) {
            return false;
        }
        left -= 1;
        return true;
    }
}
