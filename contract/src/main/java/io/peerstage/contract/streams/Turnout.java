package io.peerstage.contract.streams;

import io.peerstage.contract.Require;

/**
 * How many came to a show, and who fed them.
 *
 * @param peak the most that watched at the same time
 * @param all how many watched in all; one account on two devices is one
 * @param relayedShare of the time that pictures flowed, the part over edges from one viewer to another; 0 to 1
 */
public record Turnout(int peak, int all, double relayedShare) {
    public static final Turnout NOBODY = new Turnout(0, 0, 0);

    public Turnout {
        Require.that(peak >= 0 && all >= peak, "all", "must be at least the peak");
        Require.that(relayedShare >= 0 && relayedShare <= 1, "relayedShare", "must lie between 0 and 1");
    }
}
