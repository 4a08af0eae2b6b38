package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.profiles.ProfilesApi.Standing;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import java.util.Optional;

/** Profiles-service, asked over the bus. */
record BusProfiles(Bus bus) implements Profiles {
    @Override
    public Future<Standing> standing(Caller caller) {
        return bus.ask(ProfilesApi.STANDING, caller, new ProfilesApi.Which(caller.signedIn()));
    }

    @Override
    public Future<Optional<Profile>> profile(Account account) {
        return bus.ask(ProfilesApi.GET, bus.self(), new ProfilesApi.Which(account))
                .map(Optional::of)
                .recover(thrown -> thrown instanceof Refused refused && refused.failure() == Failure.PROFILE_NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(thrown));
    }
}
