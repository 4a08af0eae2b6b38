package io.peerstage.gateway.api;

import io.peerstage.contract.Fault;
import io.peerstage.contract.Refused;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of path and query of one operation: text made into what the contract says it is, then held against it. */
final class Parameters {
    private final Map<Contract.Parameter, SchemaCheck> checks = new LinkedHashMap<>();

    Parameters(List<Contract.Parameter> parameters) {
        parameters.forEach(parameter -> checks.put(parameter, new SchemaCheck(parameter.schema())));
    }

    /** Fails with {@code INVALID_REQUEST}; a pointer's first step is the parameter's name. */
    JsonObject read(RoutingContext context) {
        var values = new JsonObject();
        List<Fault> faults = new ArrayList<>();
        checks.forEach((parameter, check) -> {
            var text = parameter.inPath()
                    ? context.pathParam(parameter.name())
                    : context.request().getParam(parameter.name());
            var value = text == null ? parameter.schema().getValue("default") : typed(parameter.schema(), text);
            if (value != null) {
                values.put(parameter.name(), value);
                check(parameter.name(), check, value, faults);
            }
        });
        if (!faults.isEmpty()) {
            throw Refused.invalid(faults);
        }
        return values;
    }

    private static void check(String name, SchemaCheck check, Object value, List<Fault> faults) {
        try {
            check.require(value);
        } catch (Refused refused) {
            refused.faults().stream()
                    .map(fault -> new Fault("/" + name + fault.pointer(), fault.detail()))
                    .forEach(faults::add);
        }
    }

    /** Text that is not of the type stays text, which the check then refuses. */
    private static Object typed(JsonObject schema, String text) {
        return switch (schema.getString("type")) {
            case "integer" -> text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
            case "boolean" -> text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
            case "array" -> new JsonArray(List.of(text.split(",", -1)));
            default -> text;
        };
    }
}
