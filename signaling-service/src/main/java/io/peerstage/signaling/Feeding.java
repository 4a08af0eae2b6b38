package io.peerstage.signaling;

import io.peerstage.contract.Failure;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.signaling.tree.Held;
import io.peerstage.signaling.tree.Move;
import io.peerstage.signaling.tree.Place;
import io.peerstage.signaling.tree.RelayTree;
import io.peerstage.signaling.tree.Report;
import io.peerstage.signaling.tree.Tally;
import io.peerstage.signaling.tree.Traits;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Who feeds whom in a room: asks the tree, and says what it decided in the words that browsers understand. */
final class Feeding {
    private static final Traits BROADCASTER = new Traits(true, true);

    private final StreamId stream;
    private final long epoch;
    private final RelayTree tree;
    private final BiConsumer<PeerId, Push> tell;
    private long latest;

    /**
     * Nobody yet.
     *
     * @param tell hears what is to be told to whom
     */
    Feeding(StreamId stream, long epoch, RelayTree tree, BiConsumer<PeerId, Push> tell) {
        this.stream = stream;
        this.epoch = epoch;
        this.tree = tree;
        this.tell = tell;
    }

    boolean has(PeerId id) {
        return tree.place(id.value()).isPresent();
    }

    /** A viewer takes part, with the edges that it has from under an earlier owner; where others told of it that it has lost, as {@link #back}. */
    void join(Peer peer, Instant now) {
        var lost = lostBy(peer);
        did(tree.enter(peer.id.value(), peer.traits, fromBefore(peer.held), at(now)));
        renew(peer, lost, now);
    }

    /** A viewer is back: where its page has lost connections, the same peers are connected anew; what it missed it is told again. */
    void back(Peer peer, Instant now) {
        var lost = lostBy(peer);
        did(tree.enter(peer.id.value(), peer.traits, at(now)));
        renew(peer, lost, now);
        activateAgain(peer);
    }

    /** What it takes for a standby became a source while its socket was broken. */
    private void activateAgain(Peer peer) {
        var standbys = peer.held.stream()
                .filter(SignalingApi.Held::standby)
                .map(SignalingApi.Held::edge)
                .collect(Collectors.toSet());
        tree.edgesOf(peer.id.value()).stream()
                .filter(edge -> !edge.standby() && standbys.contains(edge.edge()))
                .forEach(edge -> tell.accept(peer.id, new Push.Activate(stream, epoch, edge.edge())));
    }

    /** The peer is the broadcaster and has media to give; where it is back after a reload, the same as for a viewer. */
    void lead(Peer peer, boolean isBack, Instant now) {
        var lost = isBack ? lostBy(peer) : List.<String>of();
        var traits = peer.maxChildren
                .map(most -> BROADCASTER.atMost(Math.max(1, most)))
                .orElse(BROADCASTER);
        tree.enter(peer.id.value(), traits, fromBefore(peer.held), at(now)).stream()
                .filter(move -> !(move instanceof Move.Wait)) // it is about to lead
                .forEach(this::did);
        did(tree.lead(peer.id.value(), at(now)));
        renew(peer, lost, now);
        activateAgain(peer);
    }

    private List<String> lostBy(Peer peer) {
        var kept = peer.held.stream().map(SignalingApi.Held::edge).collect(Collectors.toSet());
        return edgesOf(peer.id).stream().filter(edge -> !kept.contains(edge)).toList();
    }

    private void renew(Peer peer, List<String> lost, Instant now) {
        lost.forEach(edge -> did(tree.renew(peer.id.value(), edge, at(now))));
    }

    /** Those whom the peer feeds, or is about to. */
    List<PeerId> childrenOf(PeerId id) {
        return tree.edgesOf(id.value()).stream()
                .filter(edge -> !edge.asChild() && !edge.standby())
                .map(edge -> new PeerId(edge.other()))
                .toList();
    }

    /** Whether that edge is the peer's source. */
    boolean isFedOver(PeerId id, String edge) {
        var parent = tree.place(id.value()).flatMap(Place::parent);
        return parent.isPresent() && parent.equals(tree.otherEnd(id.value(), edge));
    }

    void detach(PeerId id, Instant now) {
        did(tree.detach(id.value(), at(now)));
    }

    void leave(PeerId id, Instant now) {
        did(tree.leave(id.value(), at(now)));
    }

    /** As {@link #leave}, for one that may stay only for so many milliseconds. */
    void leave(PeerId id, long patience, Instant now) {
        did(tree.leave(id.value(), patience, at(now)));
    }

    /** The show is over. Who is told so closes all edges, so nobody is told of each. */
    void clear(Instant now) {
        tree.clear(at(now));
    }

