package io.peerstage.profiles;

import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Rehearsal;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Profiles and subscriptions on the event bus. */
final class ProfilesVerticle extends VerticleBase {
    private final Bus bus;
    private final Profiles profiles;
    private final Admins admins;

    ProfilesVerticle(Bus bus, Profiles profiles, Admins admins) {
        this.bus = bus;
        this.profiles = profiles;
        this.admins = admins;
    }

    @Override
    public Future<?> start() {
        return Rehearsal.play(vertx, this::rehearse)
                .compose(ready -> bus.answer(ProfilesApi.EDIT, profiles::edit))
                .compose(ready -> bus.answer(ProfilesApi.GET, profiles::get))
                .compose(ready -> bus.answer(ProfilesApi.SUBSCRIBE, profiles::subscribe))
                .compose(ready -> bus.answer(ProfilesApi.UNSUBSCRIBE, profiles::unsubscribe))
                .compose(ready -> bus.answer(ProfilesApi.STANDING, profiles::standing))
                .compose(ready -> bus.answer(ProfilesApi.RELATION, profiles::relation))
                .compose(ready -> bus.answer(ProfilesApi.LIST, profiles::list))
                .compose(ready -> bus.answer(ProfilesApi.SUBSCRIBERS, profiles::subscribers))
                .compose(ready -> bus.answer(ProfilesApi.SUBSCRIPTIONS, profiles::subscriptions))
                .compose(ready -> bus.answer(ProfilesApi.DELETE, profiles::delete))
                .compose(ready -> bus.answer(ProfilesApi.BAN, profiles::ban))
                .compose(ready -> bus.answer(ProfilesApi.UNBAN, profiles::unban))
                .compose(ready -> bus.answer(ProfilesApi.BANS, profiles::bans))
                .compose(ready -> bus.answer(ProfilesApi.ADD_ADMIN, admins::add))
                .compose(ready -> bus.answer(ProfilesApi.REMOVE_ADMIN, admins::remove))
                .compose(ready -> bus.answer(ProfilesApi.ADMINS, admins::list))
                .compose(ready -> bus.answer(ProfilesApi.EXPORT, profiles::export));
    }

    private Future<?> rehearse() {
        return Future.join(
                profiles.standing(bus.self(), new ProfilesApi.Which(Rehearsal.NOBODY)),
                profiles.relation(bus.self(), new ProfilesApi.Relation(Rehearsal.NOBODY, Rehearsal.NOBODY)));
    }
}
