package io.peerstage.gateway.api;

import io.peerstage.contract.Account;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.gateway.auth.Revocations;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Operations on the account that signed in. */
final class MeHandlers {
    private final Bus bus;
    private final Revocations revocations;
    private final ReadModels readModels;

    MeHandlers(Bus bus, Revocations revocations, ReadModels readModels) {
        this.bus = bus;
        this.revocations = revocations;
        this.readModels = readModels;
    }

    private record Me(
            Account account, Instant expiresAt, boolean registered, boolean admin, Optional<StreamId> liveStreamId) {}

    Future<Answer> getMe(Request request) {
        var account = request.signedIn().account();
        var standing = bus.ask(ProfilesApi.STANDING, request.caller(), new ProfilesApi.Which(account));
        var own = bus.ask(StreamsApi.OF_BROADCASTER, request.caller(), new StreamsApi.Broadcaster(account, false));
        return Future.all(standing, own)
                .map(both -> Answer.ok(new Me(
                        account,
                        request.signedIn().expiresAt(),
                        standing.result().registered(),
                        standing.result().admin(),
                        own.result().live())));
    }

    Future<Answer> signOut(Request request) {
        var token = request.signedIn();
        var revoked = request.parameters().getBoolean("all") ? revocations.revokeAll(token) : revocations.revoke(token);
        return revoked.map(done -> Answer.noContent());
    }

    /** The ids of its streams are asked for first: what was accepted must not be answered with another service's absence. */
    Future<Answer> editProfile(Request request) {
        var edit = request.as(ProfilesApi.Edit.class);
        var account = request.signedIn().account();
        return bus.ask(StreamsApi.OF_BROADCASTER, request.caller(), new StreamsApi.Broadcaster(account, false))
                .compose(own -> bus.ask(ProfilesApi.EDIT, request.caller(), edit)
                        .map(edited -> Answer.ok(ProfileHandlers.whole(edited.profile(), own.ids()))
                                .with(edited.registered() ? 201 : 200, Map.of())));
    }

    /** Its streams go with it: at once if streams-service is there, else as soon as it is. */
    Future<Answer> deleteProfile(Request request) {
        return bus.ask(ProfilesApi.DELETE, request.caller(), Nothing.NOTHING)
                .compose(deleted -> readModels.catchUp(request.caller()))
                .map(done -> Answer.noContent());
    }

    Future<Answer> listMyBans(Request request) {
        var query = new ProfilesApi.BansQuery(request.parameters().getInteger("limit"), request.text("cursor"));
        return bus.ask(ProfilesApi.BANS, request.caller(), query).map(Answer::ok);
    }

    Future<Answer> banFromMyStreams(Request request) {
        return bus.ask(ProfilesApi.BAN, request.caller(), new ProfilesApi.Which(request.account()))
                .map(Answer::ok);
    }

    Future<Answer> unbanFromMyStreams(Request request) {
        return bus.ask(ProfilesApi.UNBAN, request.caller(), new ProfilesApi.Which(request.account()))
                .map(done -> Answer.noContent());
    }

    Future<Answer> subscribe(Request request) {
        return bus.ask(ProfilesApi.SUBSCRIBE, request.caller(), new ProfilesApi.Which(request.account()))
                .map(Answer::ok);
    }

    Future<Answer> unsubscribe(Request request) {
        return bus.ask(ProfilesApi.UNSUBSCRIBE, request.caller(), new ProfilesApi.Which(request.account()))
                .map(done -> Answer.noContent());
    }
}
