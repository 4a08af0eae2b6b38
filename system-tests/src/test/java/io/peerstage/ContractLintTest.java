package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract before a linter that others use too: Spectral from npm. */
class ContractLintTest {
    private static final Path SOURCE = Path.of("src", "test", "npm", "spectral");
    private static final Path CONTRACT = Path.of("..", "gateway", "src", "main", "resources", "openapi.yaml");

    private static Npm spectral;

    @BeforeAll
    static void install() {
        spectral = Npm.install(SOURCE);
    }

    @Test
    void the_contract_passes_the_recommended_rules() {
        var run = lint(CONTRACT);
        assertThat(run.exit()).as(run.output()).isZero();
    }

    @Test
    void a_contract_with_a_fault_does_not_pass() throws IOException {
        var faulty = Path.of("target", "faulty.yaml");
        Files.writeString(faulty, Files.readString(CONTRACT).replace("operationId: getState", "operationId: getMe"));
        var run = lint(faulty);
        assertThat(run.exit()).isNotZero();
        assertThat(run.output()).contains("operation-operationId-unique");
    }

    private static Npm.Run lint(Path contract) {
        return Npm.run(
                Map.of(),
                spectral.command("spectral"),
                "lint",
                "--ruleset",
                SOURCE.resolve("ruleset.yaml").toString(),
                contract.toString());
    }
}
