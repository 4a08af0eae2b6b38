package io.peerstage.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContractTest {
    private final Contract contract = Contract.read();

    @Test
    void each_operation_has_a_handler_and_each_handler_an_operation() {
        var operations =
                contract.operations().stream().map(Contract.Operation::id).collect(Collectors.toSet());
        assertThat(operations).hasSameSizeAs(contract.operations());
        assertThat(Api.handlers(null, null, null, null).keySet()).isEqualTo(operations);
    }

    @Test
    void what_changes_something_needs_a_token() {
        assertThat(contract.operations())
                .filteredOn(operation -> !operation.method().equals("GET"))
                .allMatch(Contract.Operation::needsToken);
    }

    @Test
    void schemas_are_read_without_references() {
        assertThat(contract.operations())
                .flatExtracting(operation -> operation.body().stream().toList())
                .hasSize(3)
                .allSatisfy(body -> assertThat(body.schema().encode()).doesNotContain("$ref"));
    }
}
