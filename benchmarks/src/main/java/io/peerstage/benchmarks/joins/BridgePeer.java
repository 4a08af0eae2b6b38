package io.peerstage.benchmarks.joins;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/**
 * One peer of the product: connects as it is told to, with descriptions and candidates that lead nowhere, and says what a browser says
 * when all of that works at once. Belongs to one event loop.
 */
final class BridgePeer {
    /** Of the media, in bits a second. */
    private static final double BITRATE = 1_000_000;
    /** So much that a peer is given up to {@value #CHILDREN} children. */
    private static final int CHILDREN = 3;

    private static final double UPLINK = BITRATE * (CHILDREN + 0.5) / 0.8;

    private static final int MILLISECONDS_BETWEEN_PINGS = 4_000;
    private static final int MILLISECONDS_BETWEEN_REPORTS = 5_000;

    private final Map<String, Edge> edges = new HashMap<>();
    private final Promise<Void> fed = Promise.promise();
    private final Promise<Void> backed = Promise.promise();
    private final Vertx vertx;
    private final Tally tally;
    private BridgeSocket socket;
    private long pings;
    private long reports;

    /** Counts what all peers of a crowd have sent. */
    static final class Tally {
        long sent;
    }

    private static final class Edge {
        final boolean feedsMe;
        final boolean standby;
        int candidates;

        Edge(boolean feedsMe, boolean standby) {
            this.feedsMe = feedsMe;
            this.standby = standby;
        }
    }

    private BridgePeer(Vertx vertx, Tally tally) {
        this.vertx = vertx;
        this.tally = tally;
    }

    /** In the room of that stream. The broadcaster brings a token, everybody else an empty text. */
    static Future<BridgePeer> enter(
            Vertx vertx,
            WebSocketClient client,
            int port,
            String stream,
            String token,
            String resume,
            boolean willing,
            Tally tally) {
        var peer = new BridgePeer(vertx, tally);
        return BridgeSocket.connect(client, port, peer::received)
                .compose(socket -> {
                    peer.socket = socket;
                    return peer.ask(
                            "session.open", token.isEmpty() ? new JsonObject() : new JsonObject().put("token", token));
                })
                .compose(opened -> peer.ask("signaling.enter", entering(stream, resume, willing)))
                .map(entered -> peer.stay());
    }

    Future<JsonObject> goLive() {
        return ask("signaling.golive", new JsonObject());
    }

    /** Somebody feeds it. */
    Future<Void> fed() {
        return fed.future();
    }

    /** The same, and a standby is connected. */
    Future<Void> settled() {
        return Future.all(fed.future(), backed.future()).mapEmpty();
    }

    Future<Void> leave() {
        vertx.cancelTimer(pings);
        vertx.cancelTimer(reports);
        return ask("signaling.leave", new JsonObject()).compose(gone -> socket.close());
    }

    private BridgePeer stay() {
        pings = vertx.setPeriodic(MILLISECONDS_BETWEEN_PINGS, now -> socket.ping());
        reports = vertx.setPeriodic(MILLISECONDS_BETWEEN_REPORTS, now -> report());
        return this;
    }

    private void report() {
        tally.sent--; // not one of those that a join takes
        ask(
                        "signaling.report",
                        new JsonObject()
                                .put("uplink", UPLINK)
                                .put("bitrate", BITRATE)
                                .put("rtt", 20)
                                .put("loss", 0)
                                .put("frames", 150)
                                .put("longestGap", 40))
                .onFailure(BridgePeer::fatal);
    }

    private void received(String name, JsonObject body) {
        switch (name) {
            case "connect" -> connect(body);
            case "signal" -> signal(body);
            case "release" -> edges.remove(body.getString("edge"));
            case "ping" -> say("signaling.pong", new JsonObject());
            case "refused", "moved", "ended" -> throw new IllegalStateException(name + " " + body);
            default -> {} // activate, place, room: a browser shows it, or changes what it sends to other browsers
        }
    }

    private void connect(JsonObject body) {
        var id = body.getString("edge");
        var feedsMe = body.getString("as").equals("child");
        edges.put(id, new Edge(feedsMe, body.getBoolean("standby")));
        if (!feedsMe) {
            describe(id, Words.offer());
            Words.candidates().forEach(candidate -> say("signaling.signal", candidate.put("edge", id)));
        }
    }

    private void signal(JsonObject body) {
        var id = body.getString("edge");
        var edge = edges.get(id);
        if (edge == null || !edge.feedsMe) {
            return;
        }
        if (body.containsKey("description")) {
            describe(id, Words.answer());
            Words.candidates().forEach(candidate -> say("signaling.signal", candidate.put("edge", id)));
        } else if (++edge.candidates == Words.CANDIDATES) {
            var state = new JsonObject().put("edge", id).put("state", edge.standby ? "standby" : "media");
            ask("signaling.edge", state)
                    .onSuccess(known -> (edge.standby ? backed : fed).tryComplete())
                    .onFailure(BridgePeer::late);
        }
    }

    private void describe(String edge, JsonObject description) {
        ask("signaling.signal", description.put("edge", edge)).onFailure(BridgePeer::late);
    }

    private void say(String address, JsonObject body) {
        tally.sent++;
        socket.say(address, body);
    }

    private Future<JsonObject> ask(String address, JsonObject body) {
        tally.sent++;
        return socket.ask(address, body);
    }

    private static JsonObject entering(String stream, String resume, boolean willing) {
        return new JsonObject()
                .put("streamId", stream)
                .put("resume", resume)
                .put("willing", willing)
                .put("modes", willing ? new JsonArray().add("passthrough") : new JsonArray())
                .put("edges", new JsonArray());
    }

    /** An edge may be over while words about it are on their way. */
    private static void late(Throwable refused) {
        if (!refused.getMessage().contains("4040")) {
            fatal(refused);
        }
    }

    private static void fatal(Throwable thrown) {
        throw new IllegalStateException(thrown);
    }
}
