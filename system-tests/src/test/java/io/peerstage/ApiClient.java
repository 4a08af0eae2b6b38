package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The HTTP API over a real connection. */
record ApiClient(String url, String token) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .sslContext(AnyCertificate.context())
            .build();
    private static final Duration TO_ANSWER = Duration.ofSeconds(20);

    /** What came back. */
    record Reply(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonObject json() {
            return new JsonObject(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        Reply expect(int status) {
            assertThat(status())
                    .as(response.request().uri() + " " + response.body())
                    .isEqualTo(status);
            return this;
        }

        /** As the contract tells outcomes apart. */
        OpenApi.Outcome outcome() {
            var problem = header("Content-Type").equals("application/problem+json")
                    ? json().getString("type").replace("urn:peerstage:problem:", "")
                    : "";
            return new OpenApi.Outcome(status(), problem);
        }

        /** A problem document of that name. */
        Reply refused(int status, String name) {
            expect(status);
            assertThat(header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(json().getString("type")).isEqualTo("urn:peerstage:problem:" + name);
            assertThat(json().getInteger("status")).isEqualTo(status);
            assertThat(json().getString("instance")).isEqualTo(header("X-Request-Id"));
            return this;
        }

        /** The field that the problem is about. */
        String pointer() {
            return json().getJsonArray("errors").getJsonObject(0).getString("pointer");
        }
    }

    Reply get(String path) {
        return send("GET", path, "", request -> request);
    }

    Reply delete(String path) {
        return send("DELETE", path, "", request -> request);
    }

    Reply put(String path) {
        return send("PUT", path, "", request -> request);
    }

    Reply put(String path, JsonObject body) {
        return send("PUT", path, body.encode(), request -> request.header("Content-Type", "application/json"));
    }

    Reply post(String path, JsonObject body) {
        return send("POST", path, body.encode(), request -> request.header("Content-Type", "application/json"));
    }

    Reply patch(String path, JsonObject body) {
        return send(
                "PATCH",
                path,
                body.encode(),
                request -> request.header("Content-Type", "application/merge-patch+json"));
    }

    Reply send(String method, String path, String body, UnaryOperator<HttpRequest.Builder> more) {
        var request = HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
                .timeout(TO_ANSWER)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return exchange(more.apply(request).build());
    }

    static Reply exchange(HttpRequest request) {
        try {
            var reply = new Reply(HTTP.send(request, BodyHandlers.ofString()));
            Exchanges.saw(request.method(), request.uri().getRawPath(), reply.outcome());
            return reply;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
