package io.peerstage.signaling;

import io.peerstage.contract.Event;
import io.peerstage.contract.EventType;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Pulse;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Signaling on the event bus. */
final class SignalingVerticle extends VerticleBase {
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_BEGUN = Duration.ofSeconds(2);
    private static final int BATCH = 100;
    private static final Set<EventType> HEARD = EnumSet.of(
            EventType.UNSUBSCRIBED,
            EventType.STREAM_EDITED,
            EventType.STREAM_DELETED,
            EventType.PROFILE_DELETED,
            EventType.ACCOUNT_BANNED);

    private final Bus bus;
    private final Signaling signaling;
    private final Rooms rooms;
    private final EventLog eventLog;
    private final long epoch;
    /** Whose right is still to be asked for again. */
    private final Set<ProfilesApi.Relation> banned = new LinkedHashSet<>();

    private Pulse barring;
    private Pulse follower;
    private Pulse endings;
    private Pulse restoring;
    private long position;

    SignalingVerticle(Bus bus, Signaling signaling, Rooms rooms, EventLog eventLog, long epoch) {
        this.bus = bus;
        this.signaling = signaling;
        this.rooms = rooms;
        this.eventLog = eventLog;
        this.epoch = epoch;
    }

    @Override
    public Future<?> start() {
        follower = new Pulse(vertx, BEAT, "rights that were lost", this::readOn);
        barring = new Pulse(vertx, BEAT, "whom broadcasters banned", this::bar);
        endings = new Pulse(vertx, BEAT, "shows that ended", rooms::keepEndings);
        restoring = new Pulse(vertx, BETWEEN_LOOKS, "shows that no room knows", this::adopt);
        // The log's position is taken before anybody enters, so that no right that is lost is missed.
        return follow().compose(following -> bus.answer(SignalingApi.ENTER, signaling::enter))
                .compose(ready -> bus.answer(SignalingApi.GO_LIVE, signaling::goLive))
                .compose(ready -> bus.answer(SignalingApi.STOP, signaling::stop))
                .compose(ready -> bus.answer(SignalingApi.SIGNAL, signaling::signal))
                .compose(ready -> bus.answer(SignalingApi.EDGE, signaling::edge))
                .compose(ready -> bus.answer(SignalingApi.REPORT, signaling::report))
                .compose(ready -> bus.answer(SignalingApi.PONG, signaling::pong))
                .compose(ready -> bus.answer(SignalingApi.LEAVE, signaling::leave))
                .compose(ready -> bus.answer(SignalingApi.DETACH, signaling::detach))
                .compose(ready -> bus.answer(SignalingApi.EXPEL, signaling::expel))
                .compose(ready -> bus.answer(SignalingApi.PRESENT, signaling::present))
                .compose(ready -> bus.answer(SignalingApi.TURNOUT, signaling::turnout))
                .onSuccess(ready -> begin());
    }

    @Override
    public Future<?> stop() {
        List.of(follower, barring, endings, restoring).forEach(Pulse::stop);
        return Future.succeededFuture();
    }

    private void begin() {
        barring.start();
        restoring.start();
        endings.start();
        vertx.setPeriodic(TICK.toMillis(), tick -> rooms.tick());
        tellEpoch();
        vertx.setPeriodic(BETWEEN_BEGUN.toMillis(), again -> tellEpoch());
    }

    /** Again and again, for a gateway may have missed it. */
    private void tellEpoch() {
        bus.publish(
                SignalingApi.OWNED,
                new SignalingApi.Owner(
                        "",
                        rooms.all().stream()
                                .map(room ->
                                        new SignalingApi.Owned(room.stream().id(), epoch))
                                .toList()));
    }

    private Future<Void> follow() {
        return eventLog.head()
                .onSuccess(head -> position = head)
                .compose(head -> Future.all(HEARD.stream()
                        .map(type -> bus.on(type.fact(), fact -> follower.nudge()))
                        .toList()))
                .compose(ready -> bus.on(ProfilesApi.BANNED, ban -> {
                    banned.add(ban);
                    barring.nudge();
                }))
                .onSuccess(ready -> follower.start());
    }

    private Future<Boolean> readOn() {
        return eventLog.read(position, BATCH).compose(events -> {
            var heard = Future.<Void>succeededFuture();
            for (var event : events) {
                heard = heard.compose(before -> heard(event));
            }
            return heard.map(all -> events.size() == BATCH);
        });
    }

    private Future<Boolean> bar() {
        return Future.all(List.copyOf(banned).stream()
                        .map(ban -> signaling
                                .check(ban.subscriber(), ban.broadcaster())
                                .onSuccess(done -> banned.remove(ban)))
                        .toList())
                .map(false);
    }

    private Future<Void> heard(Event event) {
        return signaling.heard(event).onSuccess(done -> position = event.position());
    }

    private Future<Boolean> adopt() {
        return adopt(new StreamsApi.Query(
                Set.of(Status.LIVE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                StreamsApi.Sort.START,
                StreamsApi.LARGEST_PAGE,
                Optional.empty()));
    }

    private Future<Boolean> adopt(StreamsApi.Query query) {
        return bus.ask(StreamsApi.LIST, bus.self(), query).compose(page -> {
            rooms.adopt(page.items());
            return page.next().isEmpty() ? Future.succeededFuture(false) : adopt(query.from(page.next()));
        });
    }
}
