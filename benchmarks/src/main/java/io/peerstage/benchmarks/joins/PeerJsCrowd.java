package io.peerstage.benchmarks.joins;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Clients of PeerJS's server, who say as much to each other as a join takes: the same descriptions and candidates, and where a peer
 * speaks to our server as many characters. Each message is passed on to another client, for that server does nothing else.
 */
final class PeerJsCrowd {
    private static final int MILLISECONDS_BETWEEN_HEARTBEATS = 5_000;
    private static final String HEARTBEAT =
            new JsonObject().put("type", "HEARTBEAT").encode();
    /** What stands for {@code session.open}, {@code signaling.enter} and the states of edges. */
    private static final JsonObject WORD = new JsonObject().put("word", "x".repeat(100));

    private final Vertx vertx;
    private final WebSocketClient client;
    private final int port;
    private final int guests;
    private final List<Peer> residents = new ArrayList<>();
    private final Queue<Peer> visitors = new ArrayDeque<>();
    private int counter;
    private int turn;
    private long sent;

    /**
     * Nobody yet.
     *
     * @param guests so many of those who do not stay are there at a time
     */
    PeerJsCrowd(Vertx vertx, WebSocketClient client, int port, int guests) {
        this.vertx = vertx;
        this.client = client;
        this.port = port;
        this.guests = guests;
    }

    /** So many more who stay. */
    Future<Void> fill(int peers) {
        return Pace.of(
                vertx,
                200,
                peers,
                () -> connect().map(peer -> {
                    residents.add(peer);
                    return null;
                }));
    }

    /**
     * Two words to say who comes; then for each edge an offer and its candidates, an answer and its candidates, and that it stands: 13
     * messages, and 11 for each further edge. Then the one that came first of those who do not stay goes, if there are enough of them.
     */
    Future<Void> join(int edges) {
        return connect()
                .compose(peer -> peer.tell(nextHost(), "CANDIDATE", WORD)
                        .compose(opened -> peer.tell(nextHost(), "CANDIDATE", WORD))
                        .compose(entered -> connect(peer, edges))
                        .map(peer))
                .compose(peer -> {
                    visitors.add(peer);
                    return visitors.size() > guests ? visitors.remove().leave() : Future.succeededFuture();
                });
    }

    /** Messages so far, heartbeats left out. */
    long sent() {
        return sent;
    }

    private Future<Void> connect(Peer peer, int times) {
        if (times == 0) {
            return Future.succeededFuture();
        }
        var host = nextHost();
        return host.describe(peer, "OFFER", Words.offer())
                .compose(offered -> peer.describe(host, "ANSWER", Words.answer()))
                .compose(answered -> peer.tell(host, "CANDIDATE", WORD))
                .compose(stands -> connect(peer, times - 1));
    }

    private Peer nextHost() {
        return residents.get(turn++ % residents.size());
    }

    private Future<Peer> connect() {
        var id = "peer-" + ++counter;
        var to = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/peerjs?key=peerjs&token=t&id=" + id);
        return client.connect(to)
                .map(socket -> new Peer(id, socket))
                .compose(peer -> peer.opened.future().map(peer));
    }

    private final class Peer {
        private final String id;
        private final WebSocket socket;
        private final long heartbeats;
        private final Promise<Void> opened = Promise.promise();
        /** Those who wait until this peer has heard as much as was sent to it before. */
        private final Queue<Promise<Void>> awaited = new ArrayDeque<>();

        Peer(String id, WebSocket socket) {
            this.id = id;
            this.socket = socket;
            socket.textMessageHandler(this::received);
            heartbeats = vertx.setPeriodic(MILLISECONDS_BETWEEN_HEARTBEATS, now -> write(HEARTBEAT));
        }

        Future<Void> leave() {
            vertx.cancelTimer(heartbeats);
            return socket.close();
        }

        void write(String text) {
            socket.writeTextMessage(text).onFailure(thrown -> {
                throw new IllegalStateException(thrown);
            });
        }

        /** Succeeds when it has arrived. */
        Future<Void> tell(Peer to, String type, JsonObject payload) {
            sent++;
            var arrived = Promise.<Void>promise();
            to.awaited.add(arrived);
            write(new JsonObject()
                    .put("type", type)
                    .put("dst", to.id)
                    .put("payload", payload)
                    .encode());
            return arrived.future();
        }

        Future<Void> describe(Peer to, String type, JsonObject description) {
            var last = tell(to, type, description);
            for (var candidate : Words.candidates()) {
                last = tell(to, "CANDIDATE", candidate);
            }
            return last;
        }

        private void received(String text) {
            var type = new JsonObject(text).getString("type");
            switch (type) {
                case "OPEN" -> opened.tryComplete();
                case "OFFER", "ANSWER", "CANDIDATE" -> awaited.remove().complete();
                default -> throw new IllegalStateException(text);
            }
        }
    }
}
