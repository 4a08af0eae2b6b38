package io.peerstage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a Future came to, for test methods that read from top to bottom. */
public final class Await {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    public static <T> T get(Future<T> future) {
        return get(future, LONGEST);
    }

    /** For what takes longer than it should in a product. */
    public static <T> T get(Future<T> future, Duration longest) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(longest.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(failed.getCause());
        } catch (TimeoutException late) {
            throw new AssertionError("no outcome within " + longest.toSeconds() + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** The refusal that it failed with, which must be of that kind. */
    public static Refused refusal(Failure expected, Future<?> future) {
        try {
            var outcome = get(future);
            throw new AssertionError("not refused, but answered " + outcome);
        } catch (Refused refused) {
            assertThat(refused.failure()).as(refused.getMessage()).isEqualTo(expected);
            return refused;
        }
    }

    private Await() {}
}
