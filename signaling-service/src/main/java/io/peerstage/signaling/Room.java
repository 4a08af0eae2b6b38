package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.Turnout;
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
    private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
    private final Edges edges;
    private final Show show = new Show();
    private Attendance attendance = new Attendance();
    private Stream stream;
    private boolean changed;
    private Instant toldAt = Instant.MIN;
    private Instant countedAt = Instant.MIN;
    private List<Move> moves = new ArrayList<>();

    /** The room of a stream that is announced; a show that is on already awaits its broadcaster. */
    Room(Stream stream, long epoch, LongSupplier edgeNumbers, Instant now) {
        this.stream = stream;
        this.epoch = epoch;
        this.edges = new Edges(epoch, edgeNumbers);
        if (stream.live()) {
            show.begin(stream.startedAt().orElse(now), now);
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
        edges.of(id).stream().filter(edge -> !kept.contains(edge.id())).forEach(edge -> releaseOtherEnd(edge, id));
        if (show.isSource(id)) {
            show.sourceReturned();
        }
        return decided();
    }

    /** The peer may watch. */
    List<Move> admit(PeerId id, Instant now) {
        peer(id).filter(peer -> !peer.admitted).ifPresent(peer -> {
            peer.admitted = true;
            changed = true;
            attend(peer);
        });
        feed(peer(id).stream().toList(), now);
        return decided();
    }

    /** The peer's connection broke. */
    List<Move> detach(PeerId id, Instant now) {
        peer(id).ifPresent(peer -> peer.detach(now));
        if (show.isSource(id)) {
            show.sourceDetached(now);
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
        if (show.source().isPresent() && !show.isSource(id) && !takeOver) {
            throw Failure.ALREADY_LIVE.because("this stream is live on another device or in another tab");
        }
    }

    /** The peer has media to give, for a show that began then. A source that it takes over from is put out. */
    List<Move> goLive(PeerId id, Instant began, Instant now) {
        show.source().filter(other -> !other.equals(id)).ifPresent(other -> {
            expel(other, Failure.ALREADY_LIVE.because("the show goes on from another device or tab"), now);
        });
        changed = true;
        if (!show.startedAt().equals(Optional.of(began))) {
            attendance = new Attendance();
            peers().forEach(this::attend);
        }
        if (socketOf(id).isPresent()) {
            show.begin(began, id);
        } else { // gone while its start was being kept
            show.begin(began, now);
        }
        feed(peers(), now);
        return decided();
    }

    /** The show is over; everybody is in the lobby again, or, where the stream is gone, out of the room. */
    List<Move> end(Push.Reason reason) {
        if (show.isOn() || reason == Push.Reason.DELETED) {
            finish(reason);
        }
        if (reason == Push.Reason.DELETED) {
            peers.clear();
        }
        return decided();
    }

    /** A word for the other end of an edge. Fails with {@code NOT_FOUND} for an edge that is not the sender's. */
    List<Move> signal(PeerId from, SignalingApi.Signal signal) {
        var edge = edges.require(from, signal.edge());
        tell(
                edge.otherEnd(from),
                new Push.Signal(stream.id(), epoch, edge.id(), signal.description(), signal.candidate()));
        return decided();
    }

    /** What an end says of an edge. That media came, only the child can know. */
    List<Move> report(PeerId from, SignalingApi.EdgeReport report, Instant now) {
        var edge = edges.require(from, report.edge());
        switch (report.state()) {
            case MEDIA -> {
                if (!edge.child().equals(from)) {
                    throw Failure.NOT_FOUND.because("you are not the child of edge " + edge.id());
                }
                edges.mediaCame(edge);
                peer(from).ifPresent(Peer::fed);
            }
            case FAILED -> fail(edge, now);
            case STANDBY, SWITCHED -> {}
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
        if (show.isAbandoned(BROADCASTER_GRACE, now)) {
            show.startedAt().ifPresent(began -> moves.add(new Move.End(began, turnout())));
            finish(Push.Reason.LOST);
        }
        peers().stream()
                .filter(peer -> peer.detachedFor(VIEWER_GRACE, now) && !show.isSource(peer.id))
                .forEach(peer -> remove(peer.id, now));
        edges.overdue(PENDING, now).forEach(edge -> fail(edge, now));
        feed(peers(), now);
        tellChanges(now);
        return decided();
    }

    /** What has become of the show that is on, or else of the one before. */
    Turnout turnout() {
        if (show.isOn()) {
            attendance.sample(watchers(), edges.all(), show.source());
        }
        return attendance.turnout();
    }

    /** Those who watch and signed in. */
    List<Account> present() {
        return peers.values().stream()
                .filter(peer -> show.isOn() && peer.admitted && !isBroadcaster(peer))
                .flatMap(peer -> peer.account.stream())
                .distinct()
                .toList();
    }

    Push.Room view() {
        return new Push.Room(
                stream.id(),
                epoch,
                show.isOn(),
                show.isOn() ? watchers() : 0,
                stream.title(),
                stream.broadcaster(),
                stream.startTime(),
                stream.endTime(),
                show.startedAt(),
                stream.audience());
    }

    Stream stream() {
        return stream;
    }

    long epoch() {
        return epoch;
    }

    boolean isLive() {
        return show.isOn();
    }

    Optional<Instant> startedAt() {
        return show.startedAt();
    }

    boolean isSource(PeerId id) {
        return show.isSource(id);
    }

    boolean isAdmitted(PeerId id) {
        return peer(id).map(peer -> peer.admitted).orElse(false);
    }

    /** Nobody is in it and nothing is on. */
    boolean isIdle() {
        return peers.isEmpty() && !show.isOn();
    }

    Optional<Peer> peer(PeerId id) {
        return Optional.ofNullable(peers.get(id));
    }

    List<Peer> peers() {
        return List.copyOf(peers.values());
    }

    List<String> edgeIdsOf(PeerId id) {
        return edges.of(id).stream().map(Edge::id).toList();
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

    /** Connects those of these peers who want a picture and have nobody to give it, while there is one to give. */
    private void feed(List<Peer> hungry, Instant now) {
        show.giver().filter(giver -> socketOf(giver).isPresent()).ifPresent(giver -> {
            var fed = edges.fed();
            hungry.stream()
                    .filter(peer -> peer.admitted && peer.socket.isPresent() && !peer.paused(now))
                    .filter(peer -> !fed.contains(peer.id) && !isBroadcaster(peer))
                    .forEach(peer -> connect(giver, peer.id, now));
        });
    }

    private void connect(PeerId parent, PeerId child, Instant now) {
        var edge = edges.add(parent, child, now);
        tell(parent, new Push.Connect(stream.id(), epoch, edge.id(), child.value(), Push.End.PARENT, false, false));
        tell(child, new Push.Connect(stream.id(), epoch, edge.id(), parent.value(), Push.End.CHILD, false, false));
    }

    private void fail(Edge edge, Instant now) {
        release(edge);
        peer(edge.child()).ifPresent(child -> child.failed(now));
    }

    private void finish(Push.Reason reason) {
        turnout();
        edges.all().forEach(this::release);
        tell(sockets(), new Push.Ended(stream.id(), epoch, reason));
        show.end();
        changed = true;
        moves.add(new Move.Count(0));
    }

    private void expel(PeerId id, Refused why, Instant now) {
        var socket = socketOf(id);
        remove(id, now);
        socket.ifPresent(there -> tell(List.of(there), refused(why)));
    }

    /** A source that goes leaves a show that awaits its broadcaster. */
    private void remove(PeerId id, Instant now) {
        edges.of(id).forEach(edge -> releaseOtherEnd(edge, id));
        changed |= peers.remove(id) != null;
        if (show.isSource(id)) {
            show.sourceLeft(now);
        }
    }

    private void release(Edge edge) {
        releaseOtherEnd(edge, edge.parent());
        tell(edge.parent(), new Push.Release(stream.id(), epoch, edge.id()));
    }

    /** One end knows that the edge is over, or has gone. */
    private void releaseOtherEnd(Edge edge, PeerId knowing) {
        edges.remove(edge);
        tell(edge.otherEnd(knowing), new Push.Release(stream.id(), epoch, edge.id()));
    }

    private void tellChanges(Instant now) {
        if (changed && !now.isBefore(toldAt.plus(BETWEEN_TELLINGS))) {
            changed = false;
            toldAt = now;
            countedAt = Instant.MIN;
            tell(sockets(), view());
        }
        if (show.isOn() && !now.isBefore(countedAt.plus(BETWEEN_COUNTS))) {
            countedAt = now;
            var watchers = watchers();
            attendance.sample(watchers, edges.all(), show.source());
            moves.add(new Move.Count(watchers));
        }
    }

    private void attend(Peer peer) {
        if (peer.admitted && !isBroadcaster(peer)) {
            attendance.saw(peer);
        }
    }

    private boolean isBroadcaster(Peer peer) {
        return peer.account.equals(Optional.of(stream.broadcaster()));
    }

    private Optional<Caller.Socket> socketOf(PeerId id) {
        return peer(id).flatMap(peer -> peer.socket);
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
        socketOf(id).ifPresent(socket -> tell(List.of(socket), push));
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