    /** Who is at the other end. Fails with {@code NOT_FOUND} for an edge that is not the peer's. */
    PeerId otherEnd(PeerId id, String edge) {
        return tree.otherEnd(id.value(), edge).map(PeerId::new).orElseThrow(() -> notYours(edge));
    }

    /** What an end says of an edge. That media came, only the child can know. Fails with {@code NOT_FOUND}. */
    void said(PeerId id, SignalingApi.EdgeReport report, Instant now) {
        var edge = report.edge();
        var isChild = tree.isChild(id.value(), edge).orElseThrow(() -> notYours(edge));
        if (report.state() != SignalingApi.EdgeState.FAILED && !isChild) {
            throw Failure.NOT_FOUND.because("you are not the child of edge " + edge);
        }
        did(
                switch (report.state()) {
                    case MEDIA -> tree.media(id.value(), edge, at(now));
                    case STANDBY -> tree.ready(id.value(), edge, at(now));
                    case SWITCHED -> tree.switched(id.value(), edge, at(now));
                    case FAILED -> tree.failed(id.value(), edge, at(now));
                });
    }

    void measured(PeerId id, SignalingApi.Report report, Instant now) {
        var measured = new Report(report.uplink(), report.bitrate(), report.rtt(), report.loss());
        did(tree.report(id.value(), measured, at(now)));
    }

    void answered(PeerId id, Instant now) {
        did(tree.pong(id.value(), at(now)));
    }

    void tick(Instant now) {
        did(tree.tick(at(now)));
    }

    Set<String> edgesOf(PeerId id) {
        return tree.edgesOf(id.value()).stream().map(Held::edge).collect(Collectors.toCollection(HashSet::new));
    }

    /** Those that it has from under an earlier owner, as it says. */
    Set<String> heldBefore(Peer peer) {
        return fromBefore(peer.held).stream().map(Held::edge).collect(Collectors.toSet());
    }

    Optional<Push.Place> placeOf(PeerId id) {
        return tree.place(id.value()).map(this::told);
    }

    List<Place> places() {
        return tree.places();
    }

    Tally tally() {
        return tree.tally();
    }

    long refusedIntroductions() {
        return tree.refusedIntroductions();
    }

    int waiting() {
        return tree.waiting();
    }

    /** Edges of this epoch the tree knows by itself, and better. */
    private List<Held> fromBefore(List<SignalingApi.Held> held) {
        return held.stream()
                .filter(edge ->
                        Long.parseLong(edge.edge().substring(0, edge.edge().indexOf('.'))) < epoch)
                .map(edge -> new Held(edge.edge(), edge.peer(), edge.as() == Push.End.CHILD, edge.standby()))
                .toList();
    }

    private void did(List<Move> moves) {
        moves.forEach(this::did);
    }

    private void did(Move move) {
        if (move instanceof Move.Connect connect) {
            connect(connect, connect.parent(), connect.child(), Push.End.PARENT);
            connect(connect, connect.child(), connect.parent(), Push.End.CHILD);
        } else if (move instanceof Move.Activate activate) {
            var push = new Push.Activate(stream, epoch, activate.edge());
            tell.accept(new PeerId(activate.parent()), push);
            tell.accept(new PeerId(activate.child()), push);
            tellPlace(activate.child());
        } else if (move instanceof Move.Release release) {
            var push = new Push.Release(stream, epoch, release.edge());
            tell.accept(new PeerId(release.parent()), push);
            tell.accept(new PeerId(release.child()), push);
        } else if (move instanceof Move.Ping ping) {
            tell.accept(new PeerId(ping.peer()), new Push.Ping(stream, epoch));
        } else if (move instanceof Move.Wait wait) {
            tellPlace(wait.peer());
        }
    }

    private void connect(Move.Connect connect, String to, String other, Push.End as) {
        var push = new Push.Connect(stream, epoch, connect.edge(), other, as, connect.standby(), connect.viaTurn());
        tell.accept(new PeerId(to), push);
    }

    private void tellPlace(String id) {
        placeOf(new PeerId(id)).ifPresent(place -> tell.accept(new PeerId(id), place));
    }

    private Push.Place told(Place place) {
        return new Push.Place(
                stream,
                epoch,
                place.parent(),
                place.standby(),
                place.depth(),
                place.children(),
                place.parent().isEmpty() && !place.connected() ? Optional.of(waiting()) : Optional.empty());
    }

    private static RuntimeException notYours(String edge) {
        return Failure.NOT_FOUND.because("no edge " + edge + " of yours");
    }

    /** Clocks are set back now and then; the tree's time is not. */
    private long at(Instant now) {
        latest = Math.max(latest, now.toEpochMilli());
        return latest;
    }
}
