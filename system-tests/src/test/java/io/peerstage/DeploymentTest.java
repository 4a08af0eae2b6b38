package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.runtime.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What operators are given to deploy and to read: files that can be read, and that name only what there is. */
class DeploymentTest {
    static final Path DEPLOY = Path.of("..", "deploy");
    static final Path MANUAL = Path.of("..", "docs", "operations.md");
    private static final Path KUBERNETES = DEPLOY.resolve("kubernetes");
    private static final Path ALERTS = DEPLOY.resolve(Path.of("prometheus", "alerts.yml"));
    private static final Path COMPOSE = Path.of("..", "docker-compose.yml");
    private static final Set<String> SERVICES =
            Set.of("gateway", "streams-service", "profiles-service", "signaling-service");

    private static final Pattern VARIABLE = Pattern.compile("PEERSTAGE_[A-Z][A-Z0-9_]*[A-Z0-9]");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern ALERT = Pattern.compile("(?m)^### (Peerstage\\w+)$");

    @Test
    void each_file_can_be_read() throws IOException {
        assertThat(files(DEPLOY, ".yml", ".yaml"))
                .hasSizeGreaterThan(10)
                .allSatisfy(file ->
                        assertThat(yaml(file)).as(file.toString()).isNotEmpty().allMatch(Map.class::isInstance));
        assertThat(yaml(COMPOSE)).hasSize(1);
        assertThat(files(DEPLOY, ".json"))
                .isNotEmpty()
                .allSatisfy(file -> assertThat(new JsonObject(text(file))).isNotEmpty());
    }

    @Test
    void each_variable_is_a_setting() throws IOException {
        var settings = Arrays.stream(Settings.class.getRecordComponents())
                .map(component -> "PEERSTAGE_"
                        + component.getName().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        var places = Stream.of(
                        files(DEPLOY, ""),
                        files(Path.of("..", "docs"), ".md"),
                        List.of(COMPOSE, Path.of("..", "README.md"), Path.of("..", "Dockerfile")))
                .flatMap(List::stream);
        assertThat(places)
                .allSatisfy(file -> assertThat(names(VARIABLE, text(file)))
                        .as(file.toString())
                        .allMatch(name -> settings.contains(name.replaceFirst("_FILE$", ""))));
    }

    @Test
    void each_alert_says_what_is_wrong_and_where_to_read_on() {
        var anchors = HEADING.matcher(text(MANUAL))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replace(' ', '-'))
                .collect(Collectors.toSet());
        assertThat(alerts()).hasSizeGreaterThan(10).allSatisfy((name, alert) -> {
            var annotations = map(alert, "annotations");
            assertThat(annotations.get("summary")).asString().isNotBlank();
            assertThat(annotations.get("description")).asString().isNotBlank();
            assertThat(map(alert, "labels").get("severity")).isIn("critical", "warning");
            assertThat(annotations).containsEntry("runbook_url", "docs/operations.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(anchors).contains(name.toLowerCase(Locale.ROOT));
        });
        assertThat(ALERT.matcher(text(MANUAL)).results().map(heading -> heading.group(1)))
                .as("alerts that the manual tells of")
                .containsExactlyElementsOf(alerts().keySet());
    }

    @Test
    void kubernetes_runs_two_of_each_service_and_lets_none_of_them_do_more_than_it_must() {
        var all = resources();
        assertThat(of(all, "Deployment")).hasSize(SERVICES.size()).allSatisfy((name, deployment) -> {
            var scaler = of(all, "HorizontalPodAutoscaler").get(name);
            var least = scaler == null
                    ? map(deployment, "spec").get("replicas")
                    : map(scaler, "spec").get("minReplicas");
            assertThat((Integer) least).as("replicas of " + name).isGreaterThanOrEqualTo(2);
            assertThat(of(all, "PodDisruptionBudget")).containsKey(name);
            assertThat(map(deployment, "spec", "template", "metadata", "labels"))
                    .containsAllEntriesOf(map(of(all, "Service").get("peerstage-cluster"), "spec", "selector"));
        });
        assertThat(of(all, "Deployment").keySet()).isEqualTo(SERVICES);
        assertThat(map(of(all, "Service").get("peerstage-cluster"), "spec"))
                .containsEntry("clusterIP", "None")
                .containsEntry("publishNotReadyAddresses", true);
        assertThat(map(of(all, "ConfigMap").get("peerstage-settings"), "data"))
                .containsEntry("PEERSTAGE_CLUSTER_DNS", "peerstage-cluster");
        var pod = map(yaml(KUBERNETES.resolve("member.yaml")).get(0), "spec", "template", "spec");
        assertThat(pod).containsEntry("enableServiceLinks", false).containsEntry("automountServiceAccountToken", false);
        assertThat(map(pod, "securityContext")).containsEntry("runAsNonRoot", true);
        var container = (Map<?, ?>) ((List<?>) pod.get("containers")).get(0);
        assertThat(map(container, "securityContext"))
                .containsEntry("readOnlyRootFilesystem", true)
                .containsEntry("allowPrivilegeEscalation", false)
                .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
        assertThat(map(container)).containsKeys("startupProbe", "readinessProbe", "livenessProbe", "lifecycle");
    }

    @Test
    void each_manifest_is_applied_or_says_that_it_is_not() throws IOException {
        var applied = resourceFiles();
        assertThat(files(KUBERNETES, ".yaml"))
                .filteredOn(file -> !text(file).contains("Not applied by kustomization.yaml"))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(applied.stream(), Stream.of("kustomization.yaml", "member.yaml"))
                                .toList());
    }

