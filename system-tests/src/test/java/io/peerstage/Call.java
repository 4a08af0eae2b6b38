package io.peerstage;

import io.peerstage.OpenApi.Body;
import io.peerstage.OpenApi.Operation;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * A request for an operation, made from the contract alone, and such changes of it as tests want.
 *
 * @param path the values of the path's parameters, encoded
 * @param query encoded too
 * @param body empty for none
 */
record Call(
        Operation operation,
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        Buffer body) {
    private static final Duration TO_ANSWER = Duration.ofSeconds(20);

    /** A good value for each field that bodies have. */
    private static JsonObject goodFields() {
        return Stage.now("A call")
                .put("description", "text")
                .put("imgLink", "https://a.example/x.png")
                .put("audience", "everyone")
                .put("name", "Ada")
                .put("surname", "Byron")
                .put("timeZone", "Europe/London")
                .put("reason", "spam");
    }

    /**
     * One that fits the contract.
     *
     * @param values for the parameters that are required, by name
     */
    static Call of(Operation operation, Map<String, String> values) {
        var headers = operation.body().map(body -> Map.of("Content-Type", body.mediaType()));
        return new Call(
                operation,
                required(operation, "path", values),
                required(operation, "query", values),
                headers.orElse(Map.of()),
                operation.body().map(Call::good).orElseGet(Buffer::buffer));
    }

    private static Map<String, String> required(Operation operation, String in, Map<String, String> values) {
        return operation.parameters().stream()
                .filter(parameter -> parameter.in().equals(in) && parameter.required())
                .collect(Collectors.toMap(
                        OpenApi.Parameter::name,
                        parameter -> encoded(required(values, parameter.name(), "parameter"))));
    }

    private static <T> T required(Map<String, T> values, String name, String what) {
        if (!values.containsKey(name)) {
            throw new AssertionError("the tests know no good value for the " + what + " " + name + ": give them one");
        }
        return values.get(name);
    }

    private static Buffer good(Body body) {
        if (body.mediaType().startsWith("image/")) {
            return picture();
        }
        var known = goodFields();
        body.required().forEach(field -> required(known.getMap(), field, "field"));
        var json = new JsonObject();
        body.fields().stream().filter(known::containsKey).forEach(field -> json.put(field, known.getValue(field)));
        return json.toBuffer();
    }

    private static Buffer picture() {
        try {
            var png = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB), "png", png);
            return Buffer.buffer(png.toByteArray());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The same with a parameter whose value is encoded already. */
    Call with(String in, String name, String encoded) {
        return switch (in) {
            case "path" -> new Call(operation, plus(path, name, encoded), query, headers, body);
            case "query" -> new Call(operation, path, plus(query, name, encoded), headers, body);
            case "header" -> new Call(operation, path, query, plus(headers, name, encoded), body);
            default -> throw new IllegalArgumentException(in);
        };
    }

    Call with(Buffer otherBody) {
        return new Call(operation, path, query, headers, otherBody);
    }

    /** The same with another value of a field of the JSON body, as JSON text. */
    Call withField(String field, String json) {
        var others = body.toJsonObject();
        others.remove(field);
        var text = others.encode();
        var comma = others.isEmpty() ? "" : ",";
        return with(Buffer.buffer(text.substring(0, text.length() - 1) + comma + "\"" + field + "\":" + json + "}"));
    }

    ApiClient.Reply as(ApiClient api) {
        return send(operation.method(), api);
    }

    ApiClient.Reply send(String method, ApiClient api) {
        var filled = operation.path();
        for (var parameter : path.entrySet()) {
            filled = filled.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        var question = query.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
        var uri = api.url() + "/api/v1" + filled + (question.isEmpty() ? "" : "?" + question);
        var request = HttpRequest.newBuilder(URI.create(uri))
                .timeout(TO_ANSWER)
                .method(
                        method,
                        body.length() == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.getBytes()));
        headers.forEach(request::header);
        if (!api.token().isEmpty()) {
            request.header("Authorization", "Bearer " + api.token());
        }
        return ApiClient.exchange(request.build());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Map<String, String> plus(Map<String, String> map, String name, String value) {
        var copy = new TreeMap<>(map);
        copy.put(name, value);
        return copy;
    }
}
