package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Scripted browsers without WebRTC, all on one event loop. Media is made up: a peer has it while its parent has, up to a broadcaster that
 * is live.
 */
final class Crowd implements AutoCloseable {
    private static final Set<String> OF_THE_TREE = Set.of("connect", "activate", "release");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MILLISECONDS_OF_REST = 1_500;
    private static final int AT_ONCE = 20;

    final Vertx vertx = Vertx.vertx();
    final WebSocketClient client;
    final Random random = new Random(7);
    private final List<Gate> gates;
    private final List<ScriptedPeer> peers = new CopyOnWriteArrayList<>();
    private final Map<String, ScriptedPeer> byId = new HashMap<>();

    /**
     * @param gates where they connect, in turn
     */
    Crowd(Gate... gates) {
        this.gates = List.of(gates);
        client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(100_000)
                .setConnectTimeout(2_000)
                .setTryUsePerMessageCompression(false));
    }

    /** One more, who is nowhere yet. */
    ScriptedPeer join(String token) {
        return join(token, gates.get(peers.size() % gates.size()));
    }

    ScriptedPeer join(String token, Gate first) {
        var peer = new ScriptedPeer(this, token, first);
        peers.add(peer);
        return peer;
    }

    /** So many visitors in the room of that stream. */
    List<ScriptedPeer> visitors(int count, String stream) {
        List<ScriptedPeer> visitors = new ArrayList<>();
        for (var done = 0; done < count; done += AT_ONCE) { // a queue, not a run on the door
            var group = new ArrayList<ScriptedPeer>();
            for (var n = 0; n < Math.min(AT_ONCE, count - done); n++) {
                group.add(join(""));
            }
            Await.get(Future.all(
                    group.stream().map(peer -> peer.enterAsync(stream)).toList()));
            visitors.addAll(group);
        }
        return visitors;
    }

    List<ScriptedPeer> peers() {
        return List.copyOf(peers);
    }

    /** Everybody who is in a room is fed. */
    void awaitMedia() {
        awaitAll("fed", ScriptedPeer::hasMedia);
    }

    boolean isFed() {
        return peers.stream().allMatch(peer -> peer.isGone() || peer.hasMedia());
    }

    /** Nobody has been told of an edge for a while. */
    void awaitRest() {
        await("the tree is at rest", () -> {
            var latest = peers.stream()
                    .flatMap(peer -> peer.heard().stream())
                    .filter(heard -> OF_THE_TREE.contains(heard.address()))
                    .mapToLong(ScriptedPeer.Heard::at)
                    .max();
            return latest.isEmpty() || Crowd.now() - latest.getAsLong() > MILLISECONDS_OF_REST;
        });
    }

    /** All are bound to an owner of at least that epoch. */
    void awaitBound(long epoch) {
        awaitAll("bound to epoch " + epoch, peer -> peer.boundAt(epoch).isPresent());
    }

    private void awaitAll(String what, Predicate<ScriptedPeer> holds) {
        Supplier<List<ScriptedPeer>> others = () -> peers.stream()
                .filter(peer -> !peer.isGone() && !holds.test(peer))
                .toList();
        try {
            await("all are " + what, () -> others.get().isEmpty());
        } catch (ConditionTimeoutException late) {
            var left = others.get();
            throw new AssertionError(
                    left.size() + " are not " + what + "; one of them: "
                            + left.get(0).story(),
                    late);
        }
    }

    /** Asks again until it holds, without a sleep in the event loop that makes it hold. */
    static void await(String what, Callable<Boolean> holds) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(holds);
    }

    /** Who feeds whom, or stands by, as one end of the edge has it. */
    record Feed(String end, String edge, String other, boolean asChild, boolean standby) {}

    /** What each end has of all edges. */
    Set<Feed> feeds() {
        return peers.stream()
                .filter(peer -> !peer.isGone())
                .flatMap(peer -> peer.edges().stream().map(edge -> feed(peer.id(), edge)))
                .collect(Collectors.toSet());
    }

    /** What has come to, and gone from, what there was. */
    List<String> changes(Set<Feed> before) {
        var now = feeds();
        return Stream.concat(
                        before.stream().filter(feed -> !now.contains(feed)).map(gone -> "- " + gone),
                        now.stream().filter(feed -> !before.contains(feed)).map(come -> "+ " + come))
                .toList();
    }

    private static Feed feed(String end, ScriptedPeer.Edge edge) {
        return new Feed(end, edge.id(), edge.peer(), edge.asChild(), edge.is(ScriptedPeer.Part.STANDBY));
    }

    /** Nobody was sent a message of a lower epoch after one of a higher, on any one connection; and nobody obeyed one on any. */
    void assertEpochsOnlyGrow() {
        for (var peer : peers) {
            Map<Integer, Long> highest = new HashMap<>();
            var obeyed = 0L;
            for (var heard : peer.heard()) {
                assertThat(heard.epoch())
                        .as("%s at %s on one connection", heard.address(), peer.id())
                        .isGreaterThanOrEqualTo(highest.getOrDefault(heard.line(), 0L));
                highest.put(heard.line(), heard.epoch());
                if (heard.obeyed()) {
                    assertThat(heard.epoch()).as("obeyed by " + peer.id()).isGreaterThanOrEqualTo(obeyed);
                    obeyed = heard.epoch();
                }
            }
        }
    }

    /** The least that so great a share of them all stay within. */
    static long percentile(List<Long> values, double share) {
        var sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    /** Milliseconds, for what comes before what. */
    static long now() {
        return System.nanoTime() / 1_000_000;
    }

    Optional<ScriptedPeer> find(Predicate<ScriptedPeer> which) {
        return peers.stream().filter(which).findFirst();
    }

    ScriptedPeer most(ToLongFunction<ScriptedPeer> what) {
        return peers.stream().max(Comparator.comparingLong(what)).orElseThrow();
    }

    /** For peers, on the event loop. */
    Optional<ScriptedPeer> peer(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    void named(ScriptedPeer peer) {
        byId.put(peer.id(), peer);
    }

    /** Where to connect next. */
    Gate after(Gate gate) {
        return gates.get((gates.indexOf(gate) + 1) % gates.size());
    }

    /** Somebody may have media who had none: whom it feeds may have, too. */
    void stir() {
        peers.forEach(ScriptedPeer::lookForMedia);
    }

    @Override
    public void close() {
        peers.forEach(ScriptedPeer::vanish);
        Await.get(vertx.close());
    }
}
