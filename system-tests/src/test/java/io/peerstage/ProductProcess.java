package io.peerstage;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The product as an operator starts it: a process of its own, on its own embedded PostgreSQL. */
final class ProductProcess implements AutoCloseable {
    private static final int SECONDS_TO_START = 120;
    private static final int SECONDS_TO_STOP = 30;
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;
    private final Thread reader;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private ProductProcess(Process process) {
        this.process = process;
        reader = new Thread(this::read, "output of the product");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it with these settings, by name without the prefix, and as many requests a minute as tests like to make. */
    static ProductProcess start(Map<String, String> settings, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                JAVA,
                "-cp",
                System.getProperty("java.class.path")
                        .replace("target" + File.separator + "test-classes", "target/none"),
                "io.peerstage.standalone.Standalone"));
        command.addAll(List.of(arguments));
        return start(settings, command, Map.of());
    }

    /** Starts some of the services as a member of a cluster; it ends with this JVM, however that ends. */
    static ProductProcess start(
            Map<String, String> settings, List<String> inside, Map<String, String> cluster, List<String> services)
            throws IOException {
        var command = new ArrayList<>(inside);
        command.addAll(List.of(
                JAVA,
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ClusterMember.class.getName()));
        command.addAll(services);
        return start(settings, command, cluster);
    }

    private static ProductProcess start(
            Map<String, String> settings, List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment().put("PEERSTAGE_WRITES_PER_MINUTE", Stage.MORE_THAN_ANY_TEST_MAKES);
        builder.environment().put("PEERSTAGE_READS_PER_MINUTE", Stage.MORE_THAN_ANY_TEST_MAKES);
        settings.forEach((name, value) -> builder.environment().put("PEERSTAGE_" + name, value));
        return new ProductProcess(builder.start());
    }

    ProductProcess awaitReady() {
        try {
            ready.get(SECONDS_TO_START, TimeUnit.SECONDS);
            return this;
        } catch (InterruptedException | ExecutionException | TimeoutException notReady) {
            throw new AssertionError(String.join("\n", lines), notReady);
        }
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** As a machine does that sleeps: nothing runs, and all connections stand. */
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** After {@link #pause}. */
    void wake() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** As Ctrl-C and TERM do; the exit code. */
    int terminate() throws InterruptedException {
        process.toHandle().destroy(); // unlike the process's own destroy, leaves its output open
        return awaitExit();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
            throw new AssertionError("still running: " + String.join("\n", lines));
        }
        reader.join();
        return process.exitValue();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        var sent = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        if (!sent.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS) || sent.exitValue() != 0) {
            throw new IOException("cannot send " + name + " to the product");
        }
    }

    private void read() {
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.contains("Peerstage is ready")) {
                    ready.complete(null);
                }
            }
        } catch (IOException ended) {
            lines.add("(output ended: " + ended.getMessage() + ")");
        }
        ready.completeExceptionally(new IOException("the product ended before it was ready"));
    }
}
