package io.peerstage.gateway.api;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.profiles.ProfilesApi.Standing;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.gateway.auth.PostgresBanStore;
import io.peerstage.gateway.auth.Revocations;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Operations for admins. */
final class AdminHandlers {
    private final Bus bus;
    private final PostgresBanStore bans;
    private final Revocations revocations;
    private final ReadModels readModels;
    private final Clock clock;

    AdminHandlers(Bus bus, PostgresBanStore bans, Revocations revocations, ReadModels readModels, Clock clock) {
        this.bus = bus;
        this.bans = bans;
        this.revocations = revocations;
        this.readModels = readModels;
        this.clock = clock;
    }

    Future<Answer> addAdmin(Request request) {
        return bus.ask(ProfilesApi.ADD_ADMIN, request.caller(), new ProfilesApi.Which(request.account()))
                .map(done -> Answer.noContent());
    }

    Future<Answer> removeAdmin(Request request) {
        return bus.ask(ProfilesApi.REMOVE_ADMIN, request.caller(), new ProfilesApi.Which(request.account()))
                .map(done -> Answer.noContent());
    }

    Future<Answer> listAdmins(Request request) {
        return bus.ask(ProfilesApi.ADMINS, request.caller(), Nothing.NOTHING).map(Answer::ok);
    }

    /** Once it is answered, this gateway obeys it and the account's streams are hidden; other gateways follow within 300 ms. */
    Future<Answer> banAccount(Request request) {
        var account = request.account();
        return requireAdmin(request)
                .compose(admin -> standing(request, account))
                .compose(standing -> {
                    if (standing.admin()) {
                        throw Failure.CONFLICT.because("admins cannot be banned: remove this one first");
                    }
                    return bans.ban(account, request.signedIn().account(), now());
                })
                .compose(ban -> obeyed(request).map(Answer.ok(ban)));
    }

    Future<Answer> unbanAccount(Request request) {
        return requireAdmin(request)
                .compose(admin ->
                        bans.unban(request.account(), request.signedIn().account(), now()))
                .compose(done -> obeyed(request).map(Answer.noContent()));
    }

    Future<Answer> listBans(Request request) {
        return requireAdmin(request)
                .compose(admin -> bans.list(request.parameters().getInteger("limit"), request.text("cursor")))
                .map(Answer::ok);
    }

    Future<Answer> getRoom(Request request) {
        var which = new StreamId(request.parameters().getString("streamId"));
        return requireAdmin(request)
                .compose(admin -> bus.ask(SignalingApi.ROOM, request.caller(), new SignalingApi.Room(which)))
                .map(Answer::ok);
    }

    /** What was kept is so, whoever is slow to hear of it. */
    private Future<?> obeyed(Request request) {
        return revocations.refresh().otherwiseEmpty().compose(known -> readModels.catchUp(request.caller()));
    }

    private Future<Standing> requireAdmin(Request request) {
        return standing(request, request.signedIn().account()).map(standing -> {
            if (!standing.admin()) {
                throw Failure.NOT_ADMIN.because("only admins may do that");
            }
            return standing;
        });
    }

    private Future<Standing> standing(Request request, Account account) {
        return bus.ask(ProfilesApi.STANDING, request.caller(), new ProfilesApi.Which(account));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
