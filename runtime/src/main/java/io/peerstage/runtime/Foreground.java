package io.peerstage.runtime;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a process until it is told to stop. What an operator can mend is said in one sentence, with exit code 1. */
public final class Foreground {
    private static final Logger log = LoggerFactory.getLogger(Foreground.class);

    private static final Duration TO_START = Duration.ofSeconds(60);
    private static final long MILLISECONDS_BETWEEN_TRIES = 1_000;

    /**
     * What runs.
     *
     * @param sentence that tells so, once it can be told to stop
     * @param stop when Ctrl-C or TERM comes
     */
    public record Running(String sentence, Task stop) {}

    @FunctionalInterface
    public interface Task {
        void run() throws IOException;
    }

    /** What starts it. */
    @FunctionalInterface
    public interface Start {
        Running start() throws IOException;
    }

    /** One service in a process of its own, set by the environment. */
    public static void run(Service service) throws InterruptedException {
        run(() -> {
            var settings = Settings.from(System.getenv());
            settings.requireDatabaseUrl();
            var prepared = Database.prepare(settings);
            var platform = Platform.open(settings, List.of(service));
            prepared.join();
            try {
                var node = started(platform, settings, service);
                return new Running(service.name() + " is ready", () -> {
                    Await.get(node.stop());
                    Await.get(platform.close());
                });
            } catch (RuntimeException failed) {
                Await.get(platform.close());
                throw failed;
            }
        });
    }

    /** Who starts a whole installation starts the database beside us: it may be ready a little later than we are. */
    private static Node started(Platform platform, Settings settings, Service service) {
        var end = System.nanoTime() + TO_START.toNanos();
        while (true) {
            try {
                return Await.get(Node.start(platform, settings, Clock.systemUTC(), List.of(service)));
            } catch (BadSetting mendable) {
                throw mendable;
            } catch (RuntimeException failed) {
                if (System.nanoTime() > end) {
                    throw failed;
                }
                log.warn("{} is not ready yet: {}", service.name(), failed.getMessage());
                Await.get(platform.vertx().timer(MILLISECONDS_BETWEEN_TRIES));
            }
        }
    }

    public static void run(Start start) throws InterruptedException {
        once(() -> {
            var running = start.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "shutdown"));
            log.info(running.sentence());
        });
        new CountDownLatch(1).await(); // Ctrl-C and TERM run the hook above
    }

    /** What is done and over. */
    public static void once(Task task) {
        try {
            task.run();
        } catch (BadSetting mendable) {
            fail(mendable.getMessage());
        } catch (IOException | RuntimeException fault) {
            log.error("Peerstage cannot start", fault);
            fail("Peerstage cannot start: " + fault.getMessage());
        }
    }

    private static void stop(Running running) {
        log.info("stopping");
        try {
            running.stop().run();
        } catch (IOException | RuntimeException fault) {
            log.error("while stopping", fault);
        }
        log.info("stopped");
    }

    @SuppressWarnings("SystemOut") // the one sentence that an operator must see, whatever becomes of the log
    private static void fail(String sentence) {
        System.err.println(sentence);
        System.exit(1);
    }

    private Foreground() {}
}
