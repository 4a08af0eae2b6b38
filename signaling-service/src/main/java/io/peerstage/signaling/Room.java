package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Stream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Everybody who watches a stream or waits for it, and who feeds whom. Takes one input at a time with the time at which it came, and
 * returns what must be done; knows no clock, no network, no chance. Every input may come late, twice, or for a peer that has gone.
 */
final class Room {
    /** A viewer whose connection broke keeps its place and its edges that long. */
    static final Duration VIEWER_GRACE = Duration.ofSeconds(10);
    /** The show goes on that long without its broadcaster. */
    static final Duration BROADCASTER_GRACE = Duration.ofSeconds(30);
    /** An edge that brings no media in that time is given up. */
    static final Duration PENDING = Duration.ofSeconds(10);
    /** The state of the room is told at most that often. */
    static final Duration BETWEEN_TELLINGS = Duration.ofSeconds(1);
    /** The number of watchers is repeated that often, for those who were not there to hear it. */
    static final Duration BETWEEN_COUNTS = Duration.ofSeconds(5);

    private final long epoch;
    private final LongSupplier edgeNumbers;
    private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
    private final Map<String, Edge> edges = new LinkedHashMap<>();
    private Stream stream;
    private boolean live;
    private Optional<Instant> startedAt = Optional.empty();
    /** Who is live; empty also while a show that was taken over from another owner awaits its broadcaster. */
    private Optional<PeerId> source = Optional.empty();
    /** Whether the source has media to give; it has none between its page's reload and its next go-live. */
    private boolean sourceReady;

    private Instant awaitedSince = Instant.MAX;
    private boolean changed;
    private Instant toldAt = Instant.MIN;
    private Instant countedAt = Instant.MIN;
    private List<Move> moves = new ArrayList<>();

    /**
     * The room of a stream that is announced; a show that is on already awaits its broadcaster.
     *
     * @param edgeNumbers none comes twice in an epoch, for a room may close and be opened again while peers still have their edges
     */
    Room(Stream stream, long epoch, LongSupplier edgeNumbers, Instant now) {
        this.stream = stream;
        this.epoch = epoch;
        this.edgeNumbers = edgeNumbers;
        if (stream.live()) {
            live = true;
            startedAt = stream.startedAt();
            awaitedSince = now;
        }
    }

    /** A peer comes, or comes back; {@code kept} are the edges that it still has. It gets nothing before it is admitted. */
    List<Move> enter(PeerId id, Optional<Account> account, Caller.Socket socket, List<String> kept) {
        var peer = peers.computeIfAbsent(id, absent -> new Peer(id, account));
        peer.socket
                .filter(other -> !other.equals(socket))
                .ifPresent(other -> tell(
                        List.of(other),
                        refused(Failure.CONFLICT.because("this stream was opened in another tab or window"))));
        peer.attach(socket);
        edgesOf(id).stream().filter(edge -> !kept.contains(edge.id())).forEach(edge -> release(edge, id));
        if (isSource(id)) {
            sourceReady = false;
            awaitedSince = Instant.MAX;
        }
        return decided();
    }

    /** The peer may watch. */
    List<Move> admit(PeerId id, Instant now) {
        peer(id).filter(peer -> !peer.admitted).ifPresent(peer -> {
            peer.admitted = true;
            changed = true;
        });
        if (mayFeed()) {
            peer(id).filter(peer -> wantsFeed(peer, now)
                            && edgesOf(id).stream()
                                    .noneMatch(edge -> edge.child().equals(id)))
                    .ifPresent(peer -> connect(source.get(), id, now));
        }
        return decided();
    }

    /** The peer's connection broke. */
    List<Move> detach(PeerId id, Instant now) {
        peer(id).ifPresent(peer -> peer.detach(now));
        if (isSource(id)) {
            awaitedSince = now;
        }
        return decided();
    }

    /** The peer goes for good. */
    List<Move> leave(PeerId id, Instant now) {
        remove(id, now);
        return decided();
    }

    /** The peer loses its right: the other ends of its edges are told, then the peer. */
    List<Move> putOut(PeerId id, Refused why, Instant now) {
        expel(id, why, now);
        return decided();
    }

    /** Fails with {@code ALREADY_LIVE} while another peer of the broadcaster is live, unless that is to be taken over. */
    void requireFree(PeerId id, boolean takeOver) {
        if (live && source.isPresent() && !isSource(id) && !takeOver) {
            throw Failure.ALREADY_LIVE.because("this stream is live on another device or in another tab");
        }
    }

