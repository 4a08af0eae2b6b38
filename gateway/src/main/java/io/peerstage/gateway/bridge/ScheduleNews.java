package io.peerstage.gateway.bridge;

import io.peerstage.contract.Account;
import io.peerstage.contract.Event;
import io.peerstage.contract.EventType;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Refused;
import io.peerstage.contract.Require;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.gateway.events.EventTail;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Json;
import io.peerstage.runtime.Pulse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells browsers which streams of the schedule have changed, at most once a second each, and no more than a page can use. The event log
 * says which, so none is missed; what has become of them is asked of their owner, once for all who watch. While nobody watches, nothing
 * is asked. Belongs to one event loop.
 */
final class ScheduleNews {
    private static final int MOST_IDS = 100;
    private static final int MOST_A_SECOND = 50;
    private static final int MOST_COUNTS = 10_000;
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Set<EventType> OF_A_STREAM = Set.of(
            EventType.STREAM_IS_SCHEDULED,
            EventType.STREAM_EDITED,
            EventType.STREAM_DELETED,
            EventType.STREAM_WENT_LIVE,
            EventType.STREAM_ENDED);
    private static final Set<EventType> OF_AN_ACCOUNT = Set.of(EventType.ACCOUNT_BANNED, EventType.ACCOUNT_UNBANNED);

    private final Bus bus;
    private final EventTail events;
    private final Pulse pulse;
    private final Interests interests = new Interests();
    /** The longest waiting first, so that each has its turn. */
    private final Set<StreamId> changed = new LinkedHashSet<>();

    private final Set<Account> judged = new HashSet<>();
    private final Map<StreamId, Integer> watchers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId, Integer> eldest) {
            return size() > MOST_COUNTS;
        }
    };

    ScheduleNews(Vertx vertx, Bus bus, EventTail events) {
        this.bus = bus;
        this.events = events;
        this.pulse = new Pulse(vertx, BEAT, "news of the schedule", this::tell);
    }

    /**
     * What a browser wants to be told of, in place of what it wanted before.
     *
     * @param ids absent for the whole schedule
     */
    record Wish(Optional<List<StreamId>> ids) {
        Wish {
            ids = ids.map(List::copyOf);
            ids.ifPresent(these -> {
                Require.that(these.size() <= MOST_IDS, "ids", "must be at most " + MOST_IDS);
                Require.that(these.stream().noneMatch(id -> id.value().isEmpty()), "ids", "must be the ids of streams");
            });
        }
    }

    Future<Void> start() {
        events.follow(told -> told.forEach(this::happened));
        return bus.on(SignalingApi.WATCHED, this::counted).onSuccess(listening -> pulse.start());
    }

    void stop() {
        pulse.stop();
    }

    Nothing watch(BrowserSocket socket, Wish wish) {
        interests.set(socket, wish.ids());
        return Nothing.NOTHING;
    }

    void forget(BrowserSocket socket) {
        interests.remove(socket);
    }

    private void happened(Event event) {
        if (interests.isEmpty()) {
            return;
        }
        var type = EventType.of(event.type());
        if (type.filter(OF_A_STREAM::contains).isPresent()) {
            hasChanged(new StreamId(event.text("id")));
        } else if (type.filter(OF_AN_ACCOUNT::contains).isPresent()) {
            judged.add(new Account(event.text("account_id")));
        }
    }

    /** Signaling repeats itself, so that nobody has to rely on one message. */
    private void counted(SignalingApi.Watched now) {
        var before = watchers.put(now.stream(), now.watchers());
        if (before == null || before != now.watchers()) {
            hasChanged(now.stream());
        }
    }

    private void hasChanged(StreamId id) {
        if (interests.include(id)) {
            changed.add(id);
        }
    }

    /** What cannot be asked now is asked a second later. */
    private Future<Boolean> tell() {
        var accounts = List.copyOf(judged);
        judged.clear();
        var streams = changed.stream().limit(MOST_A_SECOND).toList();
        streams.forEach(changed::remove);
        return Future.join(accounts.stream().map(this::askWhose).toList())
                .transform(done -> Future.join(streams.stream().map(this::ask).toList()))
                .transform(done -> Future.succeededFuture(false));
    }

    /** A ban hides all streams of an account, and its end shows them again. */
    private Future<StreamsApi.Own> askWhose(Account account) {
        return bus.ask(StreamsApi.OF_BROADCASTER, bus.self(), new StreamsApi.Broadcaster(account, true))
                .onSuccess(own -> own.ids().forEach(this::hasChanged))
                .onFailure(later -> judged.add(account));
    }

    private Future<Push.StreamChanged> ask(StreamId id) {
        if (!interests.include(id)) {
            return Future.succeededFuture();
        }
        return bus.ask(StreamsApi.GET, bus.self(), new StreamsApi.Which(id))
                .map(Push.StreamChanged::of)
                .recover(thrown -> thrown instanceof Refused refused && refused.failure() == Failure.STREAM_NOT_FOUND
                        ? Future.succeededFuture(Push.StreamChanged.deleted(id))
                        : Future.failedFuture(thrown))
                .onSuccess(this::tell)
                .onFailure(later -> hasChanged(id));
    }

    private void tell(Push.StreamChanged push) {
        var message = BrowserSocket.message(push.address(), Json.text(push));
        interests.in(push.id()).filter(BrowserSocket::isOpen).forEach(socket -> socket.write(message));
    }
}
