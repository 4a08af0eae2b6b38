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

    /** So many times, so many a second, whether those before are done or not; succeeds when all are. */
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
            while (begun.get() < due && !all.future().isComplete()) {
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
