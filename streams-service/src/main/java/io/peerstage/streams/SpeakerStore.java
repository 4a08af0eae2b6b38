package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.Event;
import io.peerstage.contract.profiles.Profile;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where the names of speakers stand, and how far the event log has been followed for them. */
interface SpeakerStore {
    /**
     * What became of one account's profile.
     *
     * @param profile empty if it was deleted
     */
    record Change(Account account, Optional<Profile> profile) {}

    /** Hands the next events over and keeps what they changed together with their position; answers whether there may be more. */
    Future<Boolean> readOn(Function<List<Event>, Future<List<Change>>> reader);
}