    /** The peer has media to give, for a show that began then. A source that it takes over from is put out. */
    List<Move> goLive(PeerId id, Instant began, Instant now) {
        source.filter(other -> !other.equals(id))
                .ifPresent(other ->
                        expel(other, Failure.ALREADY_LIVE.because("the show goes on from another device or tab"), now));
        live = true;
        startedAt = Optional.of(began);
        changed = true;
        var socket = peer(id).flatMap(peer -> peer.socket);
        source = peer(id).map(peer -> peer.id);
        sourceReady = socket.isPresent();
        awaitedSince = socket.isPresent() ? Instant.MAX : now; // it may have gone while its start was being kept
        feedAll(now);
        return decided();
    }

    /** The show is over; everybody is in the lobby again, or, where the stream is gone, out of the room. */
    List<Move> end(Push.Reason reason) {
        if (live || reason == Push.Reason.DELETED) {
            finish(reason);
        }
        if (reason == Push.Reason.DELETED) {
            peers.clear();
        }
        return decided();
    }

    /** A word for the other end of an edge. Fails with {@code NOT_FOUND} for an edge that is not the sender's. */
    List<Move> signal(PeerId from, SignalingApi.Signal signal) {
        var edge = requireEdge(from, signal.edge());
        tell(
                edge.otherEnd(from),
                new Push.Signal(stream.id(), epoch, edge.id(), signal.description(), signal.candidate()));
        return decided();
    }

    /** What an end says of an edge. That media came, only the child can know. */
    List<Move> report(PeerId from, SignalingApi.EdgeReport report, Instant now) {
        var edge = requireEdge(from, report.edge());
        switch (report.state()) {
            case MEDIA -> {
                if (!edge.child().equals(from)) {
                    throw Failure.NOT_FOUND.because("you are not the child of edge " + edge.id());
                }
                edges.put(edge.id(), edge.withMedia());
                peer(from).ifPresent(Peer::fed);
            }
            case FAILED -> fail(edge, now);
        }
        return decided();
    }

    /** The stream was edited. */
    List<Move> update(Stream edited) {
        stream = edited;
        changed = true;
        return decided();
    }

    /** Time goes by. */
    List<Move> tick(Instant now) {
        if (live && !awaitedSince.equals(Instant.MAX) && !now.isBefore(awaitedSince.plus(BROADCASTER_GRACE))) {
            startedAt.ifPresent(began -> moves.add(new Move.End(began)));
            finish(Push.Reason.LOST);
        }
        List.copyOf(peers.values()).stream()
                .filter(peer -> peer.detachedFor(VIEWER_GRACE, now) && !isSource(peer.id))
                .forEach(peer -> remove(peer.id, now));
        List.copyOf(edges.values()).stream()
                .filter(edge -> !edge.media() && !now.isBefore(edge.since().plus(PENDING)))
                .forEach(edge -> fail(edge, now));
        feedAll(now);
        tellChanges(now);
        return decided();
    }

    Push.Room view() {
        return new Push.Room(
                stream.id(),
                epoch,
                live,
                live ? watchers() : 0,
                stream.title(),
                stream.broadcaster(),
                stream.startTime(),
                stream.endTime(),
                startedAt,
                stream.audience());
    }

    Stream stream() {
        return stream;
    }

    long epoch() {
        return epoch;
    }

    boolean isLive() {
        return live;
    }

    Optional<Instant> startedAt() {
        return startedAt;
    }

    boolean isSource(PeerId id) {
        return source.isPresent() && source.get().equals(id);
    }

    boolean isAdmitted(PeerId id) {
        return peer(id).map(peer -> peer.admitted).orElse(false);
    }

    /** Nobody is in it and nothing is on. */
    boolean isIdle() {
        return peers.isEmpty() && !live;
    }

    Optional<Peer> peer(PeerId id) {
        return Optional.ofNullable(peers.get(id));
    }

    List<Peer> peers() {
        return List.copyOf(peers.values());
    }

    List<String> edgeIdsOf(PeerId id) {
        return edgesOf(id).stream().map(Edge::id).toList();
    }

    /** One account on two devices is one watcher; each visitor is one. The broadcaster does not count. */
    private int watchers() {
        Set<Account> accounts = new HashSet<>();
        var visitors = 0;
        for (var peer : peers.values()) {
            if (peer.admitted && peer.account.isEmpty()) {
                visitors++;
            } else if (peer.admitted) {
                accounts.add(peer.account.get());
            }
        }
        accounts.remove(stream.broadcaster());
        return accounts.size() + visitors;
    }

