package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Tools of npm that tests use, installed under {@code target} where there is an npm. Elsewhere the test is skipped, loudly; not in CI. */
record Npm(Path modules) {
    private static final int SECONDS = 240;

    /** What a command said, and how it ended. */
    record Run(int exit, String output) {}

    /**
     * Installs once.
     *
     * @param directory with a {@code package.json} that pins what it names
     */
    static Npm install(Path directory) {
        var installed = Path.of("target", "npm", directory.getFileName().toString());
        var modules = installed.resolve("node_modules");
        try {
            if (!Files.exists(modules)) {
                Files.createDirectories(installed);
                Files.copy(
                        directory.resolve("package.json"),
                        installed.resolve("package.json"),
                        StandardCopyOption.REPLACE_EXISTING);
                var run = run(
                        Map.of(), "npm", "install", "--prefix", installed.toString(), "--ignore-scripts", "--no-audit");
                assertThat(run.exit() == 0 || System.getenv("CI") == null)
                        .as("CI has no npm: " + run.output())
                        .isTrue();
                Assumptions.assumeTrue(
                        run.exit() == 0, "SKIPPED: npm does not install " + directory + ": " + run.output());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return new Npm(modules);
    }

    /** The path of one of its commands. */
    String command(String name) {
        return modules.resolve(".bin").resolve(name).toString();
    }

    /** Runs a command with more in its environment; an exit of -1 if it did not end in time, or is not there. */
    static Run run(Map<String, String> environment, String... command) {
        try {
            var builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
            builder.environment().putAll(environment);
            var process = builder.start();
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
