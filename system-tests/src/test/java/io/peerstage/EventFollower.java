package io.peerstage;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Follows the event log live as a browser's EventSource does: comes back with the last id that it saw. */
final class EventFollower implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** A connection of the moment in which the gateway begins to listen may never get an answer; a browser would give it up, too. */
    private static final Duration TO_ANSWER = Duration.ofSeconds(10);

    private final URI address;
    private final HttpClient.Version version;
    private final List<JsonObject> events = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger breaks = new AtomicInteger();
    private final Thread thread = new Thread(this::follow, "event follower");
    private volatile Stream<String> lines = Stream.empty();
    private volatile boolean closed;
    private volatile Throwable fault;
    private String lastId = "";
    private long retry = 1_000;

    private EventFollower(String url, HttpClient.Version version) {
        this.address = URI.create(url + "/api/v1/events");
        this.version = version;
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((ended, thrown) -> fault = thrown);
        thread.start();
    }

    static EventFollower of(String url) {
        return new EventFollower(url, HttpClient.Version.HTTP_1_1);
    }

    static EventFollower overHttp2(String url) {
        return new EventFollower(url, HttpClient.Version.HTTP_2);
    }

    /** What has come until now. */
    List<JsonObject> events() {
        if (fault != null) {
            throw new AssertionError("follows no longer", fault);
        }
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** How often a response ended as it should. */
    int ends() {
        return ends.get();
    }

    /** How often one broke off, or was none. */
    int breaks() {
        return breaks.get();
    }

    static HttpResponse<Stream<String>> open(String url, HttpClient.Version version, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .version(version)
                .timeout(TO_ANSWER)
                .header("Accept", "text/event-stream");
        for (var i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofLines());
    }

    @Override
    public void close() {
        closed = true;
        lines.close();
        thread.interrupt();
    }

    private void follow() {
        while (!closed) {
            try {
                var response = lastId.isEmpty()
                        ? open(address.toString(), version)
                        : open(address.toString(), version, "Last-Event-ID", lastId);
                lines = response.body();
                lines.forEachOrdered(this::line);
                ends.incrementAndGet();
                Thread.sleep(retry);
            } catch (IOException | UncheckedIOException broken) {
                breaks.incrementAndGet();
                Thread.onSpinWait();
            } catch (InterruptedException ended) {
                return;
            }
        }
    }

    private void line(String line) {
        if (line.startsWith("id: ")) {
            lastId = line.substring(4);
        } else if (line.startsWith("data: ")) {
            var event = new JsonObject(line.substring(6));
            if (!event.getLong("position").toString().equals(lastId)) {
                throw new AssertionError("id " + lastId + " of " + line);
            }
            events.add(event);
        } else if (line.startsWith("retry: ")) {
            retry = Long.parseLong(line.substring(7));
        }
    }
}
