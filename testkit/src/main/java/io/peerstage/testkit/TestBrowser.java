package io.peerstage.testkit;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real Chromium with a fake camera and microphone, without a window. Belongs to the thread that opens it. */
public final class TestBrowser implements AutoCloseable {
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--autoplay-policy=no-user-gesture-required",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-quic",
            "--disable-features=WebRtcHideLocalIpsWithMdns", // links of tests have to know where they lead
            "--no-first-run");

    private final Playwright playwright;
    private final Browser browser;

    private TestBrowser(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setHeadless(true)
                        .setArgs(FLAGS));
    }

    /** Skips the test, loudly, on a machine without Chromium. In CI nothing may be skipped, so there it fails. */
    public static TestBrowser open() {
        var executable = executable();
        if (executable.isEmpty() && System.getenv("CI") != null) {
            throw new AssertionError("CI has no Chromium");
        }
        Assumptions.assumeTrue(executable.isPresent(), "SKIPPED: no Chromium found; set CHROMIUM to its path");
        return new TestBrowser(executable.get());
    }

    /** A browser profile of its own: another person, or another device. */
    public BrowserContext person() {
        return person(options -> {});
    }

    /** The same, otherwise than usual. Without a service worker, unless it is allowed: what one keeps is no matter of most tests. */
    public BrowserContext person(Consumer<Browser.NewContextOptions> with) {
        var options = new Browser.NewContextOptions()
                .setPermissions(List.of("camera", "microphone"))
                .setIgnoreHTTPSErrors(true) // an installation makes its first certificate itself
                .setServiceWorkers(ServiceWorkerPolicy.BLOCK);
        with.accept(options);
        return browser.newContext(options);
    }

    /** Where it is on this machine. */
    public static Path path() {
        return executable().orElseThrow();
    }

    public Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static Optional<Path> executable() {
        return Stream.of(
                        Optional.ofNullable(System.getenv("CHROMIUM")),
                        Optional.of("/usr/bin/chromium"),
                        Optional.of("/usr/bin/chromium-browser"),
                        Optional.of("/usr/bin/google-chrome"),
                        Optional.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"))
                .flatMap(Optional::stream)
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
