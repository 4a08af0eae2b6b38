package io.peerstage;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** One connection to the bridge, as {@code connection.js} keeps it: frames, questions and their answers, pings. Belongs to one event loop. */
final class BridgeLine {
    private static final long MILLISECONDS_BETWEEN_PINGS = 4_000;
    private static final int UNANSWERED_PINGS = 2;
    private static final long MILLISECONDS_TO_ANSWER = 8_000;
    private static final Set<Integer> PASSING = Set.of(-1, 4290, 5000, 5030, 5040);

    private final Map<String, Promise<JsonObject>> questions = new HashMap<>();
    private final Promise<Void> closed = Promise.promise();
    private final Vertx vertx;
    private final WebSocket socket;
    private final BiConsumer<String, JsonObject> received;
    private final long pinging;
    private int asked;
    private int unanswered;

    /** An {@code err} frame, or no answer at all. */
    static final class Refusal extends RuntimeException {
        final int number;

        Refusal(int number, String message) {
            super(number + " " + message, null, false, false);
            this.number = number;
        }

        /** Whether asking again may help. */
        boolean passes() {
            return PASSING.contains(number);
        }
    }

    private BridgeLine(Vertx vertx, WebSocket socket, BiConsumer<String, JsonObject> received) {
        this.vertx = vertx;
        this.socket = socket;
        this.received = received;
        socket.textMessageHandler(this::read);
        socket.closeHandler(over -> end());
        socket.exceptionHandler(broken -> socket.close());
        pinging = vertx.setPeriodic(MILLISECONDS_BETWEEN_PINGS, tick -> ping());
    }

    static Future<BridgeLine> open(
            Vertx vertx, WebSocketClient client, Gate gate, BiConsumer<String, JsonObject> received) {
        return client.connect(gate.bridge()).map(socket -> new BridgeLine(vertx, socket, received));
    }

    /** The body of the answer. Fails with {@link Refusal}. */
    Future<JsonObject> ask(String address, JsonObject body) {
        var reply = "r" + ++asked;
        var answer = Promise.<JsonObject>promise();
        questions.put(reply, answer);
        var late = vertx.setTimer(MILLISECONDS_TO_ANSWER, tick -> {
            questions.remove(reply);
            answer.tryFail(new Refusal(-1, "no answer from " + address));
        });
        answer.future().onComplete(done -> vertx.cancelTimer(late));
        if (closed.future().isComplete()) {
            answer.tryFail(new Refusal(-1, "the connection is closed"));
        } else {
            write(new JsonObject()
                    .put("type", "send")
                    .put("address", address)
                    .put("body", body)
                    .put("replyAddress", reply));
        }
        return answer.future();
    }

    Future<Void> closed() {
        return closed.future();
    }

    void close() {
        socket.close();
        end();
    }

    private void end() {
        if (closed.tryComplete()) {
            vertx.cancelTimer(pinging);
            List.copyOf(questions.values()).forEach(question -> question.tryFail(new Refusal(-1, "it broke")));
            questions.clear();
        }
    }

    private void ping() {
        if (unanswered++ >= UNANSWERED_PINGS) {
            close();
        } else {
            write(new JsonObject().put("type", "ping"));
        }
    }

    private void write(JsonObject frame) {
        socket.writeTextMessage(new JsonArray().add(frame.encode()).encode());
    }

    private void read(String text) {
        unanswered = 0;
        if (text.charAt(0) == 'a') { // the others open, close, or are heartbeats
            new JsonArray(text.substring(1)).forEach(frame -> read(new JsonObject((String) frame)));
        }
    }

    private void read(JsonObject frame) {
        var question = questions.remove(frame.getString("address", ""));
        if (question == null) {
            if ("rec".equals(frame.getString("type"))) {
                received.accept(frame.getString("address"), frame.getJsonObject("body"));
            }
        } else if ("err".equals(frame.getString("type"))) {
            question.tryFail(new Refusal(frame.getInteger("failureCode"), frame.getString("message")));
        } else {
            question.tryComplete(frame.getJsonObject("body"));
        }
    }
}
