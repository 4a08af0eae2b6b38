package io.peerstage.benchmarks.media;

import io.peerstage.benchmarks.Plot;
import io.peerstage.runtime.Settings;
import io.peerstage.standalone.Product;
import io.peerstage.testkit.PeerShow;
import io.peerstage.testkit.TestBrowser;
import io.peerstage.testkit.UdpLink;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes how long a picture takes to come, and to come back, by each way of passing it on. */
public final class MediaTimes {
    private static final int VIEWERS = Integer.getInteger("media.viewers", 6);
    private static final int CRASHES = Integer.getInteger("media.crashes", 20);
    private static final String MANY = "1000000";
    static final Map<String, Object> ENCODES = Map.of("passthrough", false);

    private static final String PAGE = """
        # Pictures in real browsers

            mvn -q -pl benchmarks -am process-classes exec:exec@media

        A broadcaster (fake camera, 320x240 at 15 frames a second, with sound) who feeds at most two, and %d viewers, each a Chromium process of its own; all on one
        machine of %d cores with the product. The relay with most children crashes (its process dies, no good-bye), its children's next picture is waited for, another
        viewer comes; %d times for each row. Milliseconds: median / 95th percentile / longest (how many). A picture comes every 67 ms while nothing happens.

        | what is passed on | enter to first picture | crash: longest pause at its children | at all others | who had another parent afterwards, of those whose parent crashed | streams that the broadcaster sent |
        |---|---|---|---|---|---|
        %s
        ![How many children of a crashed relay have the picture back, by the time](media-crash.svg)
        ![How many who entered have their first picture, by the time](media-enter.svg)

        Goals: first picture p50 ≤ 1,000, p95 ≤ 2,000; children of a crashed relay p50 ≤ 400 and all ≤ 1,000, with the broadcaster encoding once p50 ≤ 250. Those who had another
        parent are those whose parent crashed, and the ones that the server moved for a flatter tree within the 5 s after it.

        ## Twelve viewers

        All at once, nobody goes. Pictures are counted for 20 s, of the viewer who has fewest and of the median. Whoever passes frames on as they came has an encoder all the same,
        whose own picture is %d pixels wide or less; what it makes is thrown away.

        | what is passed on | codec | pictures a second, fewest / median | who hear something | streams that the broadcaster sends | widest picture that a viewer encodes | hops to the farthest |
        |---|---|---|---|--:|--:|--:|
        %s
        Goal: 12 pictures a second for each, with sound, from two streams of the broadcaster.

        ## Three hops, one after the other

        A broadcaster who feeds one, who feeds one, who feeds one. The picture is a clock, which flashes and beeps each second: the delay of each picture is read
        from it when it comes out of the decoder, a jitter buffer included and the screen not. Milliseconds as above; sound apart: how long a flash comes after its beep, of which there is one a second: 500 ms are as far as can be told.

        | what is passed on | hop | delay of the picture | flash after beep |
        |---|--:|---|---|
        %s
        Goal: flash and beep within 45 ms of each other after three hops.

        ## Two packets of a hundred lost on each of three hops

        For %d s, sound and all else among them; freezes as webrtc-stats counts them (a time between two pictures that is 150 ms longer than the mean, and three times as long).

        | what is passed on | hop | pictures a second | freezes a minute | longest |
        |---|--:|--:|--:|--:|
        %s
        """;

    private record Row(String name, String brief, Map<String, Object> host, Map<String, Object> viewers) {}

