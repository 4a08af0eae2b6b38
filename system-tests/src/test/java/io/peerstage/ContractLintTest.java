package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract before a linter that others use too: Spectral from npm, installed under {@code target} where there is an npm. */
class ContractLintTest {
    private static final Path SOURCE = Path.of("src", "test", "spectral");
    private static final Path INSTALLED = Path.of("target", "spectral");
    private static final Path SPECTRAL = INSTALLED.resolve(Path.of("node_modules", ".bin", "spectral"));
    private static final Path CONTRACT = Path.of("..", "gateway", "src", "main", "resources", "openapi.yaml");
    private static final int SECONDS = 240;

    private record Run(int exit, String output) {}

    @BeforeAll
    static void install() throws IOException {
        if (!Files.exists(SPECTRAL)) {
            Files.createDirectories(INSTALLED);
            Files.copy(
                    SOURCE.resolve("package.json"),
                    INSTALLED.resolve("package.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            var run = run("npm", "install", "--prefix", INSTALLED.toString(), "--ignore-scripts", "--no-audit");
            assertThat(run.exit() == 0 || System.getenv("CI") == null)
                    .as("CI has no npm: " + run.output())
                    .isTrue();
            Assumptions.assumeTrue(run.exit() == 0, "SKIPPED: npm does not install Spectral: " + run.output());
        }
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

    private static Run lint(Path contract) {
        return run(
                SPECTRAL.toString(),
                "lint",
                "--ruleset",
                SOURCE.resolve("ruleset.yaml").toString(),
                contract.toString());
    }

    private static Run run(String... command) {
        try {
            var process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(SECONDS, TimeUnit.SECONDS)
                    ? new Run(process.exitValue(), output)
                    : new Run(-1, "not ready in time: " + output);
        } catch (IOException absent) {
            return new Run(-1, absent.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new Run(-1, "interrupted");
        }
    }
}
