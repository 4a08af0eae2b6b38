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

/** A connection to the bridge: in the frames of SockJS over a WebSocket, as our page makes it, or in none. Belongs to one event loop. */
final class BridgeSocket {
    /** Over the bare WebSocket that the bridge offers to those who bring no SockJS. */
    static final boolean BARE = Boolean.getBoolean("joins.bare");

    private static final JsonObject PING = new JsonObject().put("type", "ping");

    private final WebSocket socket;
    private final Map<String, Promise<JsonObject>> questions = new HashMap<>();
    private final BiConsumer<String, JsonObject> received;
    private final Promise<Void> opened = Promise.promise();
    private int counter;
    private boolean leaving;

    private BridgeSocket(WebSocket socket, BiConsumer<String, JsonObject> received) {
        this.socket = socket;
        this.received = received;
        socket.textMessageHandler(BARE ? text -> message(new JsonObject(text)) : this::frame);
        socket.binaryMessageHandler(refusal -> message(refusal.toJsonObject())); // so the bridge writes those
        if (BARE) {
            opened.complete();
        }
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
                .setURI(BARE ? "/eventbus/websocket" : "/eventbus/000/" + UUID.randomUUID() + "/websocket");
        return client.connect(to)
                .map(socket -> new BridgeSocket(socket, received))
                .compose(bridge -> bridge.opened.future().map(bridge));
    }

    /** The body of the answer. */
    Future<JsonObject> ask(String address, JsonObject body) {
        var reply = "r" + ++counter;
        var answer = Promise.<JsonObject>promise();
        questions.put(reply, answer);
        write(frame(address, body).put("replyAddress", reply)).onFailure(answer::tryFail);
        return answer.future();
    }

    /** What needs no answer. */
    void say(String address, JsonObject body) {
        write(frame(address, body)).onFailure(closed -> {});
    }

    void ping() {
        write(PING).onFailure(closed -> {});
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

    private static JsonObject frame(String address, JsonObject body) {
        return new JsonObject().put("type", "send").put("address", address).put("body", body);
    }

    private Future<Void> write(JsonObject frame) {
        var text = frame.encode();
        return socket.writeTextMessage(BARE ? text : new JsonArray().add(text).encode());
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
        if (frame.getString("type").equals("pong")) {
            return;
        }
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
