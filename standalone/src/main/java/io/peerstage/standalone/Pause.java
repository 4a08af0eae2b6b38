package io.peerstage.standalone;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting for another program, of which nothing can be awaited but what it shows. */
final class Pause {
    static void of(Duration length) {
        try {
            TimeUnit.MILLISECONDS.sleep(length.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Pause() {}
}
