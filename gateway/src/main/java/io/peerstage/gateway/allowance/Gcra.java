package io.peerstage.gateway.allowance;

import java.time.Duration;

/**
 * The generic cell rate algorithm (ITU-T I.371, annex A): so many a minute, of which all may be taken at once, and which come back
 * evenly. All that is kept is how far ahead of now the time lies at which the whole allowance will be there again.
 *
 * @param perMinute 1 to 1,000,000
 */
record Gcra(int perMinute) {
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final long MICROSECONDS = WINDOW.toMillis() * 1_000;

    /** After which one comes back; in whole microseconds, as the database has them, rounded down: all of them fit into a minute, of a million 2 % more. */
    Duration interval() {
        return Duration.ofNanos(MICROSECONDS / perMinute * 1_000);
    }

    /** How far ahead it lies when one more was taken. */
    Duration taken(Duration ahead) {
        return (ahead.isNegative() ? Duration.ZERO : ahead).plus(interval());
    }

    /** How long until one more fits; zero if it does now. */
    Duration wait(Duration ahead) {
        var over = taken(ahead).minus(WINDOW);
        return over.isNegative() ? Duration.ZERO : over;
    }

    /** What one of so many gateways may give by itself; at least one a minute. */
    Gcra share(int gateways) {
        return new Gcra(Math.max(1, perMinute / gateways));
    }
}
