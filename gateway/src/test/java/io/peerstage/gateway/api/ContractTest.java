package io.peerstage.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContractTest {
    private final Contract contract = Contract.read();

    @Test
    void each_operation_has_a_handler_and_each_handler_an_operation() {
        var operations =
                contract.operations().stream().map(Contract.Operation::id).collect(Collectors.toSet());
        assertThat(operations).hasSameSizeAs(contract.operations());
        var parts = new Api.Parts(null, null, null, null, null, null, null, null, null, null, null, null);
        assertThat(Api.handlers(parts).keySet()).isEqualTo(operations);
    }

    @Test
    void what_changes_something_needs_a_token() {
        assertThat(contract.operations())
                .filteredOn(operation -> !operation.method().equals("GET"))
                .allMatch(Contract.Operation::needsToken);
    }

    @Test
    void any_request_may_come_too_soon_and_each_operation_says_so() {
        var paths = new JsonObject(yaml()).getJsonObject("paths");
        assertThat(contract.operations()).allSatisfy(operation -> {
            var responses = paths.getJsonObject(operation.path())
                    .getJsonObject(operation.method().toLowerCase(Locale.ROOT))
                    .getJsonObject("responses");
            assertThat(responses.fieldNames()).as(operation.id()).contains("429", "default");
        });
    }

    @Test
    void a_body_of_bytes_has_its_own_size() {
        assertThat(contract.operations())
                .filteredOn(operation -> operation.id().equals("uploadImage"))
                .singleElement()
                .satisfies(operation -> {
                    var body = operation.body().orElseThrow();
                    assertThat(body.mediaTypes()).containsExactly("image/jpeg", "image/png", "image/webp");
                    assertThat(body.isJson()).isFalse();
                    assertThat(body.largest()).isEqualTo(2 * 1024 * 1024);
                });
        assertThat(contract.operations())
                .flatExtracting(operation -> operation.body().stream().toList())
                .filteredOn(Contract.Body::isJson)
                .allMatch(body -> body.largest() == Contract.LARGEST_BODY);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> yaml() {
        try {
            return new ObjectMapper(new YAMLFactory()).readValue(contract.text().getBytes(), Map.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void schemas_are_read_without_references() {
        assertThat(contract.operations())
                .flatExtracting(operation -> operation.body().stream().toList())
                .hasSizeGreaterThan(3)
                .allSatisfy(body -> assertThat(body.schema().encode()).doesNotContain("$ref"));
    }
}
