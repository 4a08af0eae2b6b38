package io.peerstage.testkit;

import io.peerstage.testkit.PeerPage.Pictures;
import io.peerstage.testkit.PeerPage.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A broadcaster who feeds two, and viewers who feed each other, all in real browsers; relays go, and others come. */
public final class PeerShow implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PeerShow.class);

    public static final int FED_BY_BROADCASTER = 2;

    private static final double LOOK = 100;
    private static final int LOOKS = 400;
    /** After that a picture that is not back counts as gone for so long. */
    private static final double TO_COME_BACK = 5_000;

    private static final int NO_PICTURE = 15_000;

    private final TestBrowser browser;
    private final String url;
    private final Map<String, Object> choices;
    private final PeerPage host;
    private final String stream;
    private final List<PeerPage> viewers = new ArrayList<>();
    private final List<Integer> entered = new ArrayList<>();

    /**
     * @param hosts what the broadcaster's client is told beside whom it feeds
     * @param choices the same of the viewers
     */
    public PeerShow(TestBrowser browser, String url, Map<String, Object> hosts, Map<String, Object> choices) {
        this.browser = browser;
        this.url = url;
        this.choices = choices;
        host = new PeerPage(browser, url);
        var all = new HashMap<>(hosts);
        all.putIfAbsent("maxChildren", FED_BY_BROADCASTER);
        stream = host.host(all);
    }

    public String stream() {
        return stream;
    }

    public PeerPage host() {
        return host;
    }

    public List<PeerPage> viewers() {
        return viewers;
    }

    /** Milliseconds that each who entered waited for the first picture; 15 s if there was none. */
    public List<Integer> entered() {
        return entered;
    }

    public void comeIn(int many) {
        for (var n = 0; n < many; n++) {
            comeIn(Map.of());
        }
    }

    /** One more, which is told something else. */
    public PeerPage comeIn(Map<String, Object> other) {
        return comeIn(new PeerPage(browser, url), other);
    }

    /** One more, whose edges go through a link. */
    public PeerPage comeIn(UdpLink link, Map<String, Object> other) {
        return comeIn(new PeerPage(browser, url, link), other);
    }

    private PeerPage comeIn(PeerPage viewer, Map<String, Object> other) {
        var all = new HashMap<>(choices);
        all.putAll(other);
        viewers.add(viewer);
        entered.add(viewer.view(stream, all).orElse(NO_PICTURE));
        log.info("first pictures after {} ms", entered);
        return viewer;
    }

    /**
     * The longest pause between two pictures, in milliseconds, after one was gone.
     *
     * @param children of the one that went
     * @param others the rest
     * @param moved how many have another parent
     */
    public record Pauses(List<Integer> children, List<Integer> others, int moved) {}

    /** The relay with most children dies without a word; if it matters, only when all its children have a standby. */
    public Pauses crash(boolean withStandby) {
        return gone(relay(withStandby), PeerPage::crash);
    }

    /** The same relay says that it goes. */
    public Pauses leave() {
        return gone(relay(true), PeerPage::leave);
    }

    private Pauses gone(PeerPage relay, java.util.function.Consumer<PeerPage> goes) {
        var children = childrenOf(relay);
        viewers.remove(relay);
        var before = parents();
        viewers.forEach(PeerPage::pictures);
        goes.accept(relay);
        host.pause(TO_COME_BACK);
        var pauses = new Pauses(new ArrayList<>(), new ArrayList<>(), 0);
        for (var viewer : viewers) {
            (children.contains(viewer) ? pauses.children() : pauses.others())
                    .add(viewer.pictures().longest());
        }
        relay.close();
        var after = parents();
        after.entrySet().removeIf(parent -> parent.getValue().equals(before.get(parent.getKey())));
        var seen = new Pauses(pauses.children(), pauses.others(), after.size());
        log.info("one is gone: {} ms", seen);
        return seen;
    }

    /** By whom each is fed. */
    public Map<String, String> parents() {
        Map<String, String> parents = new HashMap<>();
        viewers.forEach(viewer -> viewer.place()
                .ifPresent(place -> parents.put(
                        place.peer(), Optional.ofNullable(place.parent()).orElse(""))));
        return parents;
    }

    /** The longest pauses of all since the last call. */
    public List<Integer> pauses() {
        var pauses =
                viewers.stream().map(PeerPage::pictures).map(Pictures::longest).toList();
        log.info("longest pauses {} ms", pauses);
        return pauses;
    }

    /** The one right below the broadcaster that feeds most, when nobody is on its way. */
    public PeerPage relay(boolean withStandby) {
        await(() -> found(withStandby).isPresent());
        return found(withStandby).orElseThrow();
    }

    private Optional<PeerPage> found(boolean withStandby) {
        if (viewers.stream()
                .anyMatch(viewer -> viewer.place().map(Place::parent).isEmpty())) {
            return Optional.empty();
        }
        return viewers.stream()
                .filter(viewer -> place(viewer).depth() == 1 && place(viewer).children() > 0)
                .filter(viewer -> !withStandby
                        || childrenOf(viewer).stream()
                                .allMatch(child -> place(child).hasStandby()))
                .max(Comparator.comparingInt(viewer -> place(viewer).children()));
    }

    public List<PeerPage> childrenOf(PeerPage relay) {
        var peer = place(relay).peer();
        return viewers.stream()
                .filter(viewer -> peer.equals(place(viewer).parent()))
                .toList();
    }

    public static Place place(PeerPage viewer) {
        return viewer.place().orElseThrow();
    }

    /** As the pages see it; looked at a few times a second. */
    public void await(BooleanSupplier holds) {
        for (var look = 0; look < LOOKS; look++) {
            if (holds.getAsBoolean()) {
                return;
            }
            host.pause(LOOK);
        }
        throw new AssertionError("this does not come about: entered in " + entered + " ms, "
                + viewers.stream().map(PeerPage::place).toList());
    }

    @Override
    public void close() {
        viewers.forEach(PeerPage::close);
        host.close();
    }
}
