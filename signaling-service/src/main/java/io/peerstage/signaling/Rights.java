package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.Stream;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import java.util.Optional;

/** Who may watch; asked of the owner of subscriptions each time, never remembered. */
record Rights(Bus bus) {
    /** Fails with {@code INVALID_TOKEN}, {@code BANNED}, {@code NOT_REGISTERED} or {@code NOT_SUBSCRIBED}, or because it could not ask. */
    Future<Void> requireMayWatch(Caller asking, Optional<Account> account, Stream stream) {
        var isOpen = stream.audience() == Audience.EVERYONE;
        if (account.isEmpty()) {
            return isOpen
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                            Failure.INVALID_TOKEN.because("sign in to watch: this stream is for subscribers"));
        }
        if (account.get().equals(stream.broadcaster())) {
            return Future.succeededFuture();
        }
        return bus.ask(ProfilesApi.RELATION, asking, new ProfilesApi.Relation(account.get(), stream.broadcaster()))
                .map(relationship -> isOpen ? requireNotBanned(relationship) : requireSubscribed(relationship))
                .mapEmpty();
    }

    /** Whether a failure says that the right is not there, rather than that nobody could tell. */
    static boolean isDenial(Throwable thrown) {
        return thrown instanceof Refused refused
                && switch (refused.failure()) {
                    case INVALID_TOKEN, NOT_REGISTERED, NOT_SUBSCRIBED, BANNED -> true;
                    default -> false;
                };
    }

    private static ProfilesApi.Relationship requireNotBanned(ProfilesApi.Relationship relationship) {
        if (relationship.banned()) {
            throw Failure.BANNED.because("this broadcaster does not let you watch");
        }
        return relationship;
    }

    private static ProfilesApi.Relationship requireSubscribed(ProfilesApi.Relationship relationship) {
        requireNotBanned(relationship);
        if (!relationship.registered()) {
            throw Failure.NOT_REGISTERED.because("register first: save a profile");
        }
        if (!relationship.subscribed()) {
            throw Failure.NOT_SUBSCRIBED.because("this stream is for subscribers");
        }
        return relationship;
    }
}
