package io.peerstage.benchmarks.joins;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Things done evenly over time on the event loop of the driver. */
final class Pace {
    private static final int MILLISECONDS_OF_A_STEP = 20;
    private static final long MILLISECONDS_TO_FINISH = 30_000;
    /** Where those before take long, as on a busy machine, the next ones wait, rather than come all at once. */
    private static final int MOST_UNDER_WAY = 32;

    /** So many times, at most so many a second; succeeds when all are done. */
    static Future<Void> of(Vertx vertx, int aSecond, int times, Supplier<Future<Void>> what) {
        var all = Promise.<Void>promise();
        if (times == 0) {
            return Future.succeededFuture();
        }
        var begun = new AtomicInteger();
        var done = new AtomicInteger();
        var start = System.nanoTime();
        vertx.setPeriodic(0, MILLISECONDS_OF_A_STEP, timer -> {
            var due = Math.min(times, 1 + (System.nanoTime() - start) / 1e9 * aSecond);
            while (begun.get() < due
                    && begun.get() - done.get() < MOST_UNDER_WAY
                    && !all.future().isComplete()) {
                begun.incrementAndGet();
                what.get()
                        .onComplete(
                                ok -> {
                                    if (done.incrementAndGet() == times) {
                                        all.tryComplete();
                                    }
                                },
                                all::tryFail);
            }
            if (begun.get() >= times || all.future().isComplete()) {
                vertx.cancelTimer(timer);
                vertx.setTimer(MILLISECONDS_TO_FINISH, late -> all.tryFail(done.get() + " of " + times + " are done"));
            }
        });
        return all.future();
    }

    private Pace() {}
}
