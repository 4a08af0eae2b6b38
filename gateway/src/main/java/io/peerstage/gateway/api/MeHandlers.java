package io.peerstage.gateway.api;

import io.peerstage.contract.Account;
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
    private final ProfileHandlers profiles;

    MeHandlers(Bus bus, Revocations revocations, ProfileHandlers profiles) {
        this.bus = bus;
        this.revocations = revocations;
        this.profiles = profiles;
    }

    private record Me(
            Account account, Instant expiresAt, boolean registered, boolean admin, Optional<StreamId> liveStreamId) {}

    Future<Answer> getMe(Request request) {
        var account = request.signedIn().account();
        var standing = bus.ask(ProfilesApi.STANDING, request.caller(), new ProfilesApi.Which(account));
        var own = bus.ask(StreamsApi.OF_BROADCASTER, request.caller(), new StreamsApi.Broadcaster(account));
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
        var revoked = request.parameters().getBoolean("all")
                ? revocations.revokeAll(token.account())
                : revocations.revoke(token);
        return revoked.map(done -> Answer.noContent());
    }

    Future<Answer> editProfile(Request request) {
        return bus.ask(ProfilesApi.EDIT, request.caller(), request.as(ProfilesApi.Edit.class))
                .compose(edited -> profiles.whole(request.caller(), edited.profile())
                        .map(profile -> Answer.ok(profile).with(edited.registered() ? 201 : 200, Map.of())));
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