    /** Milliseconds that were measured of a row. */
    private record Measured(
            Row row, List<Integer> entered, List<Integer> children, List<Integer> others, int moved, int sent) {
        String line() {
            return "| %s | %s | %s | %s | %d of %d | %d |%n"
                    .formatted(
                            row.name(),
                            Distribution.of(entered),
                            Distribution.of(children),
                            Distribution.of(others),
                            moved,
                            children.size(),
                            sent);
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row("frames as they came, the broadcaster encodes once", "encoded once", Map.of(), Map.of()),
            new Row(
                    "frames as they came, the broadcaster encodes for each child",
                    "encoded per child",
                    ENCODES,
                    Map.of()),
            new Row("tracks, encoded again at each hop", "encoded per hop", ENCODES, ENCODES),
            new Row(
                    "frames as they came, encoded once, nobody stands by",
                    "once, no standby",
                    Map.of(),
                    Map.of("standby", false)));

    /** Pixels across of what a sender encodes whose frames are replaced by those of others. */
    private static final int FILLING = 16;

    private static final List<Row> CHAINS = List.of(ROWS.get(0), ROWS.get(2));
    private static final Map<String, Object> ONE_CHILD = Map.of("maxChildren", 1);
    private static final Map<String, Object> CLOCK = Map.of("source", "clock");
    private static final int HOPS = 3;
    private static final int LOOKED_AT = 20_000;
    private static final int LOSSY_SECONDS = Integer.getInteger("media.lossy.seconds", 60);
    private static final double LOST = 0.02;
    private static final double TO_SETTLE = 10_000;
    private static final long SEED = 20261122;
    private static final int PLOTTED_STEPS = 4;

    public static void main(String[] arguments) throws IOException {
        var data = Files.createTempDirectory("peerstage-media");
        var settings = Settings.from(Map.of(
                "PEERSTAGE_HTTP_PORT",
                String.valueOf(freePort()),
                "PEERSTAGE_MANAGEMENT_PORT",
                "0",
                "PEERSTAGE_DATA_DIR",
                data.toString(),
                "PEERSTAGE_PEERS_PER_ADDRESS",
                MANY,
                "PEERSTAGE_INTRODUCTIONS_PER_MINUTE",
                MANY,
                "PEERSTAGE_INTRODUCTIONS_PER_HOUR",
                MANY));
        List<Measured> measured = new ArrayList<>();
        var twelve = new StringBuilder();
        var delays = new StringBuilder();
        var losses = new StringBuilder();
        var url = settings.publicUrl().toString();
        try (var product = Product.start(settings, Clock.systemUTC());
                var browser = TestBrowser.open()) {
            for (var row : ROWS) {
                measured.add(measured(row, browser, url));
            }
            Twelve.ALL.forEach(row -> twelve.append(row.measured(browser, url)));
            for (var row : CHAINS) {
                delays.append(delays(row, browser, url));
                losses.append(losses(row, browser, url));
            }
        }
        var directory = Path.of(arguments[0]);
        var table = measured.stream().map(Measured::line).collect(Collectors.joining());
        var cores = Runtime.getRuntime().availableProcessors();
        Files.writeString(
                directory.resolve("media.md"),
                PAGE.formatted(VIEWERS, cores, CRASHES, table, FILLING, twelve, delays, LOSSY_SECONDS, losses));
        Files.writeString(
                directory.resolve("media-crash.svg"),
                plot("The picture is back after a crash", "children (%)", 3_000, measured, Measured::children));
        Files.writeString(
                directory.resolve("media-enter.svg"),
                plot("The first picture is there", "who entered (%)", 2_000, measured, Measured::entered));
        System.exit(0);
    }

    private static Measured measured(Row row, TestBrowser browser, String url) {
        try (var show = new PeerShow(browser, url, row.host(), row.viewers())) {
            show.comeIn(VIEWERS);
            List<Integer> children = new ArrayList<>();
            List<Integer> others = new ArrayList<>();
            var moved = 0;
            var sent = 0;
            for (var crash = 0; crash < CRASHES; crash++) {
                var pauses = show.crash(!row.viewers().containsKey("standby"));
                children.addAll(pauses.children());
                others.addAll(pauses.others());
                moved += pauses.moved();
                sent = Math.max(sent, show.host().sending());
                show.comeIn(1);
            }
            return new Measured(row, show.entered(), children, others, moved, sent);
        }
    }

    /** Which share has it by when; what takes longer than is shown ends at the edge. */
    private static String plot(
            String title, String unit, int longest, List<Measured> measured, Function<Measured, List<Integer>> of) {
        var ticks = IntStream.rangeClosed(0, PLOTTED_STEPS)
                .mapToObj(step -> step * longest / PLOTTED_STEPS)
                .toList();
        var lines = measured.stream()
                .map(each -> new Plot.Line(each.row().brief(), shares(of.apply(each), longest)))
                .toList();
        return Plot.of(title, new Plot.Across("milliseconds", false, ticks), unit, lines);
    }

    private static Map<Integer, Double> shares(List<Integer> values, int longest) {
        var sorted = values.stream().sorted().toList();
        var shares = new LinkedHashMap<Integer, Double>();
        for (var n = 0; n < sorted.size() && sorted.get(n) <= longest; n++) {
            shares.put(sorted.get(n), 100.0 * (n + 1) / sorted.size());
        }
        return shares;
    }

    private static Map<String, Object> with(Map<String, Object> options, Map<String, Object> more) {
        var all = new HashMap<>(options);
        all.putAll(more);
        return all;
    }

    private static String delays(Row row, TestBrowser browser, String url) {
        try (var show =
                new PeerShow(browser, url, with(row.host(), with(ONE_CHILD, CLOCK)), with(row.viewers(), ONE_CHILD))) {
            show.comeIn(HOPS);
            show.host().pause(TO_SETTLE);
            var lines = new StringBuilder();
            for (var hop = 1; hop <= HOPS; hop++) {
                var clock = show.viewers().get(hop - 1).clock(LOOKED_AT);
                lines.append("| %s | %d | %s | %s |%n"
                        .formatted(row.name(), hop, Distribution.of(clock.delays()), Distribution.of(clock.apart())));
            }
            return lines.toString();
        }
    }

    private static String losses(Row row, TestBrowser browser, String url) {
        var links = Stream.generate(() -> new UdpLink(UdpLink.Side.CHILD, SEED))
                .limit(HOPS)
                .toList();
        try (var show = new PeerShow(browser, url, with(row.host(), ONE_CHILD), with(row.viewers(), ONE_CHILD))) {
            links.forEach(link -> show.comeIn(link, Map.of()));
            show.host().pause(TO_SETTLE);
            links.forEach(link -> link.lose(LOST));
            show.pauses();
            show.host().pause(LOSSY_SECONDS * 1_000);
            var lines = new StringBuilder();
            for (var hop = 1; hop <= HOPS; hop++) {
                var pictures = show.viewers().get(hop - 1).pictures();
                lines.append("| %s | %d | %.1f | %.1f | %d |%n"
                        .formatted(
                                row.name(),
                                hop,
                                (double) pictures.count() / LOSSY_SECONDS,
                                60.0 * pictures.freezes() / LOSSY_SECONDS,
                                pictures.longest()));
            }
            return lines.toString();
        } finally {
            links.forEach(UdpLink::close);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private MediaTimes() {}
}
