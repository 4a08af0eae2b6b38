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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signaling on the event bus. */
final class SignalingVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(SignalingVerticle.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_TELLINGS = Duration.ofSeconds(2);
    private static final Duration BETWEEN_FIGURES = Duration.ofSeconds(5);
    private static final int BATCH = 100;
    private static final Set<EventType> HEARD = EnumSet.of(
            EventType.UNSUBSCRIBED,
            EventType.STREAM_EDITED,
            EventType.STREAM_ENDED,
            EventType.STREAM_DELETED,
            EventType.PROFILE_DELETED,
            EventType.ACCOUNT_BANNED);

    private final Bus bus;
    private final Signaling signaling;
    private final Rooms rooms;
    private final Talk talk;
    private final Figures figures;
    private final Ownership ownership;
    private final Answers answers;
    private final SilentGateways gateways;
    private final EventLog eventLog;
    /** Whose right is still to be asked for again. */
    private final Set<ProfilesApi.Relation> banned = new LinkedHashSet<>();

    private final List<Pulse> pulses = new ArrayList<>();
    private Pulse barring;
    private Pulse follower;
    private long position;
    private boolean stopping;

    SignalingVerticle(
            Bus bus,
            Signaling signaling,
            Rooms rooms,
            Talk talk,
            Figures figures,
            Ownership ownership,
            Answers answers,
            SilentGateways gateways,
            EventLog eventLog) {
        this.bus = bus;
        this.signaling = signaling;
        this.rooms = rooms;
        this.talk = talk;
        this.figures = figures;
        this.ownership = ownership;
        this.answers = answers;
        this.gateways = gateways;
        this.eventLog = eventLog;
    }

    @Override
    public Future<?> start() {
        follower = pulse(BEAT, "rights that were lost", this::readOn);
        barring = pulse(BEAT, "whom broadcasters banned", this::bar);
        // The log's position is taken before anybody enters, so that no right that is lost is missed.
        return follow().compose(following -> gateways.start())
                .compose(hearing -> answers.open())
                .compose(reachable -> ownership.renew())
                .compose(leased -> answers.share())
                .onSuccess(ready -> begin());
    }

    /** Others have the rooms at once, and this instance says nothing more in any of them. */
    @Override
    public Future<?> stop() {
        stopping = true;
        pulses.forEach(Pulse::stop);
        figures.close();
        return ownership
                .end()
                .onFailure(thrown -> log.warn("the lease runs out by itself: {}", thrown.toString()))
                .otherwiseEmpty()
                .onComplete(ended -> rooms.drop(room -> true));
    }

    private void begin() {
        barring.start();
        pulse(Ownership.BETWEEN_RENEWALS, "the lease", this::renew).start();
        pulse(Ownership.BETWEEN_LOOKS, "rooms of instances that died", this::takeOver)
                .start();
        pulse(BETWEEN_LOOKS, "rooms that nobody has", this::recover).start();
        pulse(BEAT, "shows that ended", rooms::keepEndings).start();
        vertx.setPeriodic(TICK.toMillis(), tick -> {
            figures.count(rooms.all());
            rooms.tick();
        });
        vertx.setPeriodic(BETWEEN_FIGURES.toMillis(), again -> figures.look(rooms.all()));
        vertx.setPeriodic(BETWEEN_TELLINGS.toMillis(), again -> rooms.tell());
        vertx.setPeriodic(BEAT.toMillis(), again -> gateways.giveUp());
    }

    private Pulse pulse(Duration every, String name, Supplier<Future<Boolean>> work) {
        var pulse = new Pulse(vertx, every, name, work);
        pulses.add(pulse);
        return pulse;
    }

    /** Once others have declared it dead, this instance forgets all, as if it had just been started. */
    private Future<Boolean> renew() {
        return ownership.renew().compose(held -> {
            if (held || stopping) {
                return Future.succeededFuture(false);
            }
            log.warn("the lease was lost; all rooms are left to others, and this is {} now", ownership.node());
            rooms.drop(room -> true);
            signaling.forgetClosed();
            return answers.open().map(true);
        });
    }

    private Future<Boolean> takeOver() {
        return ownership.takeOver().compose(taken -> {
            figures.tookOver(taken.size());
            return rooms.takeOver(taken).map(taken.size() == Ownership.BATCH);
        });
    }

    private Future<Boolean> recover() {
        return rooms.recover().compose(recovered -> ownership.prune()).compose(pruned -> adopt());
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
                    talk.silence(ban.broadcaster(), ban.subscriber());
                }))
                .compose(ready -> bus.on(SignalingApi.MUTED, talk::heard))
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
        return adopt(StreamsApi.Query.of(Set.of(Status.LIVE), StreamsApi.Sort.START, StreamsApi.LARGEST_PAGE));
    }

    private Future<Boolean> adopt(StreamsApi.Query query) {
        return bus.ask(StreamsApi.LIST, bus.self(), query)
                .compose(page -> rooms.adopt(page.items()).map(page.next()))
                .compose(next -> next.isEmpty() ? Future.succeededFuture(false) : adopt(query.behind(next)));
    }
}
