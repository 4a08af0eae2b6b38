package io.peerstage.gateway.pages;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;

/** {@code /api}: the contract in a browser, by Swagger UI from its jar. */
public final class ApiPage {
    // Swagger UI carries its icons as data: addresses.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    public static void add(Router router) {
        var document = Pages.read("web/api.html");
        router.get("/api").handler(context -> {
            if (context.request().path().endsWith("/")) {
                context.redirect("/api");
            } else {
                send(context.response(), document);
            }
        });
    }

    private static void send(HttpServerResponse response, String document) {
        response.putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Cache-Control", "no-cache")
                .end(document);
    }

    private ApiPage() {}
}
