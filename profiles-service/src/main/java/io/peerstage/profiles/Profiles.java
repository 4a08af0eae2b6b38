package io.peerstage.profiles;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who may register and follow whom, and what refuses it. */
final class Profiles {
    private final ProfileStore store;
    private final PostgresBans bans;
    private final Admins admins;
    private final Bus bus;
    private final Clock clock;

    Profiles(ProfileStore store, PostgresBans bans, Admins admins, Bus bus, Clock clock) {
        this.store = store;
        this.bans = bans;
        this.admins = admins;
        this.bus = bus;
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
        return requireBoth(caller.signedIn(), which.account())
                .map(registered -> requireOther(caller, which, "nobody subscribes to oneself"))
                .compose(other -> store.subscribe(caller.signedIn(), other, now()));
    }

    Future<Nothing> unsubscribe(Caller caller, ProfilesApi.Which which) {
        return requireBoth(caller.signedIn(), which.account())
                .compose(registered -> store.unsubscribe(caller.signedIn(), which.account()))
                .map(Nothing.NOTHING);
    }

    Future<Nothing> delete(Caller caller, Nothing nothing) {
        return store.delete(caller.signedIn()).map(Nothing.NOTHING);
    }

    Future<ProfilesApi.Ban> ban(Caller caller, ProfilesApi.Which which) {
        var broadcaster = caller.signedIn();
        return requireRegistered(broadcaster)
                .map(registered -> requireOther(caller, which, "nobody bans oneself"))
                .compose(other -> bans.ban(broadcaster, other, now()))
                .onSuccess(
                        ban -> bus.publish(ProfilesApi.BANNED, new ProfilesApi.Relation(which.account(), broadcaster)));
    }

    Future<Nothing> unban(Caller caller, ProfilesApi.Which which) {
        return requireRegistered(caller.signedIn())
                .compose(registered -> bans.unban(caller.signedIn(), which.account()))
                .map(Nothing.NOTHING);
    }

    Future<ProfilesApi.People> bans(Caller caller, ProfilesApi.BansQuery query) {
        return bans.list(caller.signedIn(), query);
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
        var registered = store.registered(Set.of(which.account()));
        var admin = admins.has(which.account());
        return Future.all(registered, admin)
                .map(both -> new ProfilesApi.Standing(!registered.result().isEmpty(), admin.result()));
    }

    Future<ProfilesApi.Relationship> relation(Caller caller, ProfilesApi.Relation relation) {
        return store.relationship(relation.subscriber(), relation.broadcaster());
    }

    Future<ProfilesApi.Export> export(Caller caller, ProfilesApi.ExportPage page) {
        var users = store.page(page.after(), page.limit());
        var all = admins.all();
        return Future.all(users, all)
                .map(both -> new ProfilesApi.Export(
                        users.result(),
                        all.result().stream().map(ProfilesApi.Admin::account).toList()));
    }

    private Future<Void> requireProfile(Account account) {
        return store.registered(Set.of(account)).map(registered -> {
            if (registered.isEmpty()) {
                throw Failure.PROFILE_NOT_FOUND.because("no profile of " + account);
            }
            return null;
        });
    }

    private Future<Void> requireRegistered(Account caller) {
        return store.registered(Set.of(caller))
                .map(registered -> requireRegistered(registered, caller))
                .mapEmpty();
    }

    private Future<Void> requireBoth(Account caller, Account other) {
        return store.registered(new HashSet<>(List.of(caller, other))).map(registered -> {
            if (!requireRegistered(registered, caller).contains(other)) {
                throw Failure.PROFILE_NOT_FOUND.because("no profile of " + other);
            }
            return null;
        });
    }

    private static Account requireOther(Caller caller, ProfilesApi.Which which, String otherwise) {
        if (which.account().equals(caller.signedIn())) {
            throw Failure.CONFLICT.because(otherwise);
        }
        return which.account();
    }

    private static Set<Account> requireRegistered(Set<Account> registered, Account caller) {
        if (!registered.contains(caller)) {
            throw Failure.NOT_REGISTERED.because("register first: save a profile");
        }
        return registered;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
