package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi.Standing;
import io.vertx.core.Future;
import java.util.Optional;

/** What the schedule needs to know of profiles, asked live: all of it fails with {@code UNAVAILABLE} while profiles-service is away. */
interface Profiles {
    /** What the caller may do. */
    Future<Standing> standing(Caller caller);

    /** Empty for an account that is not registered. */
    Future<Optional<Profile>> profile(Account account);
}
