package io.peerstage.benchmarks.media;

import io.peerstage.testkit.PeerPage;
import io.peerstage.testkit.PeerPage.Place;
import io.peerstage.testkit.PeerShow;
import io.peerstage.testkit.TestBrowser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Twelve who watch a broadcaster who feeds two, by one way of passing pictures on and with one codec. */
record Twelve(String way, String codec) {
    private static final String BY_TRACK = "tracks, encoded again at each hop";
    private static final String MIXED = "every other peer encodes again";

    static final List<Twelve> ALL = List.of(
            new Twelve("frames as they came", "VP8"),
            new Twelve("frames as they came", "H264"),
            new Twelve(BY_TRACK, "VP8"),
            new Twelve(BY_TRACK, "H264"),
            new Twelve(MIXED, "VP8"),
            new Twelve(MIXED, "H264"));

    private static final int VIEWERS = 12;
    private static final double TO_SETTLE = 10_000;
    private static final int SECONDS = 20;

    /** A line of the table. */
    String measured(TestBrowser browser, String url) {
        List<PeerPage> viewers = new ArrayList<>();
        try (var host = new PeerPage(browser, url, PeerPage.only(codec))) {
            var stream = host.host(Map.of("maxChildren", PeerShow.FED_BY_BROADCASTER));
            for (var number = 0; number < VIEWERS; number++) {
                var viewer = new PeerPage(browser, url, PeerPage.only(codec));
                viewers.add(viewer);
                viewer.view(stream, isByTrack(number) ? MediaTimes.ENCODES : Map.of());
            }
            host.pause(TO_SETTLE);
            return line(host, viewers);
        } finally {
            viewers.forEach(PeerPage::close);
        }
    }

    private boolean isByTrack(int number) {
        return way.equals(BY_TRACK) || (way.equals(MIXED) && number % 2 == 0);
    }

    private String line(PeerPage host, List<PeerPage> viewers) {
        viewers.forEach(PeerPage::pictures);
        host.pause(SECONDS * 1_000);
        var pictures = viewers.stream()
                .map(viewer -> viewer.pictures().count())
                .sorted()
                .toList();
        return "| %s | %s | %.1f / %.1f | %d of %d | %d | %d | %d |%n"
                .formatted(
                        way,
                        codec,
                        (double) pictures.get(0) / SECONDS,
                        (double) pictures.get(VIEWERS / 2) / SECONDS,
                        viewers.stream().filter(PeerPage::hears).count(),
                        VIEWERS,
                        host.sending(),
                        viewers.stream()
                                .mapToInt(viewer -> viewer.encoding().widest())
                                .max()
                                .orElseThrow(),
                        viewers.stream()
                                .flatMap(viewer -> viewer.place().stream())
                                .mapToInt(Place::depth)
                                .max()
                                .orElseThrow());
    }
}
