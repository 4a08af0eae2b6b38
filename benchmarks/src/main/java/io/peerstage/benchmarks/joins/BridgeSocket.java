package io.peerstage.benchmarks.joins;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

/** A connection to the bridge in the frames of SockJS over a WebSocket, as our page makes it. Belongs to one event loop. */
final class BridgeSocket {
    private static final String PING = "[\"{\\\"type\\\":\\\"ping\\\"}\"]";

    private final WebSocket socket;
    private final Map<String, Promise<JsonObject>> questions = new HashMap<>();
    private final BiConsumer<String, JsonObject> received;
    private final Promise<Void> opened = Promise.promise();
    private int counter;
    private boolean leaving;

    private BridgeSocket(WebSocket socket, BiConsumer<String, JsonObject> received) {
        this.socket = socket;
        this.received = received;
        socket.textMessageHandler(this::frame);
        socket.closeHandler(closed -> closed());
    }

    /**
     * Connected.
     *
     * @param received is told of what was not asked for: its name and its body
     */
    static Future<BridgeSocket> connect(WebSocketClient client, int port, BiConsumer<String, JsonObject> received) {
        var to = new WebSocketConnectOptions()
                .setServer(SocketAddress.inetSocketAddress(port, "127.0.0.1"))
                .setHost("localhost")
                .setPort(port)
                .setURI("/eventbus/000/" + UUID.randomUUID() + "/websocket");
        return client.connect(to)
                .map(socket -> new BridgeSocket(socket, received))
                .compose(bridge -> bridge.opened.future().map(bridge));
    }

    /** The body of the answer. */
    Future<JsonObject> ask(String address, JsonObject body) {
        var reply = "r" + ++counter;
        var answer = Promise.<JsonObject>promise();
        questions.put(reply, answer);
        var frame = new JsonObject()
                .put("type", "send")
                .put("address", address)
                .put("body", body)
                .put("replyAddress", reply);
        socket.writeTextMessage(new JsonArray().add(frame.encode()).encode()).onFailure(answer::tryFail);
        return answer.future();
    }

    void ping() {
        socket.writeTextMessage(PING).onFailure(answerless -> {});
    }

    Future<Void> close() {
        leaving = true;
        return socket.close();
    }

    private void closed() {
        if (!leaving) {
            throw new IllegalStateException("closed by the server after %d questions, %d of them not answered"
                    .formatted(counter, questions.size()));
        }
    }

    private void frame(String text) {
        switch (text.charAt(0)) {
            case 'o' -> opened.tryComplete();
            case 'a' -> new JsonArray(text.substring(1)).forEach(message -> message(new JsonObject((String) message)));
            default -> {} // a heartbeat, or the end, which the socket tells too
        }
    }

    private void message(JsonObject frame) {
        var address = frame.getString("address");
        var question = address == null ? null : questions.remove(address);
        var isRefusal = frame.getString("type").equals("err");
        if (question != null && isRefusal) {
            question.fail(frame.encode());
        } else if (question != null) {
            question.complete(frame.getJsonObject("body"));
        } else if (isRefusal) {
            throw new IllegalStateException(frame.encode());
        } else {
            received.accept(address, frame.getJsonObject("body"));
        }
    }
}
