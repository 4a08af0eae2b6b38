package io.peerstage.gateway.pages;

import io.peerstage.contract.Account;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.gateway.feeds.Site;
import io.peerstage.runtime.Sha256;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The frontend's files. Every page is the same document, whose script shows what its address means. */
public final class Pages {
    private static final String ROOT = "web";
    private static final List<String> ADDRESSES =
            List.of("/", "/streams", "/streams/:id/edit", "/schedule", "/account");
    private static final String END_OF_HEAD = "</head>";
    private static final Pattern INLINE_SCRIPT =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final long A_YEAR_IN_SECONDS = 31_536_000;

    private final String document = read(ROOT + "/index.html");
    private final String icon = read(ROOT + "/favicon.svg");
    private final String policy;
    private final Site site;

    /**
     * @param socketOrigin where the page opens WebSockets
     */
    public Pages(String socketOrigin, Site site) {
        this.site = site;
        this.policy = String.join(
                "; ",
                List.of(
                        "default-src 'none'",
                        "script-src 'self' " + importMapHash(document),
                        "style-src 'self'",
                        "img-src 'self' https: data: blob:",
                        "media-src 'self' blob:",
                        "connect-src 'self' " + socketOrigin,
                        "worker-src 'self'",
                        "manifest-src 'self'",
                        "form-action 'self'",
                        "base-uri 'none'",
                        "frame-ancestors 'none'"));
    }

    public void add(Router router) {
        ADDRESSES.forEach(address -> router.get(address).handler(context -> sendDocument(context.response(), "")));
        router.get("/streams/:id")
                .handler(context ->
                        sendDocument(context.response(), streamLinks(new StreamId(context.pathParam("id")))));
        router.get("/profiles/:account")
                .handler(context -> sendDocument(context.response(), profileLinks(context.pathParam("account"))));
        // Each version of a library has its own address, so it never changes; our own files are asked for again each
        // time.
        router.get("/webjars/*")
                .handler(context -> {
                    // some bring pages of their own along, which are none of ours
                    context.response()
                            .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
                    context.next();
                })
                .handler(StaticHandler.create("META-INF/resources/webjars")
                        .setCachingEnabled(true)
                        .setMaxAgeSeconds(A_YEAR_IN_SECONDS));
        router.get("/webjars/*")
                .handler(context -> context.response().setStatusCode(404).end());
        List.of("client", "app", "style")
                .forEach(folder -> router.get("/" + folder + "/*")
                        .handler(context -> {
                            context.response().putHeader("Cache-Control", "no-cache");
                            context.next();
                        })
                        .handler(StaticHandler.create(ROOT + "/" + folder)
                                .setMaxAgeSeconds(0)
                                .setCachingEnabled(true)));
        router.get("/favicon.svg")
                .handler(context -> context.response()
                        .putHeader("Content-Type", "image/svg+xml")
                        .putHeader("Cache-Control", "max-age=86400")
                        .end(icon));
    }

    /** Where other sites learn how to show the stream; nothing for an id that no stream can have. */
    private String streamLinks(StreamId id) {
        var page = URLEncoder.encode(site.stream(id), StandardCharsets.UTF_8);
        return id.value().isEmpty() ? "" : link("application/json+oembed", site.api("/oembed?url=" + page));
    }

    /** The feeds of the account; nothing where it is written in another way than ours. */
    private String profileLinks(String account) {
        var path = "/profiles/" + account;
        return Account.isCanonical(account)
                ? link("application/atom+xml", site.api(path + "/streams.atom"))
                        + link("text/calendar", site.api(path + "/streams.ics"))
                : "";
    }

    private static String link(String type, String address) {
        return "  <link rel=\"alternate\" type=\"" + type + "\" href=\"" + address + "\">\n";
    }

    /**
     * @param links of this page alone, of characters that need no escape
     */
    private void sendDocument(HttpServerResponse response, String links) {
        response.putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", policy)
                .putHeader("Cache-Control", "no-cache")
                .end(document.replace(END_OF_HEAD, links + END_OF_HEAD));
    }

    private static String importMapHash(String document) {
        return INLINE_SCRIPT.matcher(document).results().map(Pages::hash).collect(Collectors.joining(" "));
    }

    private static String hash(MatchResult script) {
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(script.group(1))) + "'";
    }

    static String read(String file) {
        try (var stream = Pages.class.getClassLoader().getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
