package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The parts of the client module that need no browser, tested by Node's own runner where there is a Node. */
class ClientModuleTest {
    private static final Path CLIENT = Path.of("..", "frontend", "src", "main", "resources", "web", "client");
    private static final Path TESTS = Path.of("..", "frontend", "src", "test", "js");

    @Test
    void the_tests_of_the_client_module_pass() throws Exception {
        var node = hasNode();
        assertThat(node || System.getenv("CI") == null).as("CI has no Node").isTrue();
        Assumptions.assumeTrue(node, "SKIPPED: no Node 20.19 or newer found");
        var command =
                Stream.concat(Stream.of("node", "--test"), files().stream()).toList();
        var run = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(run.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(run.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).as(output).isZero();
        assertThat(output).containsPattern("(?m)^[#ℹ] fail 0$").containsPattern("(?m)^[#ℹ] pass [1-9][0-9]+$");
    }

    @Test
    void every_operation_of_the_contract_is_a_method_under_its_name() throws IOException {
        var module = Files.readString(CLIENT.resolve("api.js"));
        var types = Files.readString(CLIENT.resolve("peerstage-client.d.ts"));
        for (var operation : OpenApi.CONTRACT.operations()) {
            assertThat(module)
                    .as(operation.id())
                    .containsPattern("(?m)^  " + operation.id() + ": \\w+\\([^\\n]*"
                            + Pattern.quote("'" + operation.path() + "'"));
            assertThat(types).as(operation.id()).containsPattern("(?m)^  " + operation.id() + "\\(");
        }
    }

    private static List<String> files() throws IOException {
        try (var walk = Files.walk(TESTS)) {
            return walk.map(Path::toString)
                    .filter(name -> name.endsWith(".test.mjs"))
                    .sorted()
                    .toList();
        }
    }

    /** Older ones do not take a plain .js file for a module. */
    private static boolean hasNode() throws InterruptedException {
        try {
            var probe = new ProcessBuilder(
                            "node",
                            "-e",
                            "const [a, b] = process.versions.node.split('.'); process.exit(a * 100 + +b >= 2019 ? 0 : 1)")
                    .start();
            return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
