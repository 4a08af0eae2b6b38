package io.peerstage;

import io.peerstage.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A browser without a page and without WebRTC: opens, enters, answers what it is sent, comes back, and remembers every message. Its inputs
 * run on the crowd's event loop; its questions to itself may come from any thread.
 */
final class ScriptedPeer {
    private static final long LONGEST_DELAY = 15_000;
    private static final long FIRST_DELAY = 1_000;
    private static final long BETWEEN_REPORTS = 5_000;
    private static final long FIRST_RETRY = 100;
    private static final int RETRIES = 6;
    private static final double BITRATE = 1e6;
    private static final int CHILDREN = 4;

    private final Crowd crowd;
    private final String token;
    private final String resume;
    private final Map<String, Edge> edges = new ConcurrentHashMap<>();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final List<Bound> bound = new CopyOnWriteArrayList<>();
    private Gate gate;
    private BridgeLine line;
    private int lines;
    private int attempts;
    private volatile String id = "";
    private volatile String stream = "";
    private volatile long epoch;
    private volatile boolean live;
    private volatile boolean gone;

    ScriptedPeer(Crowd crowd, String token, Gate gate) {
        this.crowd = crowd;
        this.token = token;
        this.gate = gate;
        var bits = new byte[32];
        crowd.random.nextBytes(bits);
        resume = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /**
     * A message that it did not ask for.
     *
     * @param at {@link Crowd#now}
     * @param line which of its connections it came on
     * @param obeyed else passed over, for a higher epoch was heard before
     */
    record Heard(long at, int line, String address, long epoch, boolean obeyed, JsonObject body) {}

    /** That an owner let it in. */
    record Bound(long at, long epoch) {}

    /** What an edge is to the ends. */
    enum Part {
        /** Sends nothing. */
        STANDBY,
        /** Brings nothing yet. */
        NEW,
        /** Brings media, and the server knows. */
        TOLD,
        /** What the child shows and passes on; what the parent sends. */
        SOURCE,
        /** It was, and is not released yet. */
        FORMER
    }

    /**
     * @param peer the other end
     * @param connected both ends have described themselves
     */
    record Edge(String id, String peer, boolean asChild, boolean connected, Part part) {
        boolean is(Part other) {
            return part == other;
        }

        private Edge with(Part other) {
            return new Edge(id, peer, asChild, connected, other);
        }

        private Edge described() {
            return new Edge(id, peer, asChild, true, part);
        }
    }

    /** Enters, and comes back by itself until it leaves; fails when it is refused for good. */
    Future<Void> enterAsync(String into) {
        var entered = Promise.<Void>promise();
        crowd.vertx.runOnContext(on -> {
            stream = into;
            crowd.vertx.setPeriodic(BETWEEN_REPORTS, tick -> report());
            connect(entered);
        });
        return entered.future();
    }

    void enter(String into) {
        Await.get(enterAsync(into));
    }

    /** The body of the answer; fails with {@link BridgeLine.Refusal}. */
    Future<JsonObject> ask(String address, JsonObject body) {
        var answer = Promise.<JsonObject>promise();
        crowd.vertx.runOnContext(on -> (line == null
                        ? Future.<JsonObject>failedFuture(new BridgeLine.Refusal(-1, "no connection"))
                        : line.ask(address, body))
                .onComplete(answer));
        return answer.future();
    }

    void goLive() {
        Await.get(ask("signaling.golive", new JsonObject()));
        crowd.vertx.runOnContext(on -> {
            live = true;
            crowd.stir();
        });
    }

    /** Without a word, as a browser that crashes. */
    void vanish() {
        gone = true;
        crowd.vertx.runOnContext(on -> Optional.ofNullable(line).ifPresent(BridgeLine::close));
    }

    void leave() {
        Await.get(ask("signaling.leave", new JsonObject()));
        vanish();
    }

    String id() {
        return id;
    }

    Gate gate() {
        return gate;
    }

    boolean isGone() {
        return gone;
    }

    long epoch() {
        return epoch;
    }

    List<Heard> heard() {
        return heard;
    }

    List<Heard> heard(String address) {
        return heard.stream().filter(each -> each.address().equals(address)).toList();
    }

    Collection<Edge> edges() {
        return edges.values();
    }

    List<Edge> children() {
        return edges.values().stream()
                .filter(edge -> !edge.asChild() && !edge.is(Part.STANDBY))
                .toList();
    }

    Optional<Edge> parent() {
        return edges.values().stream()
                .filter(edge -> edge.asChild() && edge.is(Part.SOURCE))
                .findFirst();
    }

    /** When it was first let in by an owner of at least that epoch. */
    Optional<Long> boundAt(long least) {
        return bound.stream()
                .filter(each -> each.epoch() >= least)
                .map(Bound::at)
                .findFirst();
    }

    boolean hasMedia() {
        var at = this;
        for (var hops = 0; hops < crowd.peers().size(); hops++) {
            if (at.live || at.gone) {
                return at.live && !at.gone;
            }
            var above = at.parent().flatMap(edge -> crowd.peer(edge.peer()));
            if (above.isEmpty()) {
                return false;
            }
            at = above.get();
        }
        return false;
    }

    /** Looks whether new edges bring media by now. */
    void lookForMedia() {
        edges.values().stream()
                .filter(edge -> edge.asChild() && edge.connected() && edge.is(Part.NEW))
                .filter(edge ->
                        crowd.peer(edge.peer()).filter(ScriptedPeer::hasMedia).isPresent())
                .forEach(edge -> {
                    edges.put(edge.id(), edge.with(Part.TOLD));
                    tell(edge.id(), "media");
                });
    }

    private void connect(Promise<Void> entered) {
        var number = ++lines;
        BridgeLine.open(crowd.vertx, crowd.client, gate, (address, body) -> receive(number, address, body))
                .compose(opened -> {
                    line = opened;
                    opened.closed().onComplete(over -> comeBack(opened));
                    var who = token.isEmpty() ? new JsonObject() : new JsonObject().put("token", token);
                    return opened.ask("session.open", who);
                })
                .compose(opened -> announce())
                .onSuccess(done -> {
                    attempts = 0;
                    entered.tryComplete();
                })
                .onFailure(thrown -> {
                    if (thrown instanceof BridgeLine.Refusal refusal && !refusal.passes()) {
                        gone = true;
                        entered.tryFail(thrown);
                    } else {
                        again(entered);
                    }
                });
    }

    private void comeBack(BridgeLine over) {
        if (line == over) {
            again(Promise.promise());
        }
    }

    /** "Full jitter", as {@code bridge.js} has it. */
    private void again(Promise<Void> entered) {
        var over = line;
        line = null;
        if (over != null) {
            over.close();
        }
        var most = Math.min(FIRST_DELAY << Math.min(attempts++, 4), LONGEST_DELAY);
        gate = crowd.after(gate);
        after((long) (crowd.random.nextDouble() * most), () -> {
            if (!gone) {
                connect(entered);
            }
        });
    }

    /** Enters with what it has. */
    private Future<Void> announce() {
        var held = edges.values().stream().filter(Edge::connected).toList();
        var wish = new JsonObject()
                .put("streamId", stream)
                .put("resume", resume)
                .put("willing", true)
                .put("modes", new JsonArray().add("passthrough"))
                .put("relayOnly", false)
                .put(
                        "edges",
                        new JsonArray(held.stream().map(ScriptedPeer::told).toList()));
        var entered = line.ask("signaling.enter", wish).map(answer -> {
            id = answer.getString("peer");
            epoch = Math.max(epoch, answer.getLong("epoch"));
            crowd.named(this);
            held.stream()
                    .map(Edge::id)
                    .filter(edge -> !answer.getJsonArray("edges").contains(edge))
                    .forEach(edges::remove);
            return answer.getLong("epoch");
        });
        return entered.compose(in -> live ? lead().map(in) : Future.succeededFuture(in))
                .onSuccess(in -> bound.add(new Bound(Crowd.now(), in)))
                .mapEmpty();
    }

    /** It has media to give, from now on or still. */
    private Future<JsonObject> lead() {
        return line.ask("signaling.golive", new JsonObject());
    }

    private static JsonObject told(Edge edge) {
        return new JsonObject()
                .put("edge", edge.id())
                .put("peer", edge.peer())
                .put("as", edge.asChild() ? "child" : "parent")
                .put("standby", edge.is(Part.STANDBY));
    }

    private void receive(int number, String address, JsonObject body) {
        if (number != lines || line == null) {
            return; // on its way when that connection was given up
        }
        if (address.equals("moved")) {
            var left = line;
            line = null;
            left.close();
            gate = crowd.after(gate);
            connect(Promise.promise());
            return;
        }
        var in = body.getLong("epoch", 0L);
        var obeyed = in >= epoch;
        heard.add(new Heard(Crowd.now(), number, address, in, obeyed, body));
        if (obeyed) {
            epoch = in;
            obey(address, body);
        }
    }

    private void obey(String address, JsonObject body) {
        var edge = body.getString("edge", "");
        switch (address) {
            case "connect" -> connectEdge(edge, body);
            case "signal" -> signalled(edge, body);
            case "activate" -> activate(edge);
            case "release" -> edges.remove(edge);
            case "ping" -> insist(() -> true, "signaling.pong", new JsonObject());
            case "reannounce" -> {
                var mine = epoch;
                after((long) (crowd.random.nextDouble() * body.getInteger("within")), () -> reannounce(mine));
            }
            case "refused" -> {
                gone = true;
                edges.clear();
            }
            case "ended" -> live = false;
            default -> {} // room, place, chat
        }
    }

    /** As {@code visit.js}: if that does not work on this connection, then on another. */
    private void reannounce(long mine) {
        var over = line;
        if (gone || over == null || mine != epoch || boundAt(mine).isPresent()) {
            return; // or it enters with its new connection
        }
        announce().onFailure(thrown -> comeBack(over));
    }

    private void connectEdge(String edge, JsonObject body) {
        var asChild = body.getString("as").equals("child");
        var part = body.getBoolean("standby") ? Part.STANDBY : asChild ? Part.NEW : Part.SOURCE;
        edges.put(edge, new Edge(edge, body.getString("peer"), asChild, false, part));
        if (!asChild) {
            describe(edge, "offer");
        }
    }

    private void signalled(String edge, JsonObject body) {
        if (!edges.containsKey(edge) || !body.containsKey("description")) {
            return;
        }
        var described = edges.computeIfPresent(edge, (key, each) -> each.described());
        if (described.asChild()) {
            describe(edge, "answer");
            if (described.is(Part.STANDBY)) {
                tell(edge, "standby");
            }
            crowd.stir();
        } else {
            signal(edge, "candidate", new JsonObject().put("candidate", "candidate:1"));
        }
    }

    /** As parent it sends from now on, as child it passes on what comes, and no longer what came before. */
    private void activate(String edge) {
        var active = edges.get(edge);
        if (active != null && active.asChild()) {
            edges.replaceAll((id, each) -> each.asChild() && each.is(Part.SOURCE) ? each.with(Part.FORMER) : each);
        }
        edges.computeIfPresent(edge, (id, each) -> each.with(Part.SOURCE));
        crowd.stir();
    }

    private void describe(String edge, String type) {
        signal(edge, "description", new JsonObject().put("type", type).put("sdp", "v=0"));
    }

    private void signal(String edge, String what, JsonObject content) {
        insist(
                () -> edges.containsKey(edge),
                "signaling.signal",
                new JsonObject().put("edge", edge).put(what, content));
    }

    private void tell(String edge, String state) {
        insist(
                () -> edges.containsKey(edge),
                "signaling.edge",
                new JsonObject().put("edge", edge).put("state", state));
    }

    private void report() {
        if (!gone && line != null && !id.isEmpty()) {
            line.ask(
                    "signaling.report",
                    new JsonObject()
                            .put("uplink", BITRATE * CHILDREN / 0.8)
                            .put("bitrate", BITRATE)
                            .put("rtt", 20)
                            .put("loss", 0)
                            .put("frames", 150)
                            .put("longestGap", 40));
        }
    }

    /** Asks again for as long as it makes sense and may help. */
    private void insist(Supplier<Boolean> sense, String address, JsonObject body) {
        insist(sense, address, body, 0);
    }

    private void insist(Supplier<Boolean> sense, String address, JsonObject body, int tried) {
        if (gone || line == null || !sense.get()) {
            return;
        }
        line.ask(address, body).onFailure(thrown -> {
            if (tried < RETRIES && thrown instanceof BridgeLine.Refusal refusal && refusal.passes()) {
                after(FIRST_RETRY << tried, () -> insist(sense, address, body, tried + 1));
            }
        });
    }

    private void after(long milliseconds, Runnable what) {
        crowd.vertx.setTimer(Math.max(1, milliseconds), tick -> what.run());
    }

    /** For reports of failures. */
    String story() {
        var last = heard.subList(Math.max(0, heard.size() - 10), heard.size());
        return id + " by " + gate + ", bound " + bound + ", edges " + edges.values() + ", heard last " + last + ", at "
                + Crowd.now();
    }
}
