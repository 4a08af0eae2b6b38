package io.peerstage.gateway.feeds;

import io.peerstage.contract.streams.Stream;

/** What chats and social networks show of a link (<a href="https://ogp.me">Open Graph</a>), as elements for the head of a page. */
public final class OpenGraph {
    private static final int LONGEST_TEXT = 200;

    public static String of(Site site, Stream stream) {
        var text = text(stream);
        return property("og:site_name", "Peerstage")
                + property("og:type", "video.other")
                + property("og:title", stream.title())
                + property("og:description", text)
                + property("og:url", site.stream(stream.id()))
                + stream.imgLink()
                        .map(link -> property("og:image", link.startsWith("/") ? site.url() + link : link)
                                + name("twitter:card", "summary_large_image"))
                        .orElseGet(() -> name("twitter:card", "summary"));
    }

    private static String text(Stream stream) {
        var when = switch (stream.status()) {
            case LIVE -> "live now";
            case UPCOMING -> Words.when(stream.startTime());
            case PAST -> "it is over";
        };
        var who = stream.speaker().called(stream.broadcaster()) + ", " + when;
        return stream.description().map(more -> who + ". " + shortened(more)).orElse(who);
    }

    private static String shortened(String text) {
        var line = text.replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= LONGEST_TEXT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_TEXT - 1)) + "…";
    }

    private static String property(String property, String content) {
        return "  <meta property=\"" + property + "\" content=\"" + Words.html(content) + "\">\n";
    }

    private static String name(String name, String content) {
        return "  <meta name=\"" + name + "\" content=\"" + Words.html(content) + "\">\n";
    }

    private OpenGraph() {}
}
