package io.peerstage.gateway.feeds;

import io.peerstage.contract.streams.Stream;
import io.vertx.core.json.JsonObject;

/**
 * What another site needs to show a stream (<a href="https://oembed.com">oEmbed 1.0</a>, type {@code rich}). There is no thumbnail: its size
 * would have to be told, and of a picture at another site it is not known.
 */
public final class Oembed {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int SECONDS_TO_KEEP = 3_600;

    /**
     * A frame of 16 to 9 that fits.
     *
     * @param maxWidth in CSS pixels, at least 1, as is {@code maxHeight}
     */
    public static JsonObject of(Site site, Stream stream, int maxWidth, int maxHeight) {
        var scale = Math.min(1, Math.min((double) maxWidth / WIDTH, (double) maxHeight / HEIGHT));
        var width = Math.max(1, (int) (WIDTH * scale));
        var height = Math.max(1, (int) (HEIGHT * scale));
        return new JsonObject()
                .put("version", "1.0")
                .put("type", "rich")
                .put("title", stream.title())
                .put("author_name", stream.speaker().called(stream.broadcaster()))
                .put("author_url", site.profile(stream.broadcaster()))
                .put("provider_name", "Peerstage")
                .put("provider_url", site.url().toString())
                .put("cache_age", SECONDS_TO_KEEP)
                .put("html", html(site, stream, width, height))
                .put("width", width)
                .put("height", height);
    }

    // Sites keep this for ever, so it allows already what a player needs.
    private static String html(Site site, Stream stream, int width, int height) {
        return """
                <iframe src="%s" title="%s" width="%d" height="%d" loading="lazy" allow="autoplay; fullscreen" \
                sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox" \
                style="border:0"></iframe>""".formatted(Words.html(site.embed(stream.id())), Words.html(stream.title()), width, height);
    }

    private Oembed() {}
}
