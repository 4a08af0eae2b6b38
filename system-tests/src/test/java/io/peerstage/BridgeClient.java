package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A browser without a page: speaks the bridge's frames in those of SockJS, over a WebSocket. */
final class BridgeClient implements WebSocket.Listener, AutoCloseable {
    static final String RESUME = "A".repeat(43);
    private static final int SECONDS = 10;

    private final Map<String, CompletableFuture<JsonObject>> questions = new ConcurrentHashMap<>();
    private final BlockingQueue<JsonObject> pushes = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final AtomicInteger counter = new AtomicInteger();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private volatile boolean reading = true;

    private BridgeClient(String url) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create(
                                url.replaceFirst("^http", "ws") + "/eventbus/000/" + UUID.randomUUID() + "/websocket"),
                        this)
                .join();
    }

    static BridgeClient connect(String url) {
        return new BridgeClient(url);
    }

    /** Connected and opened with that token; empty for a visitor. */
    static BridgeClient open(String url, String token) {
        var client = new BridgeClient(url);
        client.ask("session.open", token.isEmpty() ? new JsonObject() : new JsonObject().put("token", token));
        return client;
    }

    /** The body of the answer. */
    JsonObject ask(String address, JsonObject body) {
        var frame = question(address, body, new JsonObject());
        assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("rec");
        return frame.getJsonObject("body");
    }

    /** The number of the refusal. */
    int refusal(String address, JsonObject body) {
        var frame = question(address, body, new JsonObject());
        assertThat(frame.getString("type")).as(frame.encode()).isEqualTo("err");
        return frame.getInteger("failureCode");
    }

    JsonObject question(String address, JsonObject body, JsonObject more) {
        var reply = "reply-" + counter.incrementAndGet();
        var answer = new CompletableFuture<JsonObject>();
        questions.put(reply, answer);
        write(new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("body", body)
                .put("replyAddress", reply)
                .mergeIn(more));
        return within(answer);
    }

    /** Enters a room, whose answer it is. */
    JsonObject enter(String stream, String resume) {
        return ask("signaling.enter", entering(stream, resume));
    }

    static JsonObject entering(String stream, String resume) {
        return new JsonObject()
                .put("streamId", stream)
                .put("resume", resume)
                .put("willing", false)
                .put("modes", new JsonArray())
                .put("edges", new JsonArray());
    }

    /** The next message at that address; others before it are passed over. */
    JsonObject push(String address) {
        for (; ; ) {
            var frame = nextPush();
            if (frame.getString("address").equals(address)) {
                return frame.getJsonObject("body");
            }
        }
    }

    /** All in one message of the socket. */
    void write(JsonObject... frames) {
        var message = new JsonArray(Stream.of(frames).map(JsonObject::encode).toList());
        socket.sendText(message.encode(), true).join();
    }

    /** From now on what comes waits on its way. */
    void stopReading() {
        reading = false;
    }

    void awaitClosed() {
        within(closed);
    }

    boolean hasNoPush() {
        return pushes.isEmpty();
    }

    /** Any frame that answers no question, such as {@code rejected}. */
    JsonObject nextPush() {
        try {
            var frame = pushes.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(frame).as("a message within " + SECONDS + " s").isNotNull();
            return frame;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            if (text.charAt(0) == 'a') { // the others open, close, or are heartbeats
                new JsonArray(text.substring(1)).forEach(message -> receive(new JsonObject((String) message)));
            }
            text.setLength(0);
        }
        if (reading) {
            from.request(1);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(null);
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void receive(JsonObject frame) {
        var question = frame.getString("address") == null ? null : questions.remove(frame.getString("address"));
        if (question != null) {
            question.complete(frame);
        } else {
            pushes.add(frame.getString("address") == null ? frame.copy().put("address", "") : frame);
        }
    }

    private static <T> T within(CompletableFuture<T> future) {
        return future.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }
}
