package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.signaling.tree.Traits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One tab in a room. */
final class Peer {
    private static final String PASSTHROUGH = "passthrough";

    final PeerId id;
    final Optional<Account> account;
    /** Empty while its connection is broken. */
    Optional<Caller.Socket> socket = Optional.empty();
    /** When its connection broke. */
    Instant detachedAt = Instant.MAX;
    /** Whether its right to watch is known. */
    boolean admitted;
    /** What it would do for others. */
    Traits traits = new Traits(false, false);
    /** How many it would feed at most, if it says so. */
    Optional<Integer> maxChildren = Optional.empty();
    /** Whether it hides its address. */
    boolean relayOnly;
    /** The edges that it had when it came, or came back. */
    List<SignalingApi.Held> held = List.of();

    Peer(PeerId id, Optional<Account> account) {
        this.id = id;
        this.account = account;
    }

    void attach(Caller.Socket by, SignalingApi.Enter wish) {
        socket = Optional.of(by);
        detachedAt = Instant.MAX;
        relayOnly = wish.relayOnly();
        var can = new Traits(
                wish.willing() && !relayOnly && !wish.modes().isEmpty(),
                wish.modes().contains(PASSTHROUGH));
        traits = wish.maxChildren().map(can::atMost).orElse(can);
        maxChildren = wish.maxChildren();
        held = wish.edges();
    }

    void detach(Instant now) {
        socket = Optional.empty();
        detachedAt = now;
    }

    boolean detachedFor(Duration length, Instant now) {
        return !detachedAt.equals(Instant.MAX) && !now.isBefore(detachedAt.plus(length));
    }
}
