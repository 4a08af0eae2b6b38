package io.peerstage.gateway.pages;

import io.peerstage.runtime.Sha256;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The frontend's files. Every page is the same document, whose script shows what its address means. */
public final class Pages {
    private static final String ROOT = "web";
    private static final List<String> ADDRESSES = List.of(
            "/", "/streams", "/streams/:id", "/streams/:id/edit", "/schedule", "/account", "/profiles/:account");
    private static final Pattern INLINE_SCRIPT =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final long A_YEAR_IN_SECONDS = 31_536_000;

    private final String document = read(ROOT + "/index.html");
    private final String icon = read(ROOT + "/favicon.svg");
    private final String policy;

    /**
     * @param socketOrigin where the page opens WebSockets
     */
    public Pages(String socketOrigin) {
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
        ADDRESSES.forEach(address -> router.get(address).handler(context -> sendDocument(context.response())));
        // Each version of a library has its own address, so it never changes; our own files are asked for again each
        // time.
        router.get("/webjars/*")
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

    private void sendDocument(HttpServerResponse response) {
        response.putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", policy)
                .putHeader("Cache-Control", "no-cache")
                .end(document);
    }

    private static String importMapHash(String document) {
        return INLINE_SCRIPT.matcher(document).results().map(Pages::hash).collect(Collectors.joining(" "));
    }

    private static String hash(MatchResult script) {
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(script.group(1))) + "'";
    }

    private static String read(String file) {
        try (var stream = Pages.class.getClassLoader().getResourceAsStream(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
