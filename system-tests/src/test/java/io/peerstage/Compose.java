package io.peerstage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** The containers of {@code docker-compose.yml}, with images built from this checkout, on base images that need no registry. */
final class Compose implements AutoCloseable {
    static final List<String> SERVICES = List.of("profiles-service", "streams-service", "signaling-service", "gateway");

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path LOG = Path.of("target", "containers.log").toAbsolutePath();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String PROJECT = "peerstage-test";
    private static final Duration TO_BUILD = Duration.ofMinutes(15);
    private static final Duration TO_BE_READY = Duration.ofSeconds(90);
    private static final String NO_LIMIT = "1000000";

    private final Map<String, String> environment = new HashMap<>();
    private final int port;
    private final String address = address();

    private Compose(int port) {
        this.port = port;
    }

    /** Skips the test, loudly, on a machine where there is no Docker. In CI nothing may be skipped, so there it fails. */
    static void requireDocker() {
        var found = succeeds("docker", "info")
                && (succeeds("docker-compose", "version") || succeeds("docker", "compose", "version"));
        if (!found && System.getenv("CI") != null) {
            throw new AssertionError("CI has no Docker");
        }
        Assumptions.assumeTrue(found, "SKIPPED: no Docker engine, or no docker-compose");
    }

    /** Builds the images, and starts so many containers of each service, with nothing left of an earlier time. */
    static Compose up(int ofEach) throws IOException {
        var compose = new Compose(Stage.freePort());
        compose.environment.put("DOCKER_BUILDKIT", "0"); // Debian's engine has none, and shows the build's words
        compose.environment.put("COMPOSE_DOCKER_CLI_BUILD", "0");
        compose.environment.put("COMPOSE_HTTP_TIMEOUT", "300");
        compose.run("bash", "system-tests/src/test/containers/bases.sh").lines().forEach(line -> {
            var parts = line.split("=", 2);
            compose.environment.put(parts[0], parts[1]);
        });
        compose.environment.put("HTTP_PORT", String.valueOf(Stage.freePort()));
        compose.environment.put("HTTPS_PORT", String.valueOf(compose.port));
        compose.environment.put("PEERSTAGE_PUBLIC_URL", compose.url());
        // Eight of them on what may be two processors: compiled quickly rather than well.
        compose.environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        compose.environment.put("TURN_HOST", compose.address);
        compose.environment.put("TURN_ADDRESS", compose.address);
        for (var limit : List.of(
                "WRITES_PER_MINUTE",
                "READS_PER_MINUTE",
                "PEERS_PER_ACCOUNT",
                "PEERS_PER_ADDRESS",
                "INTRODUCTIONS_PER_MINUTE",
                "INTRODUCTIONS_PER_HOUR")) {
            compose.environment.put("PEERSTAGE_" + limit, NO_LIMIT);
        }
        try {
            compose.compose("down", "-v", "--remove-orphans");
            compose.compose("build");
            compose.scale(ofEach);
            return compose;
        } catch (RuntimeException | AssertionError failed) {
            compose.close();
            throw failed;
        }
    }

    private void scale(int ofEach) {
        var words = new ArrayList<>(List.of("up", "-d"));
        SERVICES.forEach(service -> words.addAll(List.of("--scale", service + "=" + ofEach)));
        compose(words.toArray(String[]::new));
        containers().forEach(this::awaitReady);
    }

    /** What browsers see, through the proxy and with TLS. */
    String url() {
        return "https://localhost:" + port;
    }

    /** This machine's, by which browsers and the TURN server reach each other. */
    String turnAddress() {
        return address;
    }

    /** Of the four services. */
    List<String> containers() {
        return SERVICES.stream()
                .flatMap(service -> containers(service).stream())
                .toList();
    }

    List<String> containers(String service) {
        var all = run(
                "docker",
                "ps",
                "-a",
                "--filter",
                "label=com.docker.compose.project=" + PROJECT,
                "--filter",
                "label=com.docker.compose.service=" + service,
                "--format",
                "{{.Names}}");
        return all.lines().sorted().toList();
    }

    /** {@code kill -9}; the engine does not start it again by itself. */
    void kill(String container) {
        run("docker", "kill", "--signal=KILL", container);
    }

    void start(String container) {
        run("docker", "start", container);
        awaitReady(container);
    }

    /** Told to stop, as an orchestrator does, and started again; returns when it is ready. */
    void restart(String container) {
        run("docker", "stop", "--time=30", container);
        start(container);
    }

