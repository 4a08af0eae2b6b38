package io.peerstage.streams;

import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Pulse;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

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
        return bus.answer(StreamsApi.SCHEDULE, streams::schedule)
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

    @Override
    public Future<?> stop() {
        models.stop();
        forgetting.stop();
        return Future.succeededFuture();
    }
}
