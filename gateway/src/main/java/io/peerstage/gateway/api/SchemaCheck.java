package io.peerstage.gateway.api;

import io.peerstage.contract.Fault;
import io.peerstage.contract.Refused;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds a value against a schema of the contract, and says of each field what the contract wants. */
final class SchemaCheck {
    private final JsonObject schema;
    private final Validator validator;

    SchemaCheck(JsonObject schema) {
        this.schema = schema;
        this.validator = Validator.create(
                JsonSchema.of(schema),
                new JsonSchemaOptions()
                        .setBaseUri("https://peerstage.invalid")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    /** Fails with {@code INVALID_REQUEST}, one fault a field. */
    void require(Object value) {
        var outcome = validator.validate(value);
        if (!outcome.getValid()) {
            Map<String, Fault> faults = new LinkedHashMap<>();
            outcome.getErrors().stream()
                    .flatMap(error -> fault(error).stream())
                    .forEach(fault -> faults.merge(fault.pointer(), fault, (one, other) -> one));
            throw Refused.invalid(List.copyOf(faults.values()));
        }
    }

    private Optional<Fault> fault(OutputUnit error) {
        var pointer = error.getInstanceLocation().replaceFirst("^#", "");
        var keyword =
                error.getKeywordLocation().substring(error.getKeywordLocation().lastIndexOf('/') + 1);
        return switch (keyword) {
            case "required" -> Optional.of(new Fault(pointer + "/" + quoted(error.getError()), "is missing"));
            case "properties", "items", "anyOf", "allOf" ->
                Optional.empty(); // what is wrong further in is told beside it
            default -> Optional.of(new Fault(pointer, rule(pointer)));
        };
    }

    private String rule(String pointer) {
        var wanted = schema;
        for (var step : pointer.split("/", -1)) {
            if (!step.isEmpty() && wanted != null) {
                wanted = wanted.getJsonObject(
                        "items",
                        wanted.getJsonObject("properties", new JsonObject()).getJsonObject(step));
            }
        }
        if (wanted == null) {
            return "is not acceptable";
        }
        return "must be " + Optional.ofNullable(wanted.getString("description")).orElseGet(new Wanted(wanted)::words);
    }

    /** A schema in words. */
    private record Wanted(JsonObject schema) {
        String words() {
            if (schema.containsKey("enum")) {
                return "one of "
                        + String.join(
                                ", ",
                                schema.getJsonArray("enum").stream()
                                        .map(String::valueOf)
                                        .toList());
            }
            return switch (schema.getString("type", "object")) {
                case "integer" -> "a whole number" + range();
                case "boolean" -> "true or false";
                case "array" -> "a list";
                case "string" ->
                    schema.containsKey("maxLength")
                            ? "text of at most " + schema.getInteger("maxLength") + " characters"
                            : "text";
                default -> "a JSON object";
            };
        }

        private String range() {
            var least = schema.getLong("minimum", 0L);
            return schema.containsKey("maximum")
                    ? " from " + least + " to " + schema.getLong("maximum")
                    : " of at least " + least;
        }
    }

    private static String quoted(String error) {
        var from = error.indexOf('"');
        return from < 0 ? "" : error.substring(from + 1, error.lastIndexOf('"'));
    }
}
