package io.peerstage.gateway.feeds;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Bus;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The card that stands on other sites for a stream: what, who, when, and a link to its page. It is the one page that others may frame, so
 * it has no script and nothing that a click could be stolen for.
 */
public final class EmbedPage {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors *";
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="robots" content="noindex">
              <title>%1$s · Peerstage</title>
              <link rel="stylesheet" href="/style/tokens.css">
              <link rel="stylesheet" href="/style/embed.css">
            </head>
            <body>
              <a href="%2$s" target="_blank" rel="noopener">
                <strong>%1$s</strong>
                <span>%3$s</span>
                <em>%4$s</em>
              </a>
            </body>
            </html>
            """;

    private final Bus bus;
    private final Site site;

    public EmbedPage(Bus bus, Site site) {
        this.bus = bus;
        this.site = site;
    }

    public void add(Router router) {
        router.get("/embed/:id").handler(this::show);
    }

    private void show(RoutingContext context) {
        bus.ask(StreamsApi.GET, bus.self(), new StreamsApi.Which(new StreamId(context.pathParam("id"))))
                .map(this::card)
                .onSuccess(page -> send(context, 200, page))
                .onFailure(thrown -> {
                    if (thrown instanceof Refused refused && refused.failure() == Failure.STREAM_NOT_FOUND) {
                        send(context, 404, page("No such stream", site.url().toString(), "It was taken down.", ""));
                    } else {
                        context.fail(thrown);
                    }
                });
    }

    private String card(Stream stream) {
        return page(
                stream.title(),
                site.stream(stream.id()),
                stream.speaker().called(stream.broadcaster()),
                switch (stream.status()) {
                    case LIVE -> "Live now: watch on Peerstage";
                    case UPCOMING -> Words.when(stream.startTime()) + ", on Peerstage";
                    case PAST -> "It is over";
                });
    }

    private static String page(String title, String address, String speaker, String state) {
        return PAGE.formatted(Words.html(title), Words.html(address), Words.html(speaker), Words.html(state));
    }

    private static void send(RoutingContext context, int status, String page) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Cache-Control", "no-cache")
                .end(page);
    }
}
