package io.peerstage.gateway.events;

import io.peerstage.contract.Event;
import io.peerstage.contract.Failure;
import io.peerstage.gateway.auth.Network;
import io.peerstage.runtime.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Readers who follow the event log over HTTP, as server-sent events (WHATWG HTML, 9.2). A reader is sent as much as it takes, and
 * nothing is kept for it but its position. Belongs to one event loop.
 */
public final class LiveEvents {
    /** The server closes what is silent for 90 s, and many proxies what is so for 60. */
    private static final long MILLISECONDS_BETWEEN_SIGNS = 15_000;

    private static final int MOST_READERS = 1_000;
    private static final int MOST_OF_ONE_ADDRESS = 16;
    /** In milliseconds; each reader's is another, so that those of a gateway that stops do not come to the others at once. */
    private static final int SHORTEST_RETRY = 1_000;

    private static final int RETRY_STEP = 50;
    private static final int RETRY_STEPS = 40;

    private final Vertx vertx;
    private final EventTail tail;
    private final Set<EventReader> readers = new LinkedHashSet<>();
    private final Map<String, Integer> byAddress = new HashMap<>();
    private long timer = -1;
    private boolean draining;
    private int served;
    private long framedFrom;
    private int framed;
    private Buffer frame = Buffer.buffer();

    public LiveEvents(Vertx vertx, EventTail tail) {
        this.vertx = vertx;
        this.tail = tail;
    }

    public void start() {
        timer = vertx.setPeriodic(
                MILLISECONDS_BETWEEN_SIGNS, tick -> List.copyOf(readers).forEach(EventReader::signOfLife));
        tail.follow(events -> List.copyOf(readers).forEach(EventReader::readOn));
    }

    /** Ends all responses; their readers come back with their position, to another gateway. */
    public void drain() {
        draining = true;
        vertx.cancelTimer(timer);
        List.copyOf(readers).forEach(EventReader::end);
    }

    /**
     * Sends every event behind that position, as it comes, until the reader goes. Fails with {@code TOO_MANY_REQUESTS} and {@code
     * UNAVAILABLE} before anything is sent.
     *
     * @param host the reader's address; of IPv6 the first 64 bits count, which are one subscriber's
     */
    public void serve(String host, long after, HttpServerResponse response) {
        var address = Network.of(host);
        requireRoom(address);
        var reader = new EventReader(vertx, tail, response, after, this::frame);
        readers.add(reader);
        byAddress.merge(address, 1, Integer::sum);
        reader.begin(SHORTEST_RETRY + served++ % RETRY_STEPS * RETRY_STEP).onComplete(gone -> {
            readers.remove(reader);
            byAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        });
    }

    private void requireRoom(String address) {
        if (draining || readers.size() >= MOST_READERS) {
            throw Failure.UNAVAILABLE.because("no more readers can be served here now");
        }
        if (byAddress.getOrDefault(address, 0) >= MOST_OF_ONE_ADDRESS) {
            throw Failure.TOO_MANY_REQUESTS.because("at most " + MOST_OF_ONE_ADDRESS + " readers from one address");
        }
    }

    /** Those who are up to date are all sent the same, so it is made once. */
    private Buffer frame(List<Event> events) {
        var from = events.get(0).position();
        if (from != framedFrom || events.size() != framed) {
            framedFrom = from;
            framed = events.size();
            frame = Buffer.buffer();
            events.forEach(event -> frame.appendString("id: " + event.position() + "\ndata: ")
                    .appendBuffer(Json.of(event).toBuffer())
                    .appendString("\n\n"));
        }
        return frame;
    }
}
