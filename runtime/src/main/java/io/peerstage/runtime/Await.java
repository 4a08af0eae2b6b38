package io.peerstage.runtime;

import io.vertx.core.Future;
import java.util.concurrent.CompletionException;

/** For threads that may wait: those that start and stop a process. */
public final class Await {
    /** What it succeeds with; throws what it fails with, where that need not be declared. */
    public static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private Await() {}
}
