package io.peerstage.gateway.api;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Fault;
import io.peerstage.contract.Refused;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.StreamsApi.Sort;
import io.peerstage.runtime.Bus;
import io.peerstage.wallet.AccountNotation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Operations on the schedule. */
final class StreamHandlers {
    private static final Pattern STRONG_VERSION = Pattern.compile("(?<![/\\w])\"([0-9]{1,9})\"");

    private final Bus bus;

    StreamHandlers(Bus bus) {
        this.bus = bus;
    }

    Future<Answer> scheduleStream(Request request) {
        var key = Optional.ofNullable(request.context().request().getHeader("Idempotency-Key"));
        var announcement = new StreamsApi.Announcement(request.as(StreamsApi.Schedule.class), key);
        return bus.ask(StreamsApi.SCHEDULE, request.caller(), announcement)
                .map(stream -> Answer.ok(stream)
                        .with(201, Map.of("Location", "/api/v1/streams/" + stream.id(), "ETag", etag(stream))));
    }

    Future<Answer> getStream(Request request) {
        return bus.ask(StreamsApi.GET, request.caller(), new StreamsApi.Which(request.streamId()))
                .map(StreamHandlers::withEtag);
    }

    Future<Answer> listStreams(Request request) {
        var query = new StreamsApi.Query(
                statuses(request.parameters().getJsonArray("status", new JsonArray())),
                account(request, "broadcaster"),
                account(request, "subscribedBy"),
                request.text("q"),
                time(request, "from"),
                time(request, "until"),
                request.text("sort").orElseThrow().startsWith("-") ? Sort.START_DESCENDING : Sort.START,
                request.parameters().getInteger("limit"),
                request.text("cursor"));
        return bus.ask(StreamsApi.LIST, request.caller(), query).map(Answer::ok);
    }

    Future<Answer> editStream(Request request) {
        return bus.ask(StreamsApi.EDIT, request.caller(), edit(request)).map(StreamHandlers::withEtag);
    }

    Future<Answer> deleteStream(Request request) {
        return bus.ask(StreamsApi.DELETE, request.caller(), new StreamsApi.Which(request.streamId()))
                .map(done -> Answer.noContent());
    }

    Future<Answer> getSummary(Request request) {
        return bus.ask(StreamsApi.SUMMARY, request.caller(), new StreamsApi.Which(request.streamId()))
                .map(Answer::ok);
    }

    Future<Answer> listWatchers(Request request) {
        return bus.ask(StreamsApi.WATCHING, request.caller(), new StreamsApi.Which(request.streamId()))
                .map(Answer::ok);
    }

    Future<Answer> getStreamRoom(Request request) {
        return bus.ask(StreamsApi.GET, request.caller(), new StreamsApi.Which(request.streamId()))
                .compose(stream -> {
                    if (!stream.broadcaster().equals(request.signedIn().account())) {
                        throw Failure.NOT_BROADCASTER.because("only its broadcaster sees who feeds whom");
                    }
                    return bus.ask(SignalingApi.ROOM, request.caller(), new SignalingApi.Room(stream.id()));
                })
                .map(Answer::ok);
    }

    /** A merge patch (RFC 7396) in two parts: what gets a value, and what is taken away by a null or by blank text. */
    private static StreamsApi.Edit edit(Request request) {
        var patch = request.body();
        Set<String> clear = StreamsApi.Edit.CLEARABLE.stream()
                .filter(patch::containsKey)
                .filter(field ->
                        patch.getValue(field) instanceof String text ? text.isBlank() : patch.getValue(field) == null)
                .collect(Collectors.toSet());
        var values = new JsonObject();
        patch.stream()
                .filter(entry -> !clear.contains(entry.getKey()))
                .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        values.remove("ifVersions");
        ifMatch(request).ifPresent(versions -> values.put("ifVersions", versions));
        return Request.read(
                StreamsApi.Edit.class,
                values.put("id", request.streamId().value())
                        .put("clear", new JsonArray(clear.stream().sorted().toList())));
    }

    /** The versions that If-Match (RFC 9110) names; empty where any will do. */
    private static Optional<JsonArray> ifMatch(Request request) {
        return Optional.ofNullable(request.context().request().getHeader("If-Match"))
                .filter(header -> !header.strip().equals("*"))
                .map(header -> new JsonArray(STRONG_VERSION
                        .matcher(header)
                        .results()
                        .map(match -> Integer.valueOf(match.group(1)))
                        .collect(Collectors.toList())));
    }

    private static Set<Status> statuses(JsonArray names) {
        return names.stream()
                .map(name -> Status.valueOf(((String) name).toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }

    private static Optional<Account> account(Request request, String parameter) {
        return request.text(parameter).map(text -> AccountNotation.parse(parameter, text));
    }

    private static Optional<Instant> time(Request request, String parameter) {
        return request.text(parameter).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException malformed) {
                throw Refused.invalid(
                        List.of(new Fault("/" + parameter, "must be a time, such as 2026-11-22T19:00:00Z")));
            }
        });
    }

    private static Answer withEtag(Stream stream) {
        return Answer.ok(stream).with(200, Map.of("ETag", etag(stream)));
    }

    private static String etag(Stream stream) {
        return "\"" + stream.version() + "\"";
    }
}
