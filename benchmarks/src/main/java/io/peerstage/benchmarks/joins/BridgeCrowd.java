package io.peerstage.benchmarks.joins;

import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Queue;
import java.util.Random;

/** The audience of one live stream of the product: visitors, for a stream that is for everyone. */
final class BridgeCrowd {
    private final Vertx vertx;
    private final WebSocketClient client;
    private final int port;
    private final String stream;
    private final int guests;
    private final Random random = new Random(1);
    private final BridgePeer.Tally tally = new BridgePeer.Tally();
    private final Queue<BridgePeer> visitors = new ArrayDeque<>();

    private BridgeCrowd(Vertx vertx, WebSocketClient client, int port, String stream, int guests) {
        this.vertx = vertx;
        this.client = client;
        this.port = port;
        this.stream = stream;
        this.guests = guests;
    }

    /**
     * Its broadcaster is on the air.
     *
     * @param guests so many of those who do not stay are there at a time
     */
    static BridgeCrowd begin(Vertx vertx, WebSocketClient client, int port, int guests) {
        var wallet = TestWallet.sr25519(port);
        var token = wallet.token("http://localhost:" + port, Instant.now(), Duration.ofHours(1));
        var start = Instant.now();
        call(vertx, port, token, HttpMethod.PUT, "/me/profile", new JsonObject().put("name", "Ada"));
        var announced = call(
                vertx,
                port,
                token,
                HttpMethod.POST,
                "/streams",
                new JsonObject()
                        .put("title", "A full house")
                        .put("audience", "everyone")
                        .put("startTime", start.toString())
                        .put("endTime", start.plus(Duration.ofHours(1)).toString()));
        var crowd = new BridgeCrowd(vertx, client, port, announced.getString("id"), guests);
        Await.get(crowd.enter(token, true).compose(broadcaster -> {
            return broadcaster.goLive();
        }));
        return crowd;
    }

    /** So many more who stay. */
    Future<Void> fill(int peers, int aSecond) {
        return Pace.of(vertx, 100, peers, () -> enter("", true).compose(BridgePeer::fed));
    }

    /**
     * One comes, is fed and backed by a standby; passing the media on it refuses, so that nobody else has to move when it goes. Then the one that came first of those who do not stay goes, if there are enough of them.
     */
    Future<Void> join() {
        return enter("", false)
                .compose(peer -> peer.settled().compose(done -> {
                    visitors.add(peer);
                    return visitors.size() > guests ? visitors.remove().leave() : Future.succeededFuture();
                }));
    }

    /** Frames that a join or a leave took, so far; no signs of life and no reports. */
    long sent() {
        return tally.sent;
    }

    private Future<BridgePeer> enter(String token, boolean willing) {
        var bits = new byte[32];
        random.nextBytes(bits);
        var resume = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        return BridgePeer.enter(vertx, client, port, stream, token, resume, willing, tally);
    }

    private static JsonObject call(
            Vertx vertx, int port, String token, HttpMethod method, String path, JsonObject body) {
        var http = vertx.createHttpClient();
        return Await.get(http.request(method, port, "127.0.0.1", "/api/v1" + path)
                .compose(request -> request.putHeader("Host", "localhost:" + port)
                        .putHeader("Authorization", "Bearer " + token)
                        .putHeader("Content-Type", "application/json")
                        .send(Buffer.buffer(body.encode())))
                .compose(response -> response.body().map(text -> {
                    if (response.statusCode() != 201) {
                        throw new IllegalStateException(path + ": " + response.statusCode() + " " + text);
                    }
                    return text.toJsonObject();
                })));
    }
}
