package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.profiles.Profile;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where the read models stand, and how far the event log was followed for them. What events change and the position are one transaction: after
 * a crash either both are there or neither, and an event that comes twice changes nothing the second time.
 */
interface ReadModelStore {
    /** Follows the log to its end; answers whether there was anything. Leaves it to another instance that is at it. */
    Future<Boolean> follow(Instant now);

    /** Succeeds when every event that is in the log by now was followed. Fails with {@code UNAVAILABLE} where that takes seconds. */
    Future<Void> catchUp(Instant now);

    /** Empties the read models and follows the log from its start, in one transaction: readers see those before until it is done. */
    Future<Void> rebuild(Instant now);

    /** Some of the speakers whose profile has changed since their name was asked. */
    Future<List<Edited>> edited();

    /** Keeps what they became, unless something newer stands there already. */
    Future<Void> keep(List<Speaker> speakers);

    /**
     * A speaker whose name is to be asked.
     *
     * @param position of the event that said so
     */
    record Edited(Account account, long position) {}

    /**
     * What became of a speaker.
     *
     * @param profile empty if there is none any more
     */
    record Speaker(Edited edited, Optional<Profile> profile) {}
}