    void stop(String... services) {
        compose(concat("stop", services));
    }

    void startAll() {
        containers().forEach(container -> run("docker", "start", container));
        containers().forEach(this::awaitReady);
    }

    String exec(String container, String... words) {
        return run(concat(new String[] {"docker", "exec", container}, words));
    }

    /** From the start of the container to the line of its log that says so: the engine looks at its health too seldom. */
    double secondsToReady(String container) {
        var started = run("docker", "inspect", "--format", "{{.State.StartedAt}}", container)
                .strip();
        var ready = run("docker", "logs", "--timestamps", container)
                .lines()
                .filter(line -> line.contains(" is ready"))
                .reduce("", (before, last) -> last)
                .split(" ", 2)[0];
        return Duration.between(java.time.Instant.parse(started), java.time.Instant.parse(ready))
                        .toMillis()
                / 1000.0;
    }

    /** MiB that the container takes, the kernel's own buffers for it among them. */
    Map<String, String> memory() {
        var all = run("docker", "stats", "--no-stream", "--format", "{{.Name}} {{.MemUsage}}");
        return all.lines()
                .filter(line -> line.startsWith(PROJECT))
                .map(line -> line.split(" ", 2))
                .collect(Collectors.toMap(
                        parts -> parts[0],
                        parts -> parts[1].split("/", 2)[0].strip(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    /** Bytes of an image above those of its base. */
    long sizeAboveBase(String service) {
        return size("peerstage/" + service) - size(environment.get("RUNTIME_BASE"));
    }

    private long size(String image) {
        return Long.parseLong(run("docker", "image", "inspect", "--format", "{{.Size}}", image)
                .strip());
    }

    /** By its own word, from this machine, which is on the members' network as well. */
    private void awaitReady(String container) {
        var address = run(
                        "docker",
                        "inspect",
                        "--format",
                        "{{(index .NetworkSettings.Networks \"" + PROJECT + "_members\").IPAddress}}",
                        container)
                .strip();
        Awaitility.await(container + " is ready")
                .atMost(TO_BE_READY)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> isReady(URI.create("http://" + address + ":8081/health/ready")));
    }

    private static boolean isReady(URI health) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(health)
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What the containers said stays in {@code target/containers}. */
    @Override
    public void close() {
        try {
            keepLogs();
        } finally {
            compose("down", "-v", "--remove-orphans");
        }
    }

    private void keepLogs() {
        try {
            var folder = Files.createDirectories(Path.of("target", "containers"));
            for (var container : run(
                            "docker",
                            "ps",
                            "-a",
                            "--filter",
                            "label=com.docker.compose.project=" + PROJECT,
                            "--format",
                            "{{.Names}}")
                    .lines()
                    .toList()) {
                Files.writeString(folder.resolve(container + ".log"), run("docker", "logs", "--timestamps", container));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String compose(String... words) {
        var command = succeeds("docker-compose", "version")
                ? new String[] {"docker-compose"}
                : new String[] {"docker", "compose"};
        return run(concat(
                concat(
                        command,
                        "-p",
                        PROJECT,
                        "--project-directory",
                        ROOT.toString(),
                        "-f",
                        ROOT.resolve("docker-compose.yml").toString()),
                words));
    }

    /** What it wrote to its standard output; fails if it fails. All that it wrote is in {@code target/containers.log}. */
    private String run(String... words) {
        try {
            var errors = Files.createTempFile("containers", ".log");
            var builder = new ProcessBuilder(words).directory(ROOT.toFile()).redirectError(errors.toFile());
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            var ended = process.waitFor(TO_BUILD.toMinutes(), TimeUnit.MINUTES);
            var wrong = Files.readString(errors);
            Files.delete(errors);
            note(String.join(" ", words) + "\n" + output + wrong);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", words) + ": " + wrong + output);
            }
            return words[1].equals("logs") ? output + wrong : output;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void note(String said) throws IOException {
        Files.createDirectories(LOG.getParent());
        Files.writeString(
                LOG, said + "\n", java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
    }

    private static boolean succeeds(String... words) {
        try {
            return new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String[] concat(String first, String... rest) {
        return concat(new String[] {first}, rest);
    }

    private static String[] concat(String[] first, String... rest) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(List.of(rest));
        return all.toArray(String[]::new);
    }

    private static String address() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(network -> !network.getName().startsWith("docker")
                            && !network.getName().startsWith("br-")
                            && !network.getName().startsWith("veth"))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("this machine has no address but its loopback"))
                    .getHostAddress();
        } catch (SocketException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
