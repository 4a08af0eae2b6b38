package io.peerstage.streams;

import io.peerstage.contract.Caller;
import io.peerstage.contract.profiles.ProfilesApi.Standing;
import io.vertx.core.Future;

/** What the schedule needs to know of profiles. */
interface Profiles {
    /** What the caller may do; asks live, so it fails with {@code UNAVAILABLE} while profiles-service is away. */
    Future<Standing> standing(Caller caller);
}
