package io.peerstage.streams;

import io.peerstage.contract.EventType;
import io.peerstage.contract.Nothing;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Pulse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Keeps beside the schedule what its lists must join: who follows whom, who is banned, and the names of speakers. So lists are one
 * statement and can be read while profiles-service is away. Two things go on side by side: the event log is followed, which needs nobody
 * else; and names that it says have changed are asked of their owner, who may be away.
 */
final class ReadModels {
    /** Those that change a read model, and the one after which a banned account might be live. */
    private static final List<EventType> FOLLOWED = List.of(
            EventType.PROFILE_EDITED,
            EventType.PROFILE_DELETED,
            EventType.SUBSCRIBED,
            EventType.UNSUBSCRIBED,
            EventType.STREAM_IS_SCHEDULED,
            EventType.STREAM_WENT_LIVE,
            EventType.ACCOUNT_BANNED,
            EventType.ACCOUNT_UNBANNED);

    private static final Duration BEAT = Duration.ofSeconds(1);

    private final ReadModelStore store;
    private final Profiles profiles;
    private final Clock clock;
    private final Pulse following;
    private final Pulse asking;

    ReadModels(Vertx vertx, ReadModelStore store, Profiles profiles, Clock clock) {
        this.store = store;
        this.profiles = profiles;
        this.clock = clock;
        this.following = new Pulse(vertx, BEAT, "read models", this::follow);
        this.asking = new Pulse(vertx, BEAT, "names of speakers", this::ask);
    }

    Future<Void> start(Bus bus) {
        var listening = FOLLOWED.stream()
                .map(type -> bus.on(type.fact(), event -> following.nudge()))
                .toList();
        return Future.all(listening)
                .onSuccess(all -> following.start())
                .onSuccess(all -> asking.start())
                .mapEmpty();
    }

    void stop() {
        following.stop();
        asking.stop();
    }

    /** How long ago this instance, or another one, was last at the end of the event log. */
    double secondsBehind() {
        return following.secondsBehind();
    }

    Future<Nothing> catchUp() {
        return store.catchUp(now()).map(Nothing.NOTHING).onSuccess(done -> asking.nudge());
    }

    private Future<Boolean> follow() {
        return store.follow(now()).map(any -> {
            if (any) {
                asking.nudge();
            }
            return false; // it went to the end of the log
        });
    }

    private Future<Boolean> ask() {
        return store.edited()
                .compose(edited -> edited.isEmpty()
                        ? Future.succeededFuture(false)
                        : Future.all(edited.stream().map(this::ask).toList())
                                .compose(all -> store.keep(all.list()))
                                .onSuccess(kept -> following.nudge()) // which left the row to this
                                .map(true));
    }

    private Future<ReadModelStore.Speaker> ask(ReadModelStore.Edited edited) {
        return profiles.profile(edited.account()).map(profile -> new ReadModelStore.Speaker(edited, profile));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
