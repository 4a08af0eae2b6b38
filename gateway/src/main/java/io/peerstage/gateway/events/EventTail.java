package io.peerstage.gateway.events;

import io.peerstage.contract.Event;
import io.peerstage.contract.EventType;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Pulse;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * The end of the event log, read once for this gateway however many follow it. Each event is told once, in order and without a gap; what
 * cannot be read now is read later. Facts on the bus only hasten it. Belongs to the event loop that starts it.
 */
public final class EventTail {
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final int BATCH = 500;
    /** Positions have no gaps, so the place of an event is its position; at a few hundred bytes each, about a megabyte. */
    private static final int REMEMBERED = 2_000;
    /** Those far behind must not take the gateway's connections from everybody else. */
    private static final int MOST_READS_AT_ONCE = 2;

    private static final Duration LONGEST_READ = Duration.ofSeconds(5);

    private final Bus bus;
    private final EventLog log;
    private final Pulse pulse;
    private final Event[] latest = new Event[REMEMBERED];
    private final List<Consumer<List<Event>>> listeners = new ArrayList<>();
    private final Queue<Promise<Void>> waiting = new ArrayDeque<>();
    private int reads;
    private long start;
    private long last;

    public EventTail(Vertx vertx, Bus bus, EventLog log) {
        this.bus = bus;
        this.log = log;
        this.pulse = new Pulse(vertx, BEAT, "end of the event log", this::readOn);
    }

    /** Follows from the log's end on. */
    public Future<Void> start() {
        var listening = Arrays.stream(EventType.values()).map(type -> bus.on(type.fact(), event -> pulse.nudge()));
        return Future.all(listening.toList()).compose(all -> log.head()).map(head -> {
            start = head;
            last = head;
            pulse.start();
            return null;
        });
    }

    public void stop() {
        pulse.stop();
    }

    /** How long ago it was last at the end of the log. */
    public double secondsBehind() {
        return pulse.secondsBehind();
    }

    /** Is told of new events, the oldest first. */
    public void follow(Consumer<List<Event>> listener) {
        listeners.add(listener);
    }

    /** The events behind a position, the oldest first: from memory where they are late, else from the log. */
    public Future<List<Event>> after(long position, int limit) {
        return position < Math.max(start, last - REMEMBERED)
                ? fromLog(position, limit)
                : Future.succeededFuture(LongStream.rangeClosed(position + 1, Math.min(position + limit, last))
                        .mapToObj(this::remembered)
                        .toList());
    }

    private Event remembered(long position) {
        return latest[(int) (position % REMEMBERED)];
    }

    private Future<List<Event>> fromLog(long position, int limit) {
        var turn = Promise.<Void>promise();
        waiting.add(turn);
        nextTurn();
        return turn.future()
                .compose(mine -> log.read(position, limit).timeout(LONGEST_READ.toSeconds(), TimeUnit.SECONDS))
                .onComplete(read -> {
                    reads--;
                    nextTurn();
                });
    }

    private void nextTurn() {
        if (reads < MOST_READS_AT_ONCE && !waiting.isEmpty()) {
            reads++;
            waiting.remove().complete();
        }
    }

    private Future<Boolean> readOn() {
        return log.read(last, BATCH).map(events -> {
            tell(events);
            return events.size() == BATCH;
        });
    }

    /** An answer that the pulse no longer waited for may come after its repetition: what is known already is passed over. */
    private void tell(List<Event> read) {
        var fresh = read.stream().filter(event -> event.position() > last).toList();
        for (var event : fresh) {
            last = event.position();
            latest[(int) (last % REMEMBERED)] = event;
        }
        if (!fresh.isEmpty()) {
            listeners.forEach(listener -> listener.accept(fresh));
        }
    }
}
