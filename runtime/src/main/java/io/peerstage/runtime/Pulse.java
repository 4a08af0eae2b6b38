package io.peerstage.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done every so often, sooner when nudged, again at once while it says that there is more, and never twice at the same
 * time. A failure is logged and the work tried again at the next beat. Belongs to the context that starts it.
 */
public final class Pulse {
    private static final Logger log = LoggerFactory.getLogger(Pulse.class);
    /** A connection whose other end has vanished without a word would never answer. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final double NANOSECONDS = 1e9;

    private final Vertx vertx;
    private final Duration every;
    private final String name;
    private final Supplier<Future<Boolean>> work;
    private long timer = -1;
    private boolean stopped;
    private boolean working;
    private boolean nudged;
    private volatile long done = System.nanoTime();

    /**
     * @param name for the log
     * @param work answers whether there is more to do
     */
    public Pulse(Vertx vertx, Duration every, String name, Supplier<Future<Boolean>> work) {
        this.vertx = vertx;
        this.every = every;
        this.name = name;
        this.work = work;
    }

    public void start() {
        beat();
    }

    public void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    /** There may be more: do not wait for the next beat. */
    public void nudge() {
        nudged = true;
        if (!working && !stopped) {
            vertx.cancelTimer(timer);
            beat();
        }
    }

    /** How long ago it was last done with what there was; more than the time between two beats when it fails, or cannot keep up. */
    public double secondsBehind() {
        return (System.nanoTime() - done) / NANOSECONDS;
    }

    /** Whoever nudged it: what it does is not part of a request, and its timers would carry that request on for ever. */
    private void beat() {
        Trail.apart(vertx, this::workOnce);
    }

    private void workOnce() {
        working = true;
        nudged = false;
        Future.succeededFuture()
                .compose(now -> work.get().timeout(LONGEST.toSeconds(), TimeUnit.SECONDS))
                .onSuccess(more -> done = more ? done : System.nanoTime())
                .otherwise(thrown -> {
                    if (!stopped) {
                        log.warn("{}: {}", name, thrown.toString());
                    }
                    nudged = false;
                    return false;
                })
                .onSuccess(this::rest);
    }

    private void rest(boolean more) {
        working = false;
        if (stopped) {
            return;
        }
        if (more || nudged) {
            beat();
        } else {
            timer = vertx.setTimer(every.toMillis(), due -> beat());
        }
    }
}