    private void feedAll(Instant now) {
        if (mayFeed()) {
            Set<PeerId> fed = new HashSet<>();
            edges.values().forEach(edge -> fed.add(edge.child()));
            peers.values().stream()
                    .filter(peer -> wantsFeed(peer, now) && !fed.contains(peer.id))
                    .forEach(peer -> connect(source.get(), peer.id, now));
        }
    }

    private boolean mayFeed() {
        return live
                && sourceReady
                && source.flatMap(this::peer).flatMap(peer -> peer.socket).isPresent();
    }

    private boolean wantsFeed(Peer peer, Instant now) {
        return peer.admitted && peer.socket.isPresent() && !peer.paused(now) && !isBroadcaster(peer);
    }

    private void connect(PeerId parent, PeerId child, Instant now) {
        var edge = new Edge(epoch + "." + edgeNumbers.getAsLong(), parent, child, now, false);
        edges.put(edge.id(), edge);
        tell(parent, new Push.Connect(stream.id(), epoch, edge.id(), child.value(), Push.End.PARENT, false));
        tell(child, new Push.Connect(stream.id(), epoch, edge.id(), parent.value(), Push.End.CHILD, false));
    }

    private void fail(Edge edge, Instant now) {
        release(edge, null);
        peer(edge.child()).ifPresent(child -> child.failed(now));
    }

    private void finish(Push.Reason reason) {
        List.copyOf(edges.values()).forEach(edge -> release(edge, null));
        tell(sockets(), new Push.Ended(stream.id(), epoch, reason));
        live = false;
        source = Optional.empty();
        sourceReady = false;
        awaitedSince = Instant.MAX;
        startedAt = Optional.empty();
        changed = true;
        moves.add(new Move.Count(0));
    }

    private void expel(PeerId id, Refused why, Instant now) {
        var socket = peer(id).flatMap(peer -> peer.socket);
        remove(id, now);
        socket.ifPresent(there -> tell(List.of(there), refused(why)));
    }

    /** A source that goes leaves a show that awaits its broadcaster. */
    private void remove(PeerId id, Instant now) {
        edgesOf(id).forEach(edge -> release(edge, id));
        changed |= peers.remove(id) != null;
        if (isSource(id)) {
            source = Optional.empty();
            sourceReady = false;
            awaitedSince = now;
        }
    }

    /** The end of an edge; {@code knowing} is told nothing, for it knows, or has gone. */
    private void release(Edge edge, PeerId knowing) {
        edges.remove(edge.id());
        for (var end : List.of(edge.parent(), edge.child())) {
            if (!end.equals(knowing)) {
                tell(end, new Push.Release(stream.id(), epoch, edge.id()));
            }
        }
    }

    private void tellChanges(Instant now) {
        if (changed && !now.isBefore(toldAt.plus(BETWEEN_TELLINGS))) {
            changed = false;
            toldAt = now;
            countedAt = Instant.MIN;
            tell(sockets(), view());
        }
        if (live && !now.isBefore(countedAt.plus(BETWEEN_COUNTS))) {
            countedAt = now;
            moves.add(new Move.Count(watchers()));
        }
    }

    private Edge requireEdge(PeerId end, String id) {
        var edge = edges.get(id);
        if (edge == null || !edge.touches(end)) {
            throw Failure.NOT_FOUND.because("no edge " + id + " of yours");
        }
        return edge;
    }

    private List<Edge> edgesOf(PeerId id) {
        return edges.values().stream().filter(edge -> edge.touches(id)).toList();
    }

    private boolean isBroadcaster(Peer peer) {
        return peer.account.isPresent() && peer.account.get().equals(stream.broadcaster());
    }

    private List<Caller.Socket> sockets() {
        return peers.values().stream()
                .filter(peer -> peer.admitted)
                .flatMap(peer -> peer.socket.stream())
                .toList();
    }

    private Push refused(Refused why) {
        return Push.PutOut.because(stream.id(), epoch, why);
    }

    private void tell(PeerId id, Push push) {
        peer(id).flatMap(peer -> peer.socket).ifPresent(socket -> tell(List.of(socket), push));
    }

    private void tell(List<Caller.Socket> sockets, Push push) {
        if (!sockets.isEmpty()) {
            moves.add(new Move.Tell(sockets, push));
        }
    }

    private List<Move> decided() {
        var taken = moves;
        moves = new ArrayList<>();
        return taken;
    }
}
