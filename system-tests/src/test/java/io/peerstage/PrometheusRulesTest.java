package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prometheus's own tool reads its configuration and tries the alerts. Skipped, loudly, where there is none; not in CI. */
class PrometheusRulesTest {
    private static final Path FOLDER = DeploymentTest.DEPLOY.resolve("prometheus");
    private static final Path DASHBOARD = DeploymentTest.DEPLOY.resolve(Path.of("grafana", "peerstage.json"));

    @BeforeAll
    static void find() {
        var found = Npm.run(Map.of(), "promtool", "--version");
        assertThat(found.exit() == 0 || System.getenv("CI") == null)
                .as("CI has no promtool: " + found.output())
                .isTrue();
        Assumptions.assumeTrue(found.exit() == 0, "SKIPPED: no promtool found; Debian has it in prometheus");
    }

    @Test
    void the_configuration_and_the_alerts_are_accepted() {
        promtool("check", "config", FOLDER.resolve("prometheus.yml").toString());
        promtool("check", "rules", "--lint-fatal", FOLDER.resolve("alerts.yml").toString());
    }

    @Test
    void the_alerts_come_when_they_should_and_not_before() {
        promtool("test", "rules", FOLDER.resolve("alerts-test.yml").toString());
    }

    @Test
    void what_the_dashboard_asks_can_be_understood() throws IOException {
        var asked = new JsonObject(DeploymentTest.text(DASHBOARD))
                .getJsonArray("panels").stream()
                        .flatMap(panel -> ((JsonObject) panel).getJsonArray("targets", new JsonArray()).stream())
                        .map(target -> ((JsonObject) target).getString("expr"))
                        .toList();
        assertThat(asked).hasSizeGreaterThan(20);
        var rules = Path.of("target", "dashboard-rules.yml"); // JSON is YAML, and a rule is an expression with a name
        var each = IntStream.range(0, asked.size())
                .mapToObj(at -> new JsonObject().put("record", "panel:" + at).put("expr", asked.get(at)))
                .toList();
        var group = new JsonObject().put("name", "dashboard").put("rules", new JsonArray(each));
        Files.writeString(
                rules,
                new JsonObject().put("groups", new JsonArray().add(group)).encode());
        promtool("check", "rules", rules.toString());
    }

    private static void promtool(String... arguments) {
        var command = new String[arguments.length + 1];
        command[0] = "promtool";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        var run = Npm.run(Map.of(), command);
        assertThat(run.exit()).as(run.output()).isZero();
    }
}
