package io.peerstage.benchmarks.joins;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A server in a process of its own, and what Linux and the JDK's tools say of it. */
final class ServerProcess implements AutoCloseable {
    private static final int SECONDS_TO_START = 120;
    private static final int SECONDS_TO_STOP = 30;
    private static final int LINES_KEPT = 50;
    /** The kernel's unit in {@code /proc/PID/stat} on every architecture that Linux has today. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final int FIELDS_BEFORE_UTIME = 11;
    private static final Pattern USED = Pattern.compile("garbage-first heap .*used (\\d+)K");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final Process process;
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private final int port;

    private ServerProcess(Process process, int port, String readyLine) {
        this.process = process;
        this.port = port;
        var reader = new Thread(() -> readOutput(readyLine), "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Returns once it has printed a line that contains {@code readyLine}. */
    static ServerProcess start(int port, List<String> command, Map<String, String> environment, String readyLine)
            throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var server = new ServerProcess(builder.start(), port, readyLine);
        server.awaitReady();
        return server;
    }

    /** Of all its threads since it began, in user and kernel mode. */
    Duration cpu() {
        var stat = read("stat");
        // The name in parentheses may contain anything, spaces too; the fields after it are numbers.
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        var ticks = Long.parseLong(fields[FIELDS_BEFORE_UTIME]) + Long.parseLong(fields[FIELDS_BEFORE_UTIME + 1]);
        return TICK.multipliedBy(ticks);
    }

    long residentBytes() {
        return kilobytes(RESIDENT, read("status"));
    }

    /** What is reachable on a JVM's heap: used right after a full collection. */
    long liveHeapBytes() {
        jcmd("GC.run");
        return kilobytes(USED, jcmd("GC.heap_info"));
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() throws IOException {
        try {
            ready.get(SECONDS_TO_START, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException notReady) {
            close();
            throw new IOException(lastLines(), notReady);
        }
    }

    private void readOutput(String readyLine) {
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                keep(line);
                if (line.contains(readyLine)) {
                    ready.complete(null);
                }
            }
        } catch (IOException ended) {
            keep("(output ended: " + ended.getMessage() + ")");
        }
        ready.completeExceptionally(new IOException("ended before it was ready"));
    }

    private synchronized void keep(String line) {
        lines.add(line);
        if (lines.size() > LINES_KEPT) {
            lines.remove();
        }
    }

    synchronized String lastLines() {
        return String.join("\n", lines);
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file));
        } catch (IOException ended) {
            throw new UncheckedIOException(lastLines(), ended);
        }
    }

    private String jcmd(String order) {
        try {
            var tool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(process.pid()),
                            order)
                    .start();
            try (var output = tool.getInputStream()) {
                return new String(output.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long kilobytes(Pattern where, String text) {
        var found = where.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("no " + where + " in " + text);
        }
        return Long.parseLong(found.group(1)) * 1024;
    }
}
