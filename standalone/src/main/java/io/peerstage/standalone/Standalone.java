package io.peerstage.standalone;

import io.peerstage.runtime.Await;
import io.peerstage.runtime.BadSetting;
import io.peerstage.runtime.Foreground;
import io.peerstage.runtime.Settings;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the product in the foreground until it is told to stop. With the argument {@code demo} it fills an empty schedule with made-up people
 * and streams; with {@code rebuild} it makes the read models anew instead, also while the product runs in another process.
 */
public final class Standalone {
    private static final Logger log = LoggerFactory.getLogger(Standalone.class);

    public static void main(String[] arguments) throws InterruptedException {
        var wish = String.join(" ", arguments);
        if (wish.equals("rebuild")) {
            Foreground.once(() -> Rebuild.run(Settings.from(System.getenv())));
        } else {
            Foreground.run(() -> start(wish));
        }
    }

    private static Foreground.Running start(String wish) throws IOException {
        if (!wish.isEmpty() && !wish.equals("demo")) {
            throw new BadSetting("unknown argument " + wish + "; there are demo and rebuild");
        }
        var settings = Settings.from(System.getenv());
        var product = Product.start(settings, Clock.systemUTC());
        if (wish.equals("demo")) {
            log.info("the demo announced {} streams", Await.get(Demo.fill(product.node())));
        }
        return new Foreground.Running("Peerstage is ready: open " + settings.publicUrl(), product::close);
    }

    private Standalone() {}
}
