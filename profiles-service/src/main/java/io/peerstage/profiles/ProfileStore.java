package io.peerstage.profiles;

import io.peerstage.contract.Account;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where profiles and subscriptions are kept; each change takes its event along, what changes nothing has none. */
interface ProfileStore {
    Future<ProfilesApi.Edited> put(Account account, ProfilesApi.Edit profile, Instant now);

    /**
     * One profile.
     *
     * @param asking whose subscription to it is told, if anybody's
     */
    Future<Optional<Profile>> find(Account account, Optional<Account> asking);

    /** With all subscriptions from and to it. */
    Future<Void> delete(Account account);

    /** Those of the accounts that have a profile. */
    Future<Set<Account>> registered(Set<Account> accounts);

    /** Both must be registered. A subscription that is there already stays as it is. */
    Future<ProfilesApi.Subscription> subscribe(Account subscriber, Account broadcaster, Instant now);

    Future<Void> unsubscribe(Account subscriber, Account broadcaster);

    Future<ProfilesApi.Relationship> relationship(Account subscriber, Account broadcaster);

    /** Profiles by name; of each is told whether {@code asking} subscribed to it. */
    Future<ProfilesApi.Page> list(ProfilesApi.Query query, Optional<Account> asking);

    /** Who follows an account. */
    Future<ProfilesApi.People> subscribers(ProfilesApi.PeopleQuery query);

    /** Whom an account follows. */
    Future<ProfilesApi.People> subscriptions(ProfilesApi.PeopleQuery query);

    /** Profiles with all their subscriptions, in the order of accounts. */
    Future<List<ProfilesApi.Export.User>> page(Optional<Account> after, int limit);
}
