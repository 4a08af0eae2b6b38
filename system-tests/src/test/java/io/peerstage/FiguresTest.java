package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Alerts, dashboard, autoscalers and the manual go by figures and paths that the product has, after a little of everything has happened in it. */
class FiguresTest {
    private static final Pattern FIGURE =
            Pattern.compile("\\b(?:peerstage|vertx|jvm|process|system)_[a-z][a-z_]*[a-z]\\b(?![-.\"'/])");
    private static final Pattern EXPOSED = Pattern.compile("(?m)^([a-z][a-z_]+)[ {]");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(peerstage_[a-z_]+)");
    private static final Pattern PART = Pattern.compile("_(bucket|count|sum|max)$");
    private static final Pattern PROBED = Pattern.compile("/health/[a-z]+");

    private static final Pattern ROUTE =
            Pattern.compile("vertx_http_server_response_time_seconds_count\\{.*route=\"([^\"]*)\"");

    private static Stage stage;
    private static Set<String> exposed;

    @BeforeAll
    static void open() {
        stage = Stage.open(
                Map.of("ICE_SERVERS", "turn:turn.example:3478", "TURN_SECRET", "only for tests, 16+ letters"));
        var ada = TestWallet.sr25519(1);
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("x").put("audience", "everyone"))
                .expect(201)
                .json()
                .getString("id");
        new ApiClient(stage.url(), "no token").get("/me").expect(401);
        try (var host = BridgeClient.open(stage.url(), stage.token(ada))) {
            host.enter(id, BridgeClient.RESUME);
            host.ask("signaling.golive", new JsonObject());
            assertThat(scrape()).contains("peerstage_sockets 1.0");
        }
        inventsAMethod();
        Await.get(stage.product().node().undeploy("profiles-service"));
        stage.visitor().get("/profiles").expect(503);
        System.gc(); // its pauses are told once there was one
        Awaitility.await().until(() -> scrape().contains("jvm_gc_pause_seconds_sum"));
        exposed =
                EXPOSED.matcher(scrape()).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void whoever_goes_by_a_figure_finds_it() throws IOException {
        assertThat(DeploymentTest.files(DeploymentTest.DEPLOY, ".yml", ".yaml", ".json"))
                .allSatisfy(file -> assertThat(DeploymentTest.names(FIGURE, DeploymentTest.text(file)))
                        .as(file.toString())
                        .isSubsetOf(exposed));
        assertThat(whole(DeploymentTest.names(FIGURE, DeploymentTest.text(DeploymentTest.MANUAL))))
                .hasSizeGreaterThan(20)
                .isSubsetOf(whole(exposed));
    }

    /** Without what a time is told in. */
    private static Set<String> whole(Set<String> names) {
        return names.stream()
                .map(name -> PART.matcher(name).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_manual_tells_of_every_figure_of_our_own_and_of_no_other() {
        var documented = DOCUMENTED
                .matcher(DeploymentTest.text(DeploymentTest.MANUAL))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        assertThat(documented)
                .isEqualTo(whole(exposed).stream()
                        .filter(name -> name.startsWith("peerstage_"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void what_happened_is_counted() {
        var figures = scrape();
        assertThat(figures).contains("method=\"other\"").doesNotContain("INVENTED");
        assertThat(figures)
                .contains("peerstage_members 1.0", "peerstage_events_behind_seconds{reader=\"bus\"}")
                .contains("peerstage_events_behind_seconds{reader=\"gateway\"}")
                .contains("peerstage_events_behind_seconds{reader=\"read-models\"}")
                .contains("peerstage_sign_ins_refused_total{cause=\"bad-token\"} 1.0")
                .contains("peerstage_turn_credentials_total 1.0")
                .contains("peerstage_bus_unanswered_total{cause=\"unavailable\",operation=\"profiles.list\"} 1.0")
                .contains(
                        "peerstage_bus_answers_seconds_count{operation=\"gateway.session.open\",outcome=\"answered\"} 1")
                .contains("peerstage_bus_answers_seconds_count{operation=\"signaling.golive\",outcome=\"answered\"} 1");
    }

    @Test
    void each_probe_is_answered() throws IOException {
        var probing = DeploymentTest.files(DeploymentTest.DEPLOY, "");
        probing.add(Path.of("..", "Dockerfile"));
        var paths = probing.stream()
                .flatMap(file -> DeploymentTest.names(PROBED, DeploymentTest.text(file)).stream())
                .collect(Collectors.toSet());
        assertThat(paths)
                .containsExactlyInAnyOrder("/health/live", "/health/ready")
                .allSatisfy(path -> assertThat(management(path).statusCode()).isBetween(200, 299));
    }

    private static void inventsAMethod() {
        send(HttpRequest.newBuilder(URI.create(stage.url())).method("INVENTED", BodyPublishers.noBody()));
    }

    @Test
    void requests_are_told_by_route_so_that_those_which_last_can_be_left_out() {
        var routes =
                ROUTE.matcher(scrape()).results().map(match -> match.group(1)).collect(Collectors.toSet());
        assertThat(routes)
                .anyMatch(route -> route.endsWith("/streams"))
                .anyMatch(route -> route.contains("/eventbus/"));
    }

    private static String scrape() {
        return management("/metrics").body();
    }

    private static HttpResponse<String> management(String path) {
        var port = stage.product().node().managementPort();
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
