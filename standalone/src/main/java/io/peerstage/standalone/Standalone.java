package io.peerstage.standalone;

import io.peerstage.runtime.BadSetting;
import io.peerstage.runtime.Settings;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the product in the foreground until it is told to stop. With the argument {@code demo} it fills an empty schedule with made-up people
 * and streams; with {@code rebuild} it makes the read models anew instead, also while the product runs in another process.
 */
public final class Standalone {
    private static final Logger log = LoggerFactory.getLogger(Standalone.class);

    public static void main(String[] arguments) throws InterruptedException {
        try {
            var wish = String.join(" ", arguments);
            var settings = Settings.from(System.getenv());
            switch (wish) {
                case "" -> run(settings, false);
                case "demo" -> run(settings, true);
                case "rebuild" -> Rebuild.run(settings);
                default -> throw new BadSetting("unknown argument " + wish + "; there are demo and rebuild");
            }
        } catch (BadSetting mendable) {
            fail(mendable.getMessage());
        } catch (IOException | RuntimeException fault) {
            log.error("Peerstage cannot start", fault);
            fail("Peerstage cannot start: " + fault.getMessage());
        }
    }

    private static void run(Settings settings, boolean demo) throws IOException, InterruptedException {
        var product = Product.start(settings, Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(product), "shutdown"));
        if (demo) {
            log.info("the demo announced {} streams", Product.await(Demo.fill(product.node())));
        }
        log.info("Peerstage is ready: open {}", settings.publicUrl());
        new CountDownLatch(1).await(); // Ctrl-C and TERM run the hook above
    }

    private static void stop(Product product) {
        log.info("stopping");
        try {
            product.close();
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

    private Standalone() {}
}
