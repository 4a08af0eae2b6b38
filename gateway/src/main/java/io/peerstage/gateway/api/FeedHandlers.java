package io.peerstage.gateway.api;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Operation;
import io.peerstage.contract.Refused;
import io.peerstage.contract.Require;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.StreamsApi.Entries;
import io.peerstage.contract.streams.StreamsApi.Whose;
import io.peerstage.gateway.feeds.AtomFeed;
import io.peerstage.gateway.feeds.CalendarFile;
import io.peerstage.gateway.feeds.Oembed;
import io.peerstage.gateway.feeds.Site;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Sha256;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The schedule for other programs. These ask again and again, so each answer may be kept for five minutes and has an ETag of its text; a
 * time would not do, since an entry also leaves a calendar by growing old.
 */
final class FeedHandlers {
    private static final String SITE = "Peerstage";
    private static final Set<Failure> AWAY = Set.of(Failure.UNAVAILABLE, Failure.TIMEOUT);

    private final Bus bus;
    private final Site site;

    FeedHandlers(Bus bus, Site site) {
        this.bus = bus;
        this.site = site;
    }

    Future<Optional<Answer>> getCalendar(Request request) {
        return bus.ask(StreamsApi.CALENDAR, request.caller(), Whose.ANYBODYS)
                .map(told -> send(request, CalendarFile.MEDIA_TYPE, CalendarFile.of(site, SITE, told.entries())));
    }

    Future<Optional<Answer>> getStreamCalendar(Request request) {
        return bus.ask(StreamsApi.CALENDAR, request.caller(), Whose.just(request.streamId()))
                .map(told -> {
                    var entry = told.entries().stream()
                            .findFirst()
                            .orElseThrow(() -> Failure.STREAM_NOT_FOUND.because("there is no such stream"));
                    return send(request, CalendarFile.MEDIA_TYPE, CalendarFile.of(site, entry.title(), List.of(entry)));
                });
    }

    Future<Optional<Answer>> getProfileCalendar(Request request) {
        var whose = Whose.of(request.account());
        return ofSomebody(
                        request,
                        StreamsApi.CALENDAR,
                        whose,
                        (name, told) -> CalendarFile.of(site, name + " · " + SITE, told.entries()))
                .map(text -> send(request, CalendarFile.MEDIA_TYPE, text));
    }

    Future<Optional<Answer>> getSubscriptionsCalendar(Request request) {
        var whose = Whose.followedBy(request.account());
        return ofSomebody(
                        request,
                        StreamsApi.CALENDAR,
                        whose,
                        (name, told) ->
                                CalendarFile.of(site, "Subscriptions of " + name + " · " + SITE, told.entries()))
                .map(text -> send(request, CalendarFile.MEDIA_TYPE, text));
    }

    Future<Optional<Answer>> getFeed(Request request) {
        return bus.ask(StreamsApi.NEWEST, request.caller(), Whose.ANYBODYS)
                .map(told ->
                        AtomFeed.of(site, SITE, site.api("/streams.atom"), site.url() + "/streams", told.entries()))
                .map(text -> send(request, AtomFeed.MEDIA_TYPE, text));
    }

    Future<Optional<Answer>> getProfileFeed(Request request) {
        var account = request.account();
        var whose = Whose.of(account);
        return ofSomebody(
                        request,
                        StreamsApi.NEWEST,
                        whose,
                        (name, told) -> AtomFeed.of(
                                site,
                                name + " · " + SITE,
                                site.api("/profiles/" + account + "/streams.atom"),
                                site.profile(account),
                                told.entries()))
                .map(text -> send(request, AtomFeed.MEDIA_TYPE, text));
    }

    Future<Answer> getOembed(Request request) {
        var address = Require.present("url", request.parameters().getString("url"));
        var id = site.streamAt(address);
        Require.that(id.isPresent(), "url", "must be the address of a stream's page at " + site.url());
        return bus.ask(StreamsApi.GET, request.caller(), new StreamsApi.Which(id.orElseThrow()))
                .map(stream -> Answer.ok(Oembed.of(
                                site,
                                stream,
                                request.parameters().getInteger("maxwidth"),
                                request.parameters().getInteger("maxheight")))
                        .with(200, Map.of("Cache-Control", "public, max-age=300")));
    }

    private Future<String> ofSomebody(
            Request request,
            Operation<Whose, Entries> operation,
            Whose whose,
            BiFunction<String, Entries, String> text) {
        return bus.ask(operation, request.caller(), whose)
                .compose(told -> name(
                                request.caller(),
                                request.account(),
                                !told.entries().isEmpty())
                        .map(name -> text.apply(name, told)));
    }

    /**
     * While profiles-service is away an account's short form will do: the streams can be told without it. So it will where the profile was
     * deleted and its streams are still to be told as cancelled.
     */
    private Future<String> name(Caller caller, Account account, boolean isKnown) {
        return bus.ask(ProfilesApi.GET, caller, new ProfilesApi.Which(account))
                .map(profile -> new Stream.Speaker(profile.name(), profile.surname(), Optional.empty()).called(account))
                .recover(thrown -> thrown instanceof Refused refused
                                && (AWAY.contains(refused.failure())
                                        || (isKnown && refused.failure() == Failure.PROFILE_NOT_FOUND))
                        ? Future.succeededFuture(account.shortened())
                        : Future.failedFuture(thrown));
    }

    /** Nothing but the head where the client has the same already (RFC 9110, 13.1.2); weak, since the text may travel compressed. */
    private static Optional<Answer> send(Request request, String mediaType, String text) {
        var context = request.context();
        context.response()
                .putHeader("Content-Type", mediaType)
                .putHeader("Cache-Control", "public, max-age=300")
                .putHeader("ETag", "W/\"" + Sha256.hex(text) + "\"");
        if (context.isFresh()) {
            context.response().setStatusCode(304).end();
        } else {
            context.response().end(text);
        }
        return Optional.empty();
    }
}
