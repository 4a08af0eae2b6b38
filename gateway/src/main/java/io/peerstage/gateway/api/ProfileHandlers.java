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
import java.util.List;
import java.util.Locale;
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
        var own = bus.ask(StreamsApi.OF_BROADCASTER, request.caller(), new StreamsApi.Broadcaster(account, false));
        return Future.all(profile, own)
                .map(both -> Answer.ok(whole(profile.result(), own.result().ids())));
    }

    Future<Answer> listProfiles(Request request) {
        var query = new ProfilesApi.Query(
                request.text("q"), request.parameters().getInteger("limit"), request.text("cursor"));
        return bus.ask(ProfilesApi.LIST, request.caller(), query)
                .compose(page -> bus.ask(
                                StreamsApi.OF_BROADCASTERS,
                                request.caller(),
                                new StreamsApi.Broadcasters(page.items().stream()
                                        .map(Profile::account)
                                        .toList()))
                        .map(own -> Answer.ok(page(page, own))));
    }

    Future<Answer> listSubscribers(Request request) {
        return bus.ask(ProfilesApi.SUBSCRIBERS, request.caller(), people(request))
                .map(Answer::ok);
    }

    Future<Answer> listSubscriptions(Request request) {
        return bus.ask(ProfilesApi.SUBSCRIPTIONS, request.caller(), people(request))
                .map(Answer::ok);
    }

    private static ProfilesApi.PeopleQuery people(Request request) {
        return new ProfilesApi.PeopleQuery(
                request.account(),
                request.text("q"),
                ProfilesApi.Sort.valueOf(request.text("sort").orElseThrow().toUpperCase(Locale.ROOT)),
                request.parameters().getInteger("limit"),
                request.text("cursor"));
    }

    private static JsonObject page(ProfilesApi.Page page, StreamsApi.OwnOfMany own) {
        var items = page.items().stream()
                .map(profile -> whole(profile, own.of(profile.account())))
                .collect(Collectors.toList());
        var json = new JsonObject().put("items", new JsonArray(items));
        page.next().ifPresent(next -> json.put("next", next));
        return json;
    }

    /** With the ids of its streams, which are another service's to know. */
    static JsonObject whole(Profile profile, List<StreamId> streams) {
        var ids = streams.stream().map(StreamId::value).collect(Collectors.toList());
        return Json.of(profile).put("streamIds", new JsonArray(ids));
    }
}
