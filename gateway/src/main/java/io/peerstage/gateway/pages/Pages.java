package io.peerstage.gateway.pages;

import io.peerstage.contract.Account;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.gateway.feeds.OpenGraph;
import io.peerstage.gateway.feeds.Site;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Sha256;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The frontend's files. Every page is the same document, whose script shows what its address means. */
public final class Pages {
    private static final String ROOT = "web";
    /** Addresses that say nothing of their own in the head, with the module that shows them. */
    private static final Map<String, String> ADDRESSES = Map.of(
            "/", "landing",
            "/streams", "streams",
            "/streams/:id/edit", "edit",
            "/schedule", "schedule",
            "/account", "account",
            "/admin", "admin");
    /** Files beside the folders: for browsers that install the site, and the worker that may answer for all of it. */
    private static final Map<String, String> FILES = Map.of(
            "/favicon.svg", "image/svg+xml",
            "/manifest.webmanifest", "application/manifest+json",
            "/service-worker.js", "text/javascript; charset=utf-8");

    private static final String WEBJARS = "/webjars/";
    private static final String END_OF_HEAD = "</head>";
    private static final Pattern INLINE_SCRIPT =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final Duration TO_UNFURL = Duration.ofMillis(500);
    private static final long A_YEAR_IN_SECONDS = 31_536_000;

    private final String document = read(ROOT + "/index.html");
    private final String resources;
    private final ModuleGraph modules;
    private final Site site;
    private final Bus bus;

    /**
     * @param socketOrigin where the page opens WebSockets
     */
    public Pages(String socketOrigin, Site site, Bus bus) {
        this.site = site;
        this.bus = bus;
        this.modules = new ModuleGraph(map().group(1), Pages::module);
        this.resources = String.join(
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
                        "base-uri 'none'"));
    }

    /** Where the names of modules lead, as a script element. */
    public String importMap() {
        return map().group();
    }

    private MatchResult map() {
        return INLINE_SCRIPT.matcher(document).results().findFirst().orElseThrow();
    }

    /** What a page with that import map may load and do; who may frame it is not said. */
    public String policy() {
        return resources;
    }

    public void add(Router router) {
        ADDRESSES.forEach((address, page) -> {
            var preloads = preloads(page);
            router.get(address).handler(context -> sendDocument(context.response(), preloads));
        });
        var ofStream = preloads("stream", "/client/room.js", "/client/media/open.js");
        var ofProfile = preloads("profile");
        router.get("/streams/:id").handler(context -> {
            var id = new StreamId(context.pathParam("id"));
            unfurled(id).onSuccess(words -> sendDocument(context.response(), ofStream + streamLinks(id) + words));
        });
        router.get("/profiles/:account")
                .handler(context ->
                        sendDocument(context.response(), ofProfile + profileLinks(context.pathParam("account"))));
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
        FILES.forEach((path, type) -> {
            var content = read(ROOT + path);
            router.get(path)
                    .handler(context -> context.response()
                            .putHeader("Content-Type", type)
                            .putHeader("Cache-Control", "no-cache")
                            .end(content));
        });
    }

    /** After all other addresses: a person who follows an old link gets a page that says so, and not a problem document. */
    public void addLost(Router router) {
        router.get().handler(context -> {
            var accepted =
                    Optional.ofNullable(context.request().getHeader("Accept")).orElse("");
            if (accepted.contains("text/html")) {
                sendDocument(context.response().setStatusCode(404), "");
            } else {
                context.next();
            }
        });
    }

    /** All modules that the page needs before it can be seen. */
    private String preloads(String page, String... more) {
        var first = Stream.concat(Stream.of("/app/main.js", "/app/pages/" + page + ".js"), Stream.of(more));
        return modules.of(first.toList()).stream()
                .map(path -> "  <link rel=\"modulepreload\" href=\"" + path + "\">\n")
                .collect(Collectors.joining());
    }

    private static String module(String path) {
        return read(path.startsWith(WEBJARS) ? "META-INF/resources" + path : ROOT + path);
    }

    /** Where other sites learn how to show the stream; nothing for an id that no stream can have. */
    private String streamLinks(StreamId id) {
        var page = URLEncoder.encode(site.stream(id), StandardCharsets.UTF_8);
        return id.value().isEmpty() ? "" : link("application/json+oembed", site.api("/oembed?url=" + page));
    }

    /** What other sites show of a link to the stream. A service that is away, or slow, is no reason to wait for the page. */
    private Future<String> unfurled(StreamId id) {
        return bus.ask(StreamsApi.GET, bus.self(), new StreamsApi.Which(id))
                .timeout(TO_UNFURL.toMillis(), TimeUnit.MILLISECONDS)
                .map(stream -> OpenGraph.of(site, stream))
                .otherwise("");
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
     * @param links of this page alone, escaped where that is needed
     */
    private void sendDocument(HttpServerResponse response, String links) {
        response.putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", resources + "; frame-ancestors 'none'")
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
