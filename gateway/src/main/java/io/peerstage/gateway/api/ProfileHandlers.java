package io.peerstage.gateway.api;

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
        var account = request.account();
        var profile = bus.ask(ProfilesApi.GET, request.caller(), new ProfilesApi.Which(account));
        var own = bus.ask(StreamsApi.OF_BROADCASTER, request.caller(), new StreamsApi.Broadcaster(account));
        return Future.all(profile, own).map(both -> Answer.ok(whole(profile.result(), own.result())));
    }

    /** With the ids of its streams, which are another service's to know. */
    static JsonObject whole(Profile profile, StreamsApi.Own own) {
        var ids = own.ids().stream().map(StreamId::value).collect(Collectors.toList());
        return Json.of(profile).put("streamIds", new JsonArray(ids));
    }
}