    /** By name, in the order of the file. */
    private static Map<String, Map<?, ?>> alerts() {
        var groups = (List<?>) ((Map<?, ?>) yaml(ALERTS).get(0)).get("groups");
        return groups.stream()
                .flatMap(group -> ((List<?>) ((Map<?, ?>) group).get("rules")).stream())
                .map(rule -> (Map<?, ?>) rule)
                .collect(Collectors.toMap(
                        rule -> String.valueOf(rule.get("alert")),
                        rule -> rule,
                        (one, other) -> {
                            throw new AssertionError("two alerts of one name");
                        },
                        LinkedHashMap::new));
    }

    private static List<String> resourceFiles() {
        var kustomization = map(yaml(KUBERNETES.resolve("kustomization.yaml")).get(0));
        return ((List<?>) kustomization.get("resources"))
                .stream().map(String::valueOf).toList();
    }

    private static List<Map<?, ?>> resources() {
        return resourceFiles().stream()
                .flatMap(file -> yaml(KUBERNETES.resolve(file)).stream())
                .<Map<?, ?>>map(document -> (Map<?, ?>) document)
                .toList();
    }

    private static Map<String, Map<?, ?>> of(List<Map<?, ?>> resources, String kind) {
        return resources.stream()
                .filter(resource -> kind.equals(resource.get("kind")))
                .collect(Collectors.toMap(
                        resource -> String.valueOf(map(resource, "metadata").get("name")), resource -> resource));
    }

    @SuppressWarnings("unchecked") // keys of YAML are texts here
    private static Map<String, Object> map(Object document, String... path) {
        var inside = document;
        for (var name : path) {
            inside = ((Map<?, ?>) inside).get(name);
        }
        return (Map<String, Object>) inside;
    }

    private static List<Object> yaml(Path file) {
        return StreamSupport.stream(
                        new Yaml(new SafeConstructor(new LoaderOptions()))
                                .loadAll(text(file))
                                .spliterator(),
                        false)
                .toList();
    }

    static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        pattern.matcher(text).results().forEach(match -> names.add(match.group()));
        return names;
    }

    /** All files below whose name ends so. */
    static List<Path> files(Path folder, String... ends) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Arrays.stream(ends).anyMatch(file.toString()::endsWith))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
