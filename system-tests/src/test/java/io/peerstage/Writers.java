package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Creators who schedule through the client module, in a process of their own: {@code writers.mjs}. */
final class Writers implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private Writers(Process process, BufferedReader output) {
        this.process = process;
        this.output = output;
    }

    static Writers start(String url, int perSecond) throws IOException {
        var client = Path.of("..", "frontend", "src", "main", "resources", "web", "client")
                .toAbsolutePath();
        var builder = new ProcessBuilder(
                        "node",
                        Path.of("src", "test", "js", "writers.mjs").toString(),
                        client.normalize().toString(),
                        url,
                        String.valueOf(perSecond))
                .redirectError(Path.of("target", "writers.log").toFile());
        builder.environment().put("NODE_TLS_REJECT_UNAUTHORIZED", "0");
        var process = builder.start();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).as("see target/writers.log").isEqualTo("writing");
        return new Writers(process, output);
    }

    /**
     * What became of it all.
     *
     * @param acknowledged the ids of streams that were scheduled
     * @param failed what was refused or not answered after all tries of the client module
     * @param wrong answers that are none to what was asked
     * @param milliseconds until each was acknowledged, tries together
     * @param slow what took long, and until when
     */
    record Outcome(
            List<String> acknowledged,
            List<String> failed,
            List<String> wrong,
            List<Integer> milliseconds,
            List<String> slow) {
        int percentile(int of) {
            var sorted = milliseconds.stream().sorted().toList();
            return sorted.get(Math.min(sorted.size() - 1, sorted.size() * of / 100));
        }
    }

    /** How long it took to be answered counts from now on. */
    void measure() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Waits for what is under way. */
    Outcome stop() throws IOException {
        process.getOutputStream().close();
        var told = new JsonObject(output.readLine());
        return new Outcome(
                texts(told.getJsonArray("acknowledged")),
                texts(told.getJsonArray("failed")),
                texts(told.getJsonArray("wrong")),
                told.getJsonArray("milliseconds").stream()
                        .map(each -> ((Number) each).intValue())
                        .toList(),
                texts(told.getJsonArray("slow")));
    }

    private static List<String> texts(JsonArray all) {
        return all.stream().map(String.class::cast).toList();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
