package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Require;
import io.peerstage.contract.profiles.ProfilesApi.Standing;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.Stream.Speaker;
import io.peerstage.contract.streams.StreamsApi;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What may happen to the schedule, and what refuses it. */
final class Streams {
    /** How far in the past a new start may lie: forms take a while to fill in. */
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private static final Duration FARTHEST = Duration.ofDays(366);
    /** How long before its start a show may go live. */
    private static final Duration EARLY = Duration.ofMinutes(15);

    /** How long calendars tell of a stream that is over or was deleted. */
    private static final Duration IN_CALENDARS = Duration.ofDays(30);

    private final StreamStore store;
    private final Profiles profiles;
    private final Clock clock;

    Streams(StreamStore store, Profiles profiles, Clock clock) {
        this.store = store;
        this.profiles = profiles;
        this.clock = clock;
    }

    Future<Stream> schedule(Caller caller, StreamsApi.Announcement announcement) {
        var key = Key.of(announcement);
        return key.map(known -> store.announced(caller.signedIn(), known))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()))
                .compose(before -> before.map(Future::succeededFuture)
                        .orElseGet(() -> announce(caller, announcement.plan(), key)));
    }

    private Future<Stream> announce(Caller caller, StreamsApi.Schedule plan, Optional<Key> key) {
        requireFuture(plan.startTime());
        return profiles.standing(caller)
                .map(Streams::requireRegistered)
                .map(registered -> announce(caller.signedIn(), plan))
                .compose(stream -> key.map(once -> store.insertOnce(stream, once, now()))
                        .orElseGet(() -> store.insert(stream, now())));
    }

    Future<Void> forgetKeys() {
        return store.forgetKeys(now());
    }

    Future<Stream> edit(Caller caller, StreamsApi.Edit edit) {
        return store.edit(edit.id(), stream -> edited(caller.signedIn(), stream, edit), now());
    }

    Future<Nothing> delete(Caller caller, StreamsApi.Which which) {
        return profiles.standing(caller)
                .map(standing -> standing.admin() ? standing : requireRegistered(standing))
                .compose(standing -> store.delete(
                        which.id(),
                        caller.signedIn(),
                        stream -> standing.admin() ? stream : requireBroadcaster(caller.signedIn(), stream),
                        now()))
                .map(Nothing.NOTHING);
    }

    Future<Stream> get(Caller caller, StreamsApi.Which which) {
        return store.find(which.id(), now());
    }

    Future<StreamsApi.Page> list(Caller caller, StreamsApi.Query query) {
        return store.list(query, now());
    }

    Future<StreamsApi.Own> ofBroadcaster(Caller caller, StreamsApi.Broadcaster broadcaster) {
        return store.ofBroadcaster(broadcaster.account(), broadcaster.hidden());
    }

    Future<StreamsApi.OwnOfMany> ofBroadcasters(Caller caller, StreamsApi.Broadcasters broadcasters) {
        return store.ofBroadcasters(broadcasters.accounts());
    }

    Future<StreamsApi.Started> goLive(Caller caller, StreamsApi.GoLive wish) {
        var broadcaster = caller.signedIn();
        return store.start(wish, broadcaster, stream -> requireOpen(requireBroadcaster(broadcaster, stream)), now());
    }

    Future<Nothing> end(Caller caller, StreamsApi.End show) {
        return store.end(show, now()).map(Nothing.NOTHING);
    }

    Future<StreamsApi.Export> export(Caller caller, StreamsApi.ExportPage page) {
        return store.page(page.after(), page.limit(), now()).map(StreamsApi.Export::new);
    }

    Future<StreamsApi.Entries> calendar(Caller caller, StreamsApi.Whose whose) {
        return store.calendar(whose, now().minus(IN_CALENDARS), now());
    }

    Future<StreamsApi.Entries> newest(Caller caller, StreamsApi.Whose whose) {
        return store.newest(whose);
    }

    private Stream announce(Account broadcaster, StreamsApi.Schedule plan) {
        var nobodyYet = new Speaker(Optional.empty(), Optional.empty(), Optional.empty());
        return new Stream(
                Slug.id(now(), plan.title()),
                broadcaster,
                nobodyYet,
                plan.title(),
                plan.description(),
                plan.startTime(),
                plan.endTime(),
                plan.imgLink(),
                plan.audience(),
                plan.endTime().isAfter(now()) ? Status.UPCOMING : Status.PAST,
                Optional.empty(),
                Optional.empty(),
                0,
                1);
    }

    private Stream edited(Account caller, Stream stream, StreamsApi.Edit edit) {
        requireBroadcaster(caller, stream);
        edit.ifVersions()
                .filter(versions -> !versions.contains(stream.version()))
                .ifPresent(others -> {
                    throw Failure.PRECONDITION_FAILED.because(
                            "the stream was edited meanwhile; its version is " + stream.version());
                });
        edit.startTime().filter(start -> !start.equals(stream.startTime())).ifPresent(this::requireFuture);
        var startTime = edit.startTime().orElse(stream.startTime());
        var endTime = edit.endTime().orElse(stream.endTime());
        StreamsApi.requirePeriod(startTime, endTime);
        return new Stream(
                stream.id(),
                stream.broadcaster(),
                stream.speaker(),
                edit.title().orElse(stream.title()),
                edit.clear().contains("description")
                        ? Optional.empty()
                        : edit.description().or(stream::description),
                startTime,
                endTime,
                edit.clear().contains("imgLink")
                        ? Optional.empty()
                        : edit.imgLink().or(stream::imgLink),
                edit.audience().orElse(stream.audience()),
                stream.status(),
                stream.startedAt(),
                stream.endedAt(),
                stream.watchers(),
                stream.version() + 1);
    }

    private void requireFuture(Instant startTime) {
        var now = now();
        Require.that(!startTime.isBefore(now.minus(LEEWAY)), "startTime", "must not lie in the past");
        Require.that(!startTime.isAfter(now.plus(FARTHEST)), "startTime", "must lie within a year from now");
    }

    private Stream requireOpen(Stream stream) {
        var opens = stream.startTime().minus(EARLY);
        if (now().isBefore(opens)) {
            throw Failure.CONFLICT.because("too early: this stream can go live from " + opens);
        }
        if (!stream.live() && !now().isBefore(stream.endTime())) {
            throw Failure.CONFLICT.because("too late: this stream ended at " + stream.endTime());
        }
        return stream;
    }

    private static Standing requireRegistered(Standing standing) {
        if (!standing.registered()) {
            throw Failure.NOT_REGISTERED.because("register first: save a profile");
        }
        return standing;
    }

    private static Stream requireBroadcaster(Account caller, Stream stream) {
        if (!stream.broadcaster().equals(caller)) {
            throw Failure.NOT_BROADCASTER.because("only its broadcaster may do that with " + stream.id());
        }
        return stream;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
