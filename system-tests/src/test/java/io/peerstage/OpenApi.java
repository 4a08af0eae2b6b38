package io.peerstage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.peerstage.contract.Failure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The contract as its readers have it: what {@code openapi.yaml} promises of each operation. */
final class OpenApi {
    private static final String BASE = "/api/v1";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final Pattern QUOTED = Pattern.compile("`([a-z-]+)`");

    static final OpenApi CONTRACT = read();

    private final JsonObject document;
    private final List<Operation> operations;

    private OpenApi(JsonObject document) {
        this.document = document;
        this.operations = document.getJsonObject("paths").stream()
                .flatMap(path -> operations(path.getKey(), (JsonObject) path.getValue()))
                .toList();
    }

    private static OpenApi read() {
        try (var file = OpenApi.class.getClassLoader().getResourceAsStream("openapi.yaml")) {
            @SuppressWarnings("unchecked")
            Map<String, Object> yaml = new ObjectMapper(new YAMLFactory()).readValue(file, Map.class);
            return new OpenApi(new JsonObject(yaml));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * @param path under the base path, with {@code {name}} for parameters
     * @param parameters those of path, query and header
     * @param answers what the contract says it may answer, refusals by the names of their problems
     */
    record Operation(
            String id,
            String method,
            String path,
            boolean needsToken,
            List<Parameter> parameters,
            Optional<Body> body,
            List<Outcome> answers) {
        /** Whether that answer to it is possible. */
        boolean lists(String problem) {
            return answers.stream().anyMatch(answer -> answer.problem().equals(problem));
        }

        @Override
        public String toString() {
            return id;
        }
    }

    record Parameter(String name, String in, boolean required) {}

    /**
     * @param fields of a JSON body; none of any other
     */
    record Body(String mediaType, Set<String> fields, Set<String> required) {}

    /**
     * @param problem the name in a problem document; empty for success
     */
    record Outcome(int status, String problem) implements Comparable<Outcome> {
        @Override
        public int compareTo(Outcome other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return problem.isEmpty() ? String.valueOf(status) : status + " " + problem;
        }
    }

    List<Operation> operations() {
        return operations;
    }

    Operation operation(String id) {
        return operations.stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Which operation such a request asks for; empty if none. */
    Optional<Operation> find(String method, String rawPath) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> rawPath.matches(
                        Pattern.quote(BASE + operation.path()).replaceAll("\\{\\w+}", "\\\\E[^/]+\\\\Q")))
                .findFirst();
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
                Stream.of(item, operation)
                        .flatMap(level -> level.getJsonArray("parameters", new JsonArray()).stream())
                        .map(each -> parameter(resolved((JsonObject) each)))
                        .toList(),
                Optional.ofNullable(operation.getJsonObject("requestBody")).map(this::body),
                operation.getJsonObject("responses").stream()
                        .filter(entry -> !entry.getKey().equals("default")) // what any operation may answer
                        .flatMap(entry ->
                                outcomes(Integer.parseInt(entry.getKey()), resolved((JsonObject) entry.getValue())))
                        .toList());
    }

    private static Parameter parameter(JsonObject parameter) {
        return new Parameter(
                parameter.getString("name"), parameter.getString("in"), parameter.getBoolean("required", false));
    }

    private Body body(JsonObject requestBody) {
        var content = requestBody.getJsonObject("content").stream().findFirst().orElseThrow();
        var schema = resolved(((JsonObject) content.getValue()).getJsonObject("schema", new JsonObject()));
        return new Body(
                content.getKey(),
                schema.getJsonObject("properties", new JsonObject()).fieldNames(),
                Set.copyOf(schema.getJsonArray("required", new JsonArray()).stream()
                        .map(String.class::cast)
                        .toList()));
    }

    /** A refusal's description has the names of its problems in backquotes, and other things. */
    private static Stream<Outcome> outcomes(int status, JsonObject response) {
        if (status < 400) {
            return Stream.of(new Outcome(status, ""));
        }
        return QUOTED.matcher(response.getString("description"))
                .results()
                .map(MatchResult::group)
                .map(quoted -> quoted.substring(1, quoted.length() - 1))
                .filter(name -> Arrays.stream(Failure.values())
                        .anyMatch(failure ->
                                failure.status() == status && failure.problem().equals(name)))
                .map(name -> new Outcome(status, name));
    }

    private JsonObject resolved(JsonObject object) {
        if (!object.containsKey("$ref")) {
            return object;
        }
        var found = document;
        for (var step : object.getString("$ref").substring("#/".length()).split("/", -1)) {
            found = found.getJsonObject(step);
        }
        return resolved(found);
    }
}
