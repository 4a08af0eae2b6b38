package io.peerstage.runtime;

import io.peerstage.contract.Account;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What a JVM loads and connects for its first questions takes it a second or two on a busy machine, in which those who asked wait. Where
 * there are others who can answer meanwhile, a process that starts asks itself before anybody else may ask it.
 */
public final class Rehearsal {
    /** Of this account no wallet has the key, so that whatever it asks for is refused, or is about nobody. */
    public static final Account NOBODY = new Account("0x" + "00".repeat(20));

    private static final int ROUNDS = 6;
    /** As many as the pool of the database has connections, so that each is made and used. */
    private static final int AT_ONCE = Database.CONNECTIONS;

    private static final Duration LONGEST = Duration.ofSeconds(4);

    /** Asks some questions at once, again and again, whatever is answered; not at all where this process is alone. */
    public static Future<Void> play(Vertx vertx, Supplier<Future<?>> question) {
        return vertx.isClustered() ? again(question, ROUNDS, System.nanoTime() + LONGEST.toNanos()) : nothing();
    }

    private static Future<Void> again(Supplier<Future<?>> question, int rounds, long end) {
        var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (rounds == 0 || left <= 0) {
            return nothing();
        }
        return nothing()
                .compose(begun -> Future.join(IntStream.range(0, AT_ONCE)
                                .mapToObj(n -> question.get())
                                .toList())
                        .timeout(left, TimeUnit.MILLISECONDS))
                .transform(answered -> again(question, rounds - 1, end));
    }

    private static Future<Void> nothing() {
        return Future.succeededFuture();
    }

    private Rehearsal() {}
}
