package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.peerstage.testkit.TestBrowser;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Somebody at a browser, who does with the page what people do. */
final class Person implements AutoCloseable {
    private static final DateTimeFormatter INPUT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm");
    private static final double MILLISECONDS = 20_000;
    /** Keeps each connection where a test can read what it received. */
    private static final String WATCH_CONNECTIONS = """
            window.connections = [];
            window.RTCPeerConnection = class extends RTCPeerConnection {
              constructor(...configuration) { super(...configuration); window.connections.push(this); }
            };
            """;

    private static final String RECEIVED = """
            async () => {
              const sum = {framesDecoded: 0, audioPackets: 0};
              for (const connection of window.connections) {
                for (const report of (await connection.getStats()).values()) {
                  if (report.type !== 'inbound-rtp') continue;
                  if (report.kind === 'video') sum.framesDecoded += report.framesDecoded ?? 0;
                  if (report.kind === 'audio') sum.audioPackets += report.packetsReceived ?? 0;
                }
              }
              return [sum.framesDecoded, sum.audioPackets];
            }
            """;

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(
                MILLISECONDS); // as long as for all else that a person waits for
    }

    private final String url;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();
    private final Set<String> asked = new TreeSet<>();

    Person(TestBrowser browser, String url) {
        this(browser, url, options -> {});
    }

    /** With another screen, or other wishes, than usual. */
    Person(TestBrowser browser, String url, Consumer<Browser.NewContextOptions> with) {
        this.url = url;
        context = browser.person(with);
        context.setDefaultTimeout(MILLISECONDS);
        context.addInitScript(WATCH_CONNECTIONS);
        page = context.newPage();
        page.onRequest(request -> {
            if (request.url().startsWith("http")) {
                asked.add(URI.create(request.url()).getAuthority());
            }
        });
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("the server responded with a status of")) {
                complaints.add(message.text());
            }
        });
    }

    /** Media that has come in since the page was opened. */
    record Received(long framesDecoded, long audioPackets) {}

    BrowserContext context() {
        return context;
    }

    Page page() {
        return page;
    }

    /** What the page complained of in its console, and errors that nobody caught. */
    List<String> complaints() {
        return complaints;
    }

    /** The hosts that the page has asked for something. */
    Set<String> asked() {
        return asked;
    }

    Person visits(String path) {
        page.navigate(url + path);
        return this;
    }

    Person signsInAsGuest() {
        visits("/");
        the("sign-in").click();
        the("wallet-guest").click();
        the("account-chip").waitFor();
        return this;
    }

    /** As one who has signed in before, with that token. */
    Person isSignedIn(String token) {
        context.addInitScript("localStorage.setItem('peerstage:token:' + location.origin, '" + token + "')");
        return this;
    }

    /** With the account of a wallet that the page found. */
    Person signsInWith(String kind) {
        visits("/");
        the("sign-in").click();
        the("wallet-" + kind).click();
        the("account-chip").waitFor();
        return this;
    }

    /** On the form that asks for it. */
    Person givesName(String name) {
        the("profile-name").fill(name);
        the("profile-save").click();
        return this;
    }

    /** From now on for an hour; the id of the stream, whose page is open then. */
    String schedules(String name, String title, String audience) {
        visits("/schedule");
        givesName(name);
        the("schedule-title").fill(title);
        var now = LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MINUTES);
        the("schedule-start").fill(INPUT.format(now));
        the("schedule-end").fill(INPUT.format(now.plusHours(1)));
        the("schedule-audience-" + audience).check();
        the("schedule-save").click();
        page.waitForURL(Pattern.compile("/streams/[^/]+$"));
        return page.url().substring(page.url().lastIndexOf('/') + 1);
    }

    Person goesLive() {
        the("go-live").click();
        sees("live");
        return this;
    }

    /** The state of the stage. */
    Person sees(String state) {
        return sees(state, Duration.ofMillis((long) MILLISECONDS));
    }

    Person sees(String state, Duration within) {
        page.locator("[data-testid=stage-state][data-state=" + state + "]")
                .waitFor(new Locator.WaitForOptions()
                        .setState(WaitForSelectorState.ATTACHED)
                        .setTimeout((double) within.toMillis()));
        return this;
    }

    Locator the(String testId) {
        return page.locator("[data-testid=" + testId + "]").first();
    }

    Received received() {
        var pair = (List<?>) page.evaluate(RECEIVED);
        return new Received(((Number) pair.get(0)).longValue(), ((Number) pair.get(1)).longValue());
    }

    /** Waits until more than that many frames have been decoded. */
    void decodesMoreThan(long frames, Duration within) {
        page.waitForCondition(
                () -> received().framesDecoded() > frames,
                new Page.WaitForConditionOptions().setTimeout((double) within.toMillis()));
    }

    /** Waits for so many more frames, whichever connection they come over: a new one counts from nothing. */
    void decodesOn(int more, Duration within) {
        var fewest = new AtomicLong(received().framesDecoded());
        page.waitForCondition(
                () -> {
                    var now = received().framesDecoded();
                    return now >= fewest.accumulateAndGet(now, Math::min) + more;
                },
                new Page.WaitForConditionOptions().setTimeout((double) within.toMillis()));
    }

    /** The picture moves and the sound flows, in each of that many seconds. */
    void keepsReceiving(int seconds) {
        decodesMoreThan(0, Duration.ofSeconds(5));
        var before = received();
        for (var second = 0; second < seconds; second++) {
            page.waitForTimeout(1_000); // the clock is what is tested here
            var now = received();
            assertThat(now.framesDecoded())
                    .as("frames decoded, second " + second)
                    .isGreaterThan(before.framesDecoded());
            assertThat(now.audioPackets()).as("audio packets, second " + second).isGreaterThan(before.audioPackets());
            before = now;
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
