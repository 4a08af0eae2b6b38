package io.peerstage.gateway.pages;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.gateway.feeds.Site;
import io.peerstage.gateway.feeds.Words;
import io.peerstage.runtime.Bus;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The card that stands on other sites for a stream: what, who, when, and a link to its page. It is the one page that others may frame. A
 * stream that is open to everyone plays in it after a click: nobody joins a relay tree, and tells others an address, by opening some site.
 * There is nobody signed in, so nothing that a click could be stolen for.
 */
public final class EmbedPage {
    private static final String FRAMED = "; frame-ancestors *";
    private static final String CARD_ONLY = "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'";
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="robots" content="noindex">
              <title>%1$s · Peerstage</title>
              <link rel="stylesheet" href="/style/tokens.css">
            %5$s  <link rel="stylesheet" href="/style/embed.css">
            </head>
            <body>
              <main>
                <a class="embed-card" href="%2$s" target="_blank" rel="noopener">
                  <h1>%1$s</h1>
                  <span>%3$s</span>
                  <em>%4$s</em>
                </a>
              </main>
            </body>
            </html>
            """;
    private static final String PLAYER = """
              <link rel="stylesheet" href="/style/base.css">
              <link rel="stylesheet" href="/style/controls.css">
              <link rel="stylesheet" href="/style/cards.css">
              <link rel="stylesheet" href="/style/stage.css">
              <base target="_blank">
              %s
              <script type="module" src="/app/embed.js"></script>
            """;

    private final Bus bus;
    private final Site site;
    private final String player;
    private final String playing;

    public EmbedPage(Bus bus, Site site, Pages pages) {
        this.bus = bus;
        this.site = site;
        this.player = PLAYER.formatted(pages.importMap());
        this.playing = pages.policy();
    }

    public void add(Router router) {
        router.get("/embed/:id").handler(this::show);
    }

    private void show(RoutingContext context) {
        bus.ask(StreamsApi.GET, bus.self(), new StreamsApi.Which(new StreamId(context.pathParam("id"))))
                .onSuccess(stream -> send(
                        context, 200, card(stream, plays(stream) ? player : ""), plays(stream) ? playing : CARD_ONLY))
                .onFailure(thrown -> {
                    if (thrown instanceof Refused refused && refused.failure() == Failure.STREAM_NOT_FOUND) {
                        var gone = page("No such stream", site.url().toString(), "It was taken down.", "", "");
                        send(context, 404, gone, CARD_ONLY);
                    } else {
                        context.fail(thrown);
                    }
                });
    }

    private static boolean plays(Stream stream) {
        return stream.audience() == Audience.EVERYONE && stream.status() != Status.PAST;
    }

    private String card(Stream stream, String player) {
        return page(
                stream.title(),
                site.stream(stream.id()),
                stream.speaker().called(stream.broadcaster()),
                switch (stream.status()) {
                    case LIVE -> "Live now: watch on Peerstage";
                    case UPCOMING -> Words.when(stream.startTime()) + ", on Peerstage";
                    case PAST -> "It is over";
                },
                player);
    }

    private static String page(String title, String address, String speaker, String state, String player) {
        return PAGE.formatted(Words.html(title), Words.html(address), Words.html(speaker), Words.html(state), player);
    }

    private static void send(RoutingContext context, int status, String page, String policy) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", policy + FRAMED)
                .putHeader("Cache-Control", "no-cache")
                .end(page);
    }
}
