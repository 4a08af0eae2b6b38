package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.OpenApi.Operation;
import io.peerstage.OpenApi.Outcome;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs last (see {@code junit-platform.properties}): after all other tests of this module each answer that the contract promises has been
 * seen by one of them. Which one, stands in {@code target/operations.md}.
 */
@Order(Integer.MAX_VALUE)
class OperationsTest {
    private static final Path TABLE = Path.of("target", "operations.md");
    private static final List<Operation> OPERATIONS = OpenApi.CONTRACT.operations();

    /** What the contract says once for all operations instead of at each. */
    private static final Set<String> ANYWHERE = Set.of("misdirected", "too-large", "internal", "timeout");

    @Test
    void each_refusal_of_the_contract_names_its_problems() {
        assertThat(OPERATIONS).hasSizeGreaterThan(10).allSatisfy(operation -> {
            assertThat(operation.answers()).anyMatch(answer -> answer.problem().isEmpty());
            assertThat(operation.lists("invalid-token")).isEqualTo(operation.needsToken());
            operation
                    .body()
                    .ifPresent(body -> assertThat(operation.lists("too-large")
                                    && operation.lists("unsupported-media-type")
                                    && operation.lists("invalid-request"))
                            .isTrue());
        });
    }

    @Test
    void an_answer_that_no_test_saw_is_missing() {
        var operation = OPERATIONS.get(0);
        assertThat(missing(operation, Map.of())).containsExactlyElementsOf(operation.answers());
        assertThat(missing(operation, Map.of(operation.answers().get(0), "a test")))
                .containsExactlyElementsOf(
                        operation.answers().subList(1, operation.answers().size()));
    }

    @Test
    void each_answer_of_the_contract_was_seen_and_no_other() throws IOException, URISyntaxException {
        Files.createDirectories(TABLE.getParent());
        Files.writeString(TABLE, table());
        var left = allTests();
        left.removeAll(Exchanges.classes());
        Assumptions.assumeTrue(left.isEmpty(), "only where all tests run; this time without " + left);
        assertThat(OPERATIONS).allSatisfy(operation -> {
            assertThat(missing(operation, Exchanges.of(operation)))
                    .as("answers of " + operation + " that no test saw")
                    .isEmpty();
            assertThat(Exchanges.of(operation).keySet())
                    .filteredOn(outcome -> !ANYWHERE.contains(outcome.problem()))
                    .as("answers of " + operation + " that were seen; the contract must list them all")
                    .isSubsetOf(operation.answers());
        });
    }

    private static List<Outcome> missing(Operation operation, Map<Outcome, String> seen) {
        return operation.answers().stream()
                .filter(answer -> !seen.containsKey(answer))
                .toList();
    }

    private static String table() {
        return OPERATIONS.stream()
                .map(operation -> operation.answers().stream()
                        .map(answer -> row(operation, answer))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("", "| operation | answer | seen by |\n|---|---|---|\n", ""));
    }

    private static String row(Operation operation, Outcome answer) {
        var test = Exchanges.of(operation).getOrDefault(answer, "**no test**");
        return "| " + operation + " | " + answer + " | " + test + " |\n";
    }

    /** The names of all test classes of this module that run in every build. */
    private static Set<String> allTests() throws IOException, URISyntaxException {
        var root = Path.of(OperationsTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (var files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith("Test.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(OperationsTest::runsInEveryBuild)
                    .collect(Collectors.toSet());
        }
    }

    private static boolean runsInEveryBuild(String name) {
        try {
            return !Class.forName(name, false, OperationsTest.class.getClassLoader())
                    .isAnnotationPresent(Tag.class);
        } catch (ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
