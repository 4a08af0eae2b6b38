package io.peerstage.streams;

import io.peerstage.contract.Caller;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.profiles.ProfilesApi.Standing;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;

/** Profiles-service, asked over the bus. */
record BusProfiles(Bus bus) implements Profiles {
    @Override
    public Future<Standing> standing(Caller caller) {
        return bus.ask(ProfilesApi.STANDING, caller, new ProfilesApi.Which(caller.signedIn()));
    }
}
