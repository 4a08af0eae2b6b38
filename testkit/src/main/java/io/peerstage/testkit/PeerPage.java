package io.peerstage.testkit;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One peer in a browser profile and a process of its own, which talks to the server by the client module alone. */
public final class PeerPage implements AutoCloseable {
    private static final Map<String, Object> CAMERA = Map.of("width", 320, "height", 240, "frameRate", 15);
    private static final String SCRIPT = Resources.text(PeerPage.class, "peer.js");
    /** Of its origin, and without anything that runs. */
    private static final String EMPTY = "/api/v1/streams";

    private final BrowserContext context;
    private final Page page;
    private final String url;

    /** @param scripts that run before anything else in the page: other browsers are like that */
    public PeerPage(TestBrowser browser, String url, String... scripts) {
        this(browser.person(), url, scripts);
    }

    /** One whose edges go through a link. */
    public PeerPage(TestBrowser browser, String url, UdpLink link) {
        this(linked(browser, link), url);
    }

    private PeerPage(BrowserContext context, String url, String... scripts) {
        this.context = context;
        this.url = url;
        for (var script : scripts) {
            context.addInitScript(script);
        }
        context.addInitScript(SCRIPT);
        page = context.newPage();
        page.navigate(url + EMPTY);
    }

    private static BrowserContext linked(TestBrowser browser, UdpLink link) {
        var context = browser.person();
        link.under(context);
        return context;
    }

    /** A script: the browser has no other codec for pictures, {@code VP8} or {@code H264}. */
    public static String only(String codec) {
        return """
                for (const side of [RTCRtpReceiver, RTCRtpSender]) {
                  const all = side.getCapabilities.bind(side);
                  side.getCapabilities = kind => {
                    const {codecs, ...rest} = all(kind);
                    return {...rest, codecs: kind === 'video' ? codecs.filter(({mimeType}) => mimeType === 'video/%s') : codecs};
                  };
                }
                """.formatted(codec);
    }

    /** Goes live with the fake camera; the id of the stream. */
    public String host(Map<String, Object> options) {
        return (String) page.evaluate("options => peer.host(options)", with(CAMERA, options));
    }

    /** Reloads the page of a broadcaster, which goes on with its show. */
    public void hostAgain(String stream, Map<String, Object> options) {
        page.navigate(url + EMPTY);
        page.evaluate("options => peer.hostAgain(options)", with(with(CAMERA, options), Map.of("id", stream)));
    }

    /** Milliseconds from entering to the first picture; empty if there was none within 15 s. */
    public Optional<Integer> view(String stream, Map<String, Object> options) {
        return Optional.ofNullable(
                (Integer) page.evaluate("options => peer.view(options)", with(options, Map.of("id", stream))));
    }

    /**
     * Since the last call.
     *
     * @param longest milliseconds between two pictures, or since the last
     * @param freezes as webrtc-stats has it: times between two that are 150 ms longer than the mean, and three times as long
     * @param width of the last one
     */
    public record Pictures(int count, int longest, int freezes, int width) {}

    public Pictures pictures() {
        var seen = asMap(page.evaluate("() => peer.pictures()"));
        return new Pictures(
                number(seen.get("count")),
                number(seen.get("longest")),
                number(seen.get("freezes")),
                number(seen.get("width")));
    }

    /** Whether something is heard within a second. */
    public boolean hears() {
        return (boolean) page.evaluate("() => peer.hears()");
    }

    public record Place(String peer, String parent, boolean hasStandby, int depth, int children, String mode) {}

    /** Empty while it is nowhere in the tree. */
    public Optional<Place> place() {
        return Optional.ofNullable(page.evaluate("() => peer.place()"))
                .map(PeerPage::asMap)
                .map(place -> new Place(
                        (String) place.get("peerId"),
                        (String) place.get("parent"),
                        place.get("standby") != null,
                        number(place.get("depth")),
                        number(place.get("children")),
                        (String) place.get("mode")));
    }

    public int feeding() {
        return number(page.evaluate("() => peer.feeding()"));
    }

    /** To how many others pictures went out in the last second. */
    public int sending() {
        return number(page.evaluate("() => peer.sending()"));
    }

    /** @param widest picture that an encoder of this page makes; of a sender that passes frames on it is a few pixels wide */
    public record Encoding(int widest, List<String> codecs) {}

    @SuppressWarnings("unchecked")
    public Encoding encoding() {
        var seen = asMap(page.evaluate("() => peer.encoding()"));
        return new Encoding(number(seen.get("widest")), (List<String>) seen.get("codecs"));
    }

    /** Packets of pictures that came again over the edges that there are. */
    public int repeated() {
        return number(page.evaluate("() => peer.repeated()"));
    }

    /** How often a connection was described so far. */
    public int negotiations() {
        return number(page.evaluate("() => peer.negotiations()"));
    }

    /** Its process dies, without a word to anybody. */
    public void crash() {
        try {
            page.navigate("chrome://crash");
        } catch (PlaywrightException crashed) {
            return; // as it was told to
        }
        throw new IllegalStateException("it does not crash");
    }

    /** A broadcaster goes on with something else: `camera`, `clock`, `detail`, `screen`. */
    public void show(String source) {
        page.evaluate("source => peer.show(source)", source);
    }

    /** Muted or not: the picture, or the sound, stays what it is. */
    public void enable(String kind, boolean on) {
        page.evaluate("([kind, on]) => peer.enable(kind, on)", List.of(kind, on));
    }

    /**
     * Of a broadcaster's clock that is seen and heard for some seconds.
     *
     * @param delays milliseconds from the clock's picture to each one that was decoded
     * @param apart milliseconds that flashes came after their beeps
     */
    public record Clock(List<Integer> delays, List<Integer> apart) {}

    @SuppressWarnings("unchecked")
    public Clock clock(int milliseconds) {
        var seen = asMap(page.evaluate("ms => peer.clock(ms)", milliseconds));
        return new Clock((List<Integer>) seen.get("delays"), (List<Integer>) seen.get("apart"));
    }

    /** Leaves the room as one who presses a button. */
    public void leave() {
        page.evaluate("() => peer.room.leave()");
    }

    /** Time passes, and the browser goes on. */
    public void pause(double milliseconds) {
        page.waitForTimeout(milliseconds);
    }

    public Page page() {
        return page;
    }

    @Override
    public void close() {
        context.close();
    }

    private static Map<String, Object> with(Map<String, Object> some, Map<String, Object> more) {
        var all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    private static int number(Object value) {
        return ((Number) value).intValue();
    }
}
