package io.peerstage.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code asyncapi.yaml} and {@code docs/protocol.md} say of the bridge is what the code does. */
class ProtocolTest {
    private static final Map<String, Operation<?, ?>> QUESTIONS = Stream.of(
                    new Operation<>("session.open", Bridge.Open.class, Bridge.Opened.class),
                    new Operation<>("session.token", Bridge.Extend.class, Bridge.Opened.class),
                    new Operation<>("streams.watch", ScheduleNews.Wish.class, Nothing.class),
                    SignalingApi.ENTER,
                    SignalingApi.GO_LIVE,
                    SignalingApi.STOP,
                    SignalingApi.SIGNAL,
                    SignalingApi.EDGE,
                    SignalingApi.REPORT,
                    SignalingApi.PONG,
                    SignalingApi.CHAT,
                    SignalingApi.MODERATE,
                    SignalingApi.LEAVE)
            .collect(Collectors.toMap(Operation::address, Function.identity()));

    private final JsonObject document = read();

    @Test
    void browsers_may_send_to_the_addresses_that_are_listed_and_to_no_others() {
        Set<String> open = new TreeSet<>(Bridge.OWN);
        open.addAll(Bridge.ROOM);
        assertThat(operations("receive").keySet()).isEqualTo(open).isEqualTo(QUESTIONS.keySet());
    }

    @Test
    void browsers_receive_what_is_listed_and_nothing_else() {
        assertThat(operations("send").keySet()).isEqualTo(pushes().keySet());
    }

    @Test
    void questions_answers_and_messages_have_the_fields_that_are_listed() {
        operations("receive").forEach((address, operation) -> {
            var question = QUESTIONS.get(address);
            assertFields(body(operation.getJsonObject("channel")), question.question());
            var answer =
                    operation.getJsonObject("reply").getJsonArray("messages").getJsonObject(0);
            assertFields(payloadBody(resolved(answer)), question.answer());
        });
        var pushes = pushes();
        operations("send")
                .forEach((address, operation) ->
                        assertFields(body(operation.getJsonObject("channel")), pushes.get(address)));
    }

