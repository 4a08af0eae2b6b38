package io.peerstage.gateway.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code openapi.yaml}, read. It is small and ours, so of OpenAPI 3.1 only what it uses is understood. */
final class Contract {
    private static final String FILE = "openapi.yaml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    /** In bytes, unless an operation says otherwise. */
    static final long LARGEST_BODY = 64 * 1024;

    private final Buffer text;
    private final JsonObject document;

    private Contract(Buffer text, JsonObject document) {
        this.text = text;
        this.document = document;
    }

    static Contract read() {
        var text = file(FILE);
        try {
            @SuppressWarnings("unchecked")
            Map<String, Object> yaml = new ObjectMapper(
                            new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION))
                    .readValue(text.getBytes(), Map.class);
            return new Contract(text, new JsonObject(yaml));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** One of those that are published as they are. */
    static Buffer file(String name) {
        try (var file = Contract.class.getClassLoader().getResourceAsStream(name)) {
            return Buffer.buffer(file.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * One thing that can be done.
     *
     * @param path under the base path, with {@code {name}} for parameters
     * @param needsToken whether a visitor is refused
     */
    record Operation(
            String id,
            String method,
            String path,
            boolean needsToken,
            List<Parameter> parameters,
            Optional<Body> body) {
        /** Who is banned keeps reading and signing out; credentials and what only admins see are more than that. */
        boolean isOpenToBanned() {
            return id.equals("signOut")
                    || (method.equals("GET") && !id.equals("getIceServers") && !path.startsWith("/admin/"));
        }
    }

    /**
     * A parameter of path or query.
     *
     * @param schema without references
     */
    record Parameter(String name, boolean inPath, JsonObject schema) {}

    /**
     * What must come with a request: JSON, or bytes, whose schema says no more than how many (OpenAPI 3.1, Media Type Object).
     *
     * @param mediaTypes one of them
     * @param schema without references
     */
    record Body(List<String> mediaTypes, JsonObject schema) {
        boolean isJson() {
            return mediaTypes.stream().allMatch(type -> type.endsWith("json"));
        }

        /** In bytes. */
        long largest() {
            return isJson() ? LARGEST_BODY : schema.getLong("maxLength");
        }
    }

    Buffer text() {
        return text;
    }

    List<Operation> operations() {
        return document.getJsonObject("paths").stream()
                .flatMap(path -> operations(path.getKey(), (JsonObject) path.getValue()))
                .toList();
    }

    private Stream<Operation> operations(String path, JsonObject item) {
        return item.stream()
                .filter(entry -> METHODS.contains(entry.getKey()))
                .map(entry -> operation(path, item, entry.getKey(), (JsonObject) entry.getValue()));
    }

    private Operation operation(String path, JsonObject item, String method, JsonObject operation) {
        var security = operation.getJsonArray("security", document.getJsonArray("security"));
        return new Operation(
                operation.getString("operationId"),
                method.toUpperCase(Locale.ROOT),
                path,
                !security.isEmpty() && !security.contains(new JsonObject()),
                parameters(item, operation),
                Optional.ofNullable(operation.getJsonObject("requestBody")).map(this::body));
    }

    private List<Parameter> parameters(JsonObject item, JsonObject operation) {
        var all = new ArrayList<>(
                item.getJsonArray("parameters", new JsonArray()).stream().toList());
        all.addAll(
                operation.getJsonArray("parameters", new JsonArray()).stream().toList());
        return all.stream()
                .map(each -> (JsonObject) resolved(each))
                .filter(each -> !"header".equals(each.getString("in"))) // those are for their handler to read
                .map(each -> new Parameter(
                        each.getString("name"), "path".equals(each.getString("in")), each.getJsonObject("schema")))
                .toList();
    }

    private Body body(JsonObject requestBody) {
        var content = requestBody.getJsonObject("content");
        var types = content.fieldNames().stream().sorted().toList();
        return new Body(
                types, (JsonObject) resolved(content.getJsonObject(types.get(0)).getJsonObject("schema")));
    }

    /** The same with each reference replaced by what it names. */
    private Object resolved(Object value) {
        if (value instanceof JsonArray array) {
            return new JsonArray(array.stream().map(this::resolved).collect(Collectors.toList()));
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        if (object.containsKey("$ref")) {
            return resolved(named(object.getString("$ref")));
        }
        var copy = new JsonObject();
        object.forEach(entry -> copy.put(entry.getKey(), resolved(entry.getValue())));
        return copy;
    }

    private JsonObject named(String reference) {
        var found = document;
        for (var step : reference.substring("#/".length()).split("/", -1)) {
            found = found.getJsonObject(step);
        }
        return found;
    }
}
