package io.peerstage.gateway.events;

import io.peerstage.contract.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Function;

/**
 * One response that follows the event log. At most one piece is on its way: the next is fetched when the connection has taken it, so a
 * slow reader is read for slowly. One that takes nothing any more is closed by the server's idle timeout.
 */
final class EventReader {
    private static final int BATCH = 200;
    private static final long MILLISECONDS_TO_NEXT_TRY = 1_000;

    private final Vertx vertx;
    private final EventTail tail;
    private final HttpServerResponse response;
    private final Function<List<Event>, Buffer> frame;
    private final Promise<Void> gone = Promise.promise();
    private long position;
    private boolean busy;

    EventReader(
            Vertx vertx, EventTail tail, HttpServerResponse response, long after, Function<List<Event>, Buffer> frame) {
        this.vertx = vertx;
        this.tail = tail;
        this.response = response;
        this.position = after;
        this.frame = frame;
    }

    /**
     * Sends the head at once, then what there is. Succeeds when the reader has gone, or was sent away.
     *
     * @param retry milliseconds after which it should come back when the response has ended
     */
    Future<Void> begin(int retry) {
        response.putHeader("Content-Type", "text/event-stream")
                .putHeader("Content-Encoding", "identity") // a compressor would keep events back until it has enough
                .putHeader("X-Accel-Buffering", "no") // and so would nginx
                .setChunked(true)
                .exceptionHandler(broken -> gone.tryComplete())
                .closeHandler(closed -> gone.tryComplete());
        write(Buffer.buffer("retry: " + retry + "\n\n"));
        return gone.future();
    }

    /** There is more, or may be. */
    void readOn() {
        if (busy || hasGone()) {
            return;
        }
        busy = true;
        tail.after(position, BATCH).onComplete(read -> {
            busy = false;
            if (read.failed()) {
                vertx.setTimer(MILLISECONDS_TO_NEXT_TRY, due -> readOn());
            } else if (!read.result().isEmpty() && !hasGone()) {
                var events = read.result();
                position = events.get(events.size() - 1).position();
                write(frame.apply(events));
            }
        });
    }

    /** So that neither end, nor anything between them, takes the connection for dead. */
    void signOfLife() {
        if (!busy && !hasGone()) {
            write(Buffer.buffer(":\n\n"));
        }
    }

    /** Ends the response cleanly, behind what is on its way. */
    void end() {
        if (gone.tryComplete()) {
            response.end();
        }
    }

    private void write(Buffer piece) {
        busy = true;
        response.write(piece).onFailure(broken -> gone.tryComplete()).onSuccess(taken -> {
            busy = false;
            readOn();
        });
    }

    private boolean hasGone() {
        return gone.future().isComplete();
    }
}
