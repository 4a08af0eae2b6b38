package io.peerstage.profiles;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Who may register and follow whom, and what refuses it. */
final class Profiles {
    private final ProfileStore store;
    private final Set<Account> admins;
    private final Clock clock;

    Profiles(ProfileStore store, Set<Account> admins, Clock clock) {
        this.store = store;
        this.admins = admins;
        this.clock = clock;
    }

    Future<ProfilesApi.Edited> edit(Caller caller, ProfilesApi.Edit profile) {
        return store.put(caller.signedIn(), profile, now());
    }

    Future<Profile> get(Caller caller, ProfilesApi.Which which) {
        return store.find(which.account(), caller.account())
                .map(found ->
                        found.orElseThrow(() -> Failure.PROFILE_NOT_FOUND.because("no profile of " + which.account())));
    }

    Future<ProfilesApi.Subscription> subscribe(Caller caller, ProfilesApi.Which which) {
        if (caller.signedIn().equals(which.account())) {
            return Future.failedFuture(Failure.CONFLICT.because("nobody subscribes to oneself"));
        }
        return requireBoth(caller.signedIn(), which.account())
                .compose(registered -> store.subscribe(caller.signedIn(), which.account(), now()));
    }

    Future<Nothing> unsubscribe(Caller caller, ProfilesApi.Which which) {
        return requireBoth(caller.signedIn(), which.account())
                .compose(registered -> store.unsubscribe(caller.signedIn(), which.account()))
                .map(Nothing.NOTHING);
    }

    Future<ProfilesApi.Page> list(Caller caller, ProfilesApi.Query query) {
        return store.list(query, caller.account());
    }

    Future<ProfilesApi.People> subscribers(Caller caller, ProfilesApi.PeopleQuery query) {
        return requireProfile(query.account()).compose(there -> store.subscribers(query));
    }

    Future<ProfilesApi.People> subscriptions(Caller caller, ProfilesApi.PeopleQuery query) {
        return requireProfile(query.account()).compose(there -> store.subscriptions(query));
    }

    Future<ProfilesApi.Standing> standing(Caller caller, ProfilesApi.Which which) {
        return store.registered(Set.of(which.account()))
                .map(registered -> new ProfilesApi.Standing(!registered.isEmpty(), admins.contains(which.account())));
    }

    Future<ProfilesApi.Relationship> relation(Caller caller, ProfilesApi.Relation relation) {
        return store.relationship(relation.subscriber(), relation.broadcaster());
    }

    Future<ProfilesApi.Export> export(Caller caller, ProfilesApi.ExportPage page) {
        return store.page(page.after(), page.limit())
                .map(users -> new ProfilesApi.Export(
                        users,
                        admins.stream()
                                .sorted((a, b) -> a.hex().compareTo(b.hex()))
                                .toList()));
    }

    private Future<Void> requireProfile(Account account) {
        return store.registered(Set.of(account)).map(registered -> {
            if (registered.isEmpty()) {
                throw Failure.PROFILE_NOT_FOUND.because("no profile of " + account);
            }
            return null;
        });
    }

    private Future<Void> requireBoth(Account caller, Account other) {
        return store.registered(Set.of(caller, other)).map(registered -> {
            if (!registered.contains(caller)) {
                throw Failure.NOT_REGISTERED.because("register first: save a profile");
            }
            if (!registered.contains(other)) {
                throw Failure.PROFILE_NOT_FOUND.because("no profile of " + other);
            }
            return null;
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