    @Test
    void each_reference_leads_somewhere() {
        assertThat(references(document).toList())
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(at(reference)).isNotNull());
    }

    @Test
    void the_document_for_people_names_every_address_field_and_refusal() throws Exception {
        var text = Files.readString(Path.of("..", "docs", "protocol.md"));
        Stream.concat(QUESTIONS.keySet().stream(), pushes().keySet().stream())
                .forEach(address -> assertThat(text).contains("### `" + address + "`"));
        Stream.concat(
                        QUESTIONS.values().stream().flatMap(each -> Stream.of(each.question(), each.answer())),
                        pushes().values().stream())
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .forEach(field -> assertThat(text).containsPattern("`" + field.getName() + "`"));
        var rows = Pattern.compile("\\| (\\d{4}) \\| `([a-z-]+)` \\|")
                .matcher(text)
                .results()
                .toList();
        assertThat(rows).hasSizeGreaterThan(10);
        rows.forEach(row ->
                assertThat(Failure.of(Integer.parseInt(row.group(1))).problem()).isEqualTo(row.group(2)));
    }

    private Map<String, JsonObject> operations(String action) {
        return document.getJsonObject("operations").stream()
                .map(entry -> (JsonObject) entry.getValue())
                .filter(operation -> operation.getString("action").equals(action))
                .collect(Collectors.toMap(
                        operation ->
                                resolved(operation.getJsonObject("channel")).getString("address"),
                        Function.identity()));
    }

    private JsonObject body(JsonObject channel) {
        var messages = resolved(channel).getJsonObject("messages");
        assertThat(messages).hasSize(1);
        return payloadBody(resolved((JsonObject) messages.iterator().next().getValue()));
    }

    private JsonObject payloadBody(JsonObject message) {
        var ours =
                resolved(message).getJsonObject("payload").getJsonArray("allOf").getJsonObject(1);
        return resolved(ours.getJsonObject("properties").getJsonObject("body"));
    }

    private void assertFields(JsonObject schema, Class<?> type) {
        var fields = Arrays.stream(type.getRecordComponents()).toList();
        var properties = schema.getJsonObject("properties");
        assertThat(properties.fieldNames())
                .as(type.getSimpleName())
                .containsExactlyInAnyOrderElementsOf(
                        fields.stream().map(RecordComponent::getName).toList());
        fields.forEach(field -> assertType(
                resolved(properties.getJsonObject(field.getName())),
                field.getGenericType(),
                type.getSimpleName() + "." + field.getName()));
        if (Push.class.isAssignableFrom(type)) { // in a question, what is left out may have a default
            assertThat(schema.getJsonArray("required", new JsonArray()))
                    .as(type.getSimpleName())
                    .containsExactlyInAnyOrderElementsOf(fields.stream()
                            .filter(field -> field.getType() != Optional.class)
                            .<Object>map(RecordComponent::getName)
                            .toList());
        }
    }

    private void assertType(JsonObject schema, Type type, String name) {
        if (type instanceof ParameterizedType generic) {
            var of = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                assertType(schema, of, name);
            } else if (Collection.class.isAssignableFrom((Class<?>) generic.getRawType())) {
                assertThat(schema.getString("type")).as(name).isEqualTo("array");
                assertType(resolved(schema.getJsonObject("items")), of, name);
            }
            return;
        }
        var plain = (Class<?>) type;
        if (plain.isEnum()) {
            assertThat(schema.getJsonArray("enum"))
                    .as(name)
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(plain.getEnumConstants())
                            .<Object>map(value -> Json.decodeValue(Json.encode(value)))
                            .toList());
        } else if (plain.isRecord() && schema.getString("type").equals("object")) {
            assertFields(schema, plain);
        } else {
            assertThat(schema.getString("type")).as(name).isEqualTo(jsonType(plain));
        }
    }

    private static String jsonType(Class<?> type) {
        if (type == boolean.class) {
            return "boolean";
        }
        if (type == double.class) {
            return "number";
        }
        return type.isPrimitive() || Number.class.isAssignableFrom(type) ? "integer" : "string";
    }

    private static Map<String, Class<?>> pushes() {
        return Arrays.stream(Push.class.getPermittedSubclasses())
                .collect(Collectors.toMap(ProtocolTest::address, Function.identity()));
    }

    private static String address(Class<?> push) {
        try {
            var constructor = push.getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            var nothing = Arrays.stream(constructor.getParameterTypes())
                    .map(type -> Array.get(Array.newInstance(type, 1), 0))
                    .toArray();
            return ((Push) constructor.newInstance(nothing)).address();
        } catch (ReflectiveOperationException failed) {
            throw new LinkageError(push.getName(), failed);
        }
    }

    private JsonObject resolved(JsonObject node) {
        return node.containsKey("$ref") ? resolved(at(node.getString("$ref"))) : node;
    }

    private JsonObject at(String reference) {
        assertThat(reference).startsWith("#/");
        var found = document;
        for (var step : reference.substring(2).split("/", -1)) {
            found = found.getJsonObject(step);
            assertThat(found).as(reference).isNotNull();
        }
        return found;
    }

    private static Stream<String> references(Object node) {
        List<String> found = new ArrayList<>();
        if (node instanceof JsonObject object) {
            object.forEach(entry -> {
                if (entry.getKey().equals("$ref")) {
                    found.add((String) entry.getValue());
                } else {
                    references(entry.getValue()).forEach(found::add);
                }
            });
        } else if (node instanceof JsonArray array) {
            array.forEach(item -> references(item).forEach(found::add));
        }
        return found.stream();
    }

    private static JsonObject read() {
        try (var file = ProtocolTest.class.getClassLoader().getResourceAsStream("asyncapi.yaml")) {
            @SuppressWarnings("unchecked")
            Map<String, Object> yaml = new ObjectMapper(new YAMLFactory()).readValue(file, Map.class);
            return new JsonObject(yaml);
        } catch (java.io.IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
