package io.peerstage.streams;

import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Pulse;
import io.peerstage.runtime.Rehearsal;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The schedule on the event bus. */
final class StreamsVerticle extends VerticleBase {
    private static final Duration BETWEEN_FORGETTINGS = Duration.ofMinutes(10);

    private final Bus bus;
    private final Streams streams;
    private final Audiences audiences;
    private final ReadModels models;
    private final Watchers watchers;
    private Pulse forgetting;

    StreamsVerticle(Bus bus, Streams streams, Audiences audiences, ReadModels models, Watchers watchers) {
        this.bus = bus;
        this.streams = streams;
        this.audiences = audiences;
        this.models = models;
        this.watchers = watchers;
    }

    @Override
    public Future<?> start() {
        forgetting = new Pulse(
                vertx,
                BETWEEN_FORGETTINGS,
                "old keys",
                () -> streams.forgetKeys().map(false));
        return Rehearsal.play(vertx, this::rehearse)
                .compose(ready -> bus.answer(StreamsApi.SCHEDULE, streams::schedule))
                .compose(ready -> bus.answer(StreamsApi.EDIT, streams::edit))
                .compose(ready -> bus.answer(StreamsApi.DELETE, streams::delete))
                .compose(ready -> bus.answer(StreamsApi.GET, streams::get))
                .compose(ready -> bus.answer(StreamsApi.LIST, streams::list))
                .compose(ready -> bus.answer(StreamsApi.OF_BROADCASTER, streams::ofBroadcaster))
                .compose(ready -> bus.answer(StreamsApi.OF_BROADCASTERS, streams::ofBroadcasters))
                .compose(ready -> bus.answer(StreamsApi.GO_LIVE, streams::goLive))
                .compose(ready -> bus.answer(StreamsApi.END, streams::end))
                .compose(ready -> bus.answer(StreamsApi.SUMMARY, audiences::summary))
                .compose(ready -> bus.answer(StreamsApi.WATCHING, audiences::watching))
                .compose(ready -> bus.answer(StreamsApi.EXPORT, streams::export))
                .compose(ready -> bus.answer(StreamsApi.CATCH_UP, (caller, nothing) -> models.catchUp()))
                .compose(ready -> bus.answer(StreamsApi.CALENDAR, streams::calendar))
                .compose(ready -> bus.answer(StreamsApi.NEWEST, streams::newest))
                .compose(ready -> bus.on(SignalingApi.WATCHED, watchers::heard))
                .compose(ready -> models.start(bus))
                .onSuccess(following -> forgetting.start());
    }

    /** Nobody without a profile announces anything. */
    private Future<?> rehearse() {
        var nobody = bus.caller(Optional.of(Rehearsal.NOBODY), "rehearsal", Optional.empty());
        var soon = nobody.deadline();
        var plan = new StreamsApi.Schedule(
                "Rehearsal", Optional.empty(), soon, soon.plusSeconds(1), Optional.empty(), Audience.EVERYONE);
        var query = new StreamsApi.Query(
                Set.of(),
                Optional.of(Rehearsal.NOBODY),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                StreamsApi.Sort.START,
                1,
                Optional.empty());
        return Future.join(
                streams.schedule(nobody, new StreamsApi.Announcement(plan, Optional.empty())),
                streams.list(nobody, query));
    }

    @Override
    public Future<?> stop() {
        models.stop();
        forgetting.stop();
        return Future.succeededFuture();
    }
}
