package io.peerstage.gateway.api;

import io.peerstage.contract.Caller;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

/** Operations on anybody's profile. */
final class ProfileHandlers {
    private final Bus bus;

    ProfileHandlers(Bus bus) {
        this.bus = bus;
    }

    Future<Answer> getProfile(Request request) {
        return bus.ask(ProfilesApi.GET, request.caller(), new ProfilesApi.Which(request.account()))
                .compose(profile -> whole(request.caller(), profile))
                .map(Answer::ok);
    }

    /** With the ids of its streams, which are another service's to know. */
    Future<JsonObject> whole(Caller caller, Profile profile) {
        return bus.ask(StreamsApi.OF_BROADCASTER, caller, new StreamsApi.Broadcaster(profile.account()))
                .map(own -> Json.of(profile)
                        .put(
                                "streamIds",
                                new JsonArray(
                                        own.ids().stream().map(StreamId::value).collect(Collectors.toList()))));
    }
}
