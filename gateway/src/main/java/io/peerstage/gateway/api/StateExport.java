package io.peerstage.gateway.api;

import io.peerstage.contract.Account;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.profiles.ProfilesApi.Export.User;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The whole state in the shape of the on-chain program that this product replaces: its field names, times in milliseconds, null for what
 * is not there. Written page by page, so that its size does not matter; each page has its own deadline.
 */
final class StateExport {
    private static final int PAGE = 200;

    private final Bus bus;

    StateExport(Bus bus) {
        this.bus = bus;
    }

    Future<Optional<Answer>> getState(Request request) {
        var response = request.context().response();
        return firstPages().compose(first -> {
            response.putHeader("Content-Type", "application/json").setChunked(true);
            var ids = new HashMap<Account, List<String>>();
            return response.write("{\"streams\":[")
                    .compose(begun -> streams(response, first.streams(), ids, true))
                    .compose(done -> response.write("],\"users\":["))
                    .compose(begun -> users(response, first.profiles().users(), ids, true))
                    .compose(done -> response.end("],\"admins\":" + admins(first.profiles()) + "}"))
                    .map(Optional.empty());
        });
    }

    /** Asked before the first byte is written, so that a service that is away is an honest 503. */
    private record FirstPages(List<Stream> streams, ProfilesApi.Export profiles) {}

    private Future<FirstPages> firstPages() {
        var streams = streamsAfter(Optional.empty());
        var profiles = profilesAfter(Optional.empty());
        return Future.all(streams, profiles).map(both -> new FirstPages(streams.result(), profiles.result()));
    }

    private Future<List<Stream>> streamsAfter(Optional<StreamId> last) {
        return bus.ask(StreamsApi.EXPORT, bus.self(), new StreamsApi.ExportPage(last, PAGE))
                .map(StreamsApi.Export::streams);
    }

    private Future<ProfilesApi.Export> profilesAfter(Optional<Account> last) {
        return bus.ask(ProfilesApi.EXPORT, bus.self(), new ProfilesApi.ExportPage(last, PAGE));
    }

    private Future<Void> streams(
            HttpServerResponse response, List<Stream> page, Map<Account, List<String>> ids, boolean first) {
        page.forEach(stream -> ids.computeIfAbsent(stream.broadcaster(), none -> new ArrayList<>())
                .add(stream.id().value()));
        var written = write(response, page, StateExport::stream, first);
        return page.size() < PAGE
                ? written
                : written.compose(more ->
                                streamsAfter(Optional.of(page.get(PAGE - 1).id())))
                        .compose(next -> streams(response, next, ids, false));
    }

    private Future<Void> users(
            HttpServerResponse response, List<User> page, Map<Account, List<String>> ids, boolean first) {
        var written = write(response, page, user -> user(user, ids.getOrDefault(user.account(), List.of())), first);
        return page.size() < PAGE
                ? written
                : written.compose(more ->
                                profilesAfter(Optional.of(page.get(PAGE - 1).account())))
                        .compose(next -> users(response, next.users(), ids, false));
    }

    private static <T> Future<Void> write(
            HttpServerResponse response, List<T> page, Function<T, JsonArray> entry, boolean first) {
        if (page.isEmpty()) {
            return Future.succeededFuture();
        }
        var entries =
                String.join(",", page.stream().map(entry).map(JsonArray::encode).toList());
        return response.write(first ? entries : "," + entries);
    }

    private static JsonArray stream(Stream stream) {
        return new JsonArray()
                .add(stream.id().value())
                .add(new JsonObject()
                        .put("broadcaster", stream.broadcaster().hex())
                        .put("start_time", milliseconds(stream.startTime()))
                        .put("end_time", milliseconds(stream.endTime()))
                        .put("title", stream.title())
                        .put("img_link", stream.imgLink().orElse(null))
                        .put("description", stream.description().orElse(null))
                        .put("watchers", new JsonArray())); // who watches is not public
    }

    private static JsonArray user(User user, List<String> streamIds) {
        var subscriptions = new JsonArray();
        user.subscriptions()
                .forEach(one -> subscriptions.add(new JsonObject()
                        .put("account_id", one.account().hex())
                        .put("sub_date", milliseconds(one.since()))));
        return new JsonArray()
                .add(user.account().hex())
                .add(new JsonObject()
                        .put("name", user.name().orElse(null))
                        .put("surname", user.surname().orElse(null))
                        .put("img_link", user.imgLink().orElse(null))
                        .put("time_zone", user.timeZone().orElse(null))
                        .put("stream_ids", new JsonArray(new ArrayList<>(streamIds)))
                        .put("subscribers", accounts(user.subscribers()))
                        .put("subscriptions", subscriptions));
    }

    private static String admins(ProfilesApi.Export profiles) {
        return accounts(profiles.admins()).encode();
    }

    private static JsonArray accounts(List<Account> accounts) {
        return new JsonArray(new ArrayList<>(accounts.stream().map(Account::hex).toList()));
    }

    private static long milliseconds(Instant time) {
        return time.toEpochMilli();
    }
}
