package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.signaling.SignalingApi.EdgeState;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.Turnout;
import io.peerstage.signaling.tree.Introductions;
import io.peerstage.signaling.tree.RelayTree;
import io.peerstage.signaling.tree.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everybody who watches a stream or waits for it. Takes one input at a time with the time at which it came, and returns what must be
 * done; knows no clock, no network, no chance. Every input may come late, twice, or for a peer that has gone.
 */
final class Room {
    /** A viewer whose connection broke keeps its place and its edges that long. */
    static final Duration VIEWER_GRACE = Duration.ofSeconds(10);
    /** The show goes on that long without its broadcaster. */
    static final Duration BROADCASTER_GRACE = Duration.ofSeconds(30);
    /** Whoever loses its right may stay that long, for those whom it feeds to move. */
    static final Duration TO_GO = Duration.ofMillis(600);
    /** The number of watchers is repeated that often, for those who were not there to hear it. */
    static final Duration BETWEEN_COUNTS = Duration.ofSeconds(5);

    private final long epoch;
    private final Roster roster;
    private final Farewells farewells = new Farewells();
    private final Bulletin bulletin = new Bulletin();
    private final Lobby lobby = new Lobby();
    private final Feeding feeding;
    private final Interruptions interruptions = new Interruptions();
    private final Chat chat;
    private final Show show = new Show();
    private Attendance attendance = new Attendance();
    private Stream stream;
    private Instant countedAt = Instant.MIN;
    private List<Move> moves = new ArrayList<>();

    /** The room of a stream that is announced; a show that is on already awaits its broadcaster. */
    Room(Stream stream, long epoch, Introductions introductions, Instant now) {
        this.stream = stream;
        this.epoch = epoch;
        this.chat = new Chat(epoch);
        this.roster = new Roster(stream.broadcaster());
        this.feeding = new Feeding(stream.id(), epoch, new RelayTree(epoch, introductions), this::tell);
        if (stream.live()) {
            show.begin(stream.startedAt().orElse(now), now);
        }
    }

    /**
     * Fails with {@code TOO_MANY_REQUESTS} where too many of an account or of an address are in already; never for a peer that is. The
     * broadcaster finds a place at any address, and always while its show awaits it: of which peer, a new owner cannot know.
     */
    void requireSpace(PeerId id, Crowd.Origin origin, Crowd.Limits limits) {
        var isBroadcaster = isBroadcaster(origin.account());
        if (!isBroadcaster || !show.isOn() || show.source().isPresent()) {
            roster.requireSpace(id, origin, limits, isBroadcaster);
        }
    }

    /** A peer comes, or comes back with the edges that it still has. It gets nothing before it is admitted. */
    List<Move> enter(PeerId id, Optional<Account> account, Caller.Socket socket, SignalingApi.Enter wish, Instant now) {
        var peer = roster.peer(id, account);
        farewells.forget(id);
        peer.socket
                .filter(other -> !other.equals(socket))
                .ifPresent(other ->
                        refuse(other, Failure.CONFLICT.because("this stream was opened in another tab or window")));
        peer.attach(socket, wish);
        roster.attached(peer, new Crowd.Origin(account, socket.network()));
        if (show.isSource(id)) {
            show.sourceReturned(); // its viewers are fed from it again when it says that it has media
            feeding.detach(id, now);
        } else if (feeding.has(id) && peer.admitted) {
            feeding.back(peer, now);
        }
        return decided();
    }

    /** The peer may watch. Under a new owner others may have told of it before. */
    List<Move> admit(PeerId id, Instant now) {
        peer(id).ifPresent(peer -> {
            var isNew = roster.admit(peer);
            if (isNew) {
                bulletin.countChanged();
                attend(peer);
            }
            if (show.isOn() && !isBroadcaster(peer) && (isNew || !feeding.has(id))) {
                seat(peer, now);
            }
        });
        return decided();
    }

    /** The peer's connection broke. */
    List<Move> detach(PeerId id, Instant now) {
        peer(id).ifPresent(peer -> {
            roster.detach(peer, now);
            lobby.remove(peer);
        });
        interruptions.crashed(feeding.childrenOf(id), now);
        feeding.detach(id, now);
        if (show.isSource(id)) {
            show.sourceDetached(now);
        }
        return decided();
    }

    /** The peer goes for good. */
    List<Move> leave(PeerId id, Instant now) {
        interruptions.left(feeding.childrenOf(id), now);
        feeding.leave(id, now);
        remove(id, now);
        return decided();
    }

    /** The peer loses its right: those whom it feeds get another parent, then the other ends of its edges are told, then the peer. */
    List<Move> putOut(PeerId id, Refused why, Instant now) {
        expel(id, why, now);
        farewells.say(feeding::has, this::refuse);
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
        bulletin.changed();
        if (!show.startedAt().equals(Optional.of(began))) {
            attendance = new Attendance();
            roster.all().forEach(this::attend);
        }
        var isBack = show.isSource(id) && show.giver().isEmpty();
        peer(id).filter(source -> source.socket.isPresent())
                .ifPresentOrElse(
                        source -> {
                            show.begin(began, id);
                            feeding.lead(source, isBack, now);
                        },
                        () -> show.begin(began, now)); // gone while its start was being kept
        roster.all().stream()
                .filter(peer -> peer.admitted && !isBroadcaster(peer) && !feeding.has(peer.id))
                .forEach(lobby::add);
        callIn(now);
        farewells.say(feeding::has, this::refuse);
        return decided();
    }

    /** The show is over; everybody is in the lobby again, or, where the stream is gone, out of the room. */
    List<Move> end(Push.Reason reason, Instant now) {
        if (show.isOn() || reason == Push.Reason.DELETED) {
            finish(reason, now);
        }
        if (reason == Push.Reason.DELETED) {
            roster.clear();
        }
        return decided();
    }

    /**
     * A word for the other end of an edge; of a sender that hides its address only what does not tell it. Fails with {@code NOT_FOUND} for
     * an edge that is not the sender's.
     */
    List<Move> signal(PeerId from, SignalingApi.Signal signal) {
        var to = feeding.otherEnd(from, signal.edge());
        var hides = peer(from).filter(peer -> peer.relayOnly).isPresent();
        (hides ? RelayOnly.strip(signal) : Optional.of(signal))
                .ifPresent(words -> tell(
                        to, new Push.Signal(stream.id(), epoch, words.edge(), words.description(), words.candidate())));
        return decided();
    }

    /** What an end says of an edge. Fails with {@code NOT_FOUND} for an edge that is not its own. */
    List<Move> edge(PeerId from, SignalingApi.EdgeReport report, Instant now) {
        if (report.state() == EdgeState.SWITCHED
                || (report.state() == EdgeState.FAILED && feeding.isFedOver(from, report.edge()))) {
            interruptions.crashed(List.of(from), now);
        }
        feeding.said(from, report, now);
        return decided();
    }

    /** What a peer measured. */
    List<Move> measured(PeerId from, SignalingApi.Report report, Instant now) {
        feeding.measured(from, report, now);
        takeBack(from, now);
        return decided();
    }

    /** Why its picture stood still, if it did. */
    Optional<Interruptions.Cause> interruption(PeerId of, SignalingApi.Report report, Instant now) {
        return interruptions.reported(of, report.longestGap(), now);
    }

    /** The peer is there, though others hear nothing from it. */
    List<Move> answered(PeerId from, Instant now) {
        feeding.answered(from, now);
        takeBack(from, now);
        return decided();
    }

    /** The stream was edited. */
    List<Move> update(Stream edited) {
        stream = edited;
        bulletin.changed();
        return decided();
    }

    /** Time goes by. */
    List<Move> tick(Instant now) {
        if (show.isAbandoned(BROADCASTER_GRACE, now)) {
            show.startedAt().ifPresent(began -> moves.add(new Move.End(began, turnout())));
            finish(Push.Reason.LOST, now);
        }
        roster.detachedFor(VIEWER_GRACE, now).stream()
                .filter(peer -> !show.isSource(peer.id))
                .forEach(peer -> remove(peer.id, now));
        callIn(now);
        feeding.tick(now);
        farewells.say(feeding::has, this::refuse);
        tellChanges(now);
        tellChat();
        return decided();
    }

    /** What has become of the show that is on, or else of the one before. */
    Turnout turnout() {
        sample();
        return attendance.turnout();
    }

    /** Those who watch and signed in. */
    List<Account> present() {
        return roster.all().stream()
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
                show.isOn() ? roster.watchers() : 0,
                stream.title(),
                stream.broadcaster(),
                stream.startTime(),
                stream.endTime(),
                show.startedAt(),
                stream.audience());
    }

    /** The tree as it stands, for an admin. */
    SignalingApi.View seating(String owner) {
        return Seating.of(view(), owner, roster, feeding);
    }

    Figures.OfRoom figures() {
        return new Figures.OfRoom(
                show.isOn(),
                roster.connected(),
                view().watchers(),
                feeding.waiting(),
                Seating.depths(feeding.places()));
    }

    Tally tally() {
        return feeding.tally();
    }

    long refusedIntroductions() {
        return feeding.refusedIntroductions();
    }

    Chat chat() {
        return chat;
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
        return roster.size() == 0 && !show.isOn();
    }

    Optional<Peer> peer(PeerId id) {
        return roster.find(id);
    }

    List<Peer> peers() {
        return roster.all();
    }

    /** Those of a broadcaster under a new owner are what it says, until it has said that it is still live. */
    List<String> edgesOf(PeerId id) {
        var edges = feeding.edgesOf(id);
        peer(id).filter(peer ->
                        isBroadcaster(peer) && show.isOn() && show.source().isEmpty())
                .ifPresent(peer -> edges.addAll(feeding.heldBefore(peer)));
        return List.copyOf(edges);
    }

    /** Where the peer is; empty while it is not in the tree. */
    Optional<Push.Place> placeOf(PeerId id) {
        return feeding.placeOf(id);
    }

    /** It takes part from now on, or when its turn comes; who has edges from before is not kept waiting. */
    private void seat(Peer peer, Instant now) {
        if (lobby.isEmpty() || !peer.held.isEmpty() || feeding.has(peer.id)) {
            lobby.remove(peer);
            feeding.join(peer, now);
        } else {
            lobby.add(peer);
        }
    }

    /** It was given up as one that is silent, and is heard again. What it had it has lost by now. */
    private void takeBack(PeerId id, Instant now) {
        peer(id).filter(peer -> show.isOn() && peer.admitted && !isBroadcaster(peer) && !feeding.has(id))
                .ifPresent(peer -> {
                    peer.held = List.of();
                    seat(peer, now);
                });
    }

    private void callIn(Instant now) {
        if (show.isOn()) {
            lobby.next().forEach(peer -> feeding.join(peer, now));
        }
    }

    private void finish(Push.Reason reason, Instant now) {
        sample();
        lobby.clear();
        feeding.clear(now);
        tell(roster.sockets(), new Push.Ended(stream.id(), epoch, reason));
        show.end();
        bulletin.changed();
        moves.add(new Move.Count(0));
    }

    private void expel(PeerId id, Refused why, Instant now) {
        socketOf(id).ifPresent(socket -> farewells.add(id, socket, why));
        interruptions.left(feeding.childrenOf(id), now);
        feeding.leave(id, TO_GO.toMillis(), now);
        remove(id, now);
    }

    /** A source that goes leaves a show that awaits its broadcaster. */
    private void remove(PeerId id, Instant now) {
        interruptions.forget(id);
        roster.remove(id).ifPresent(gone -> {
            lobby.remove(gone);
            bulletin.countChanged();
        });
        if (show.isSource(id)) {
            show.sourceLeft(now);
        }
    }

    private void tellChanges(Instant now) {
        if (bulletin.isDue(roster.size(), now)) {
            countedAt = Instant.MIN;
            tell(roster.sockets(), view());
        }
        if (show.isOn() && !now.isBefore(countedAt.plus(BETWEEN_COUNTS))) {
            countedAt = now;
            sample();
            moves.add(new Move.Count(roster.watchers()));
        }
    }

    private void tellChat() {
        chat.news()
                .ifPresent(news ->
                        tell(roster.sockets(), new Push.Chat(stream.id(), epoch, news.messages(), news.removed())));
    }

    private void sample() {
        if (show.isOn()) {
            attendance.sample(roster.watchers(), feeding.places(), show.source());
        }
    }

    private void attend(Peer peer) {
        if (peer.admitted && !isBroadcaster(peer)) {
            attendance.saw(peer);
        }
    }

    private boolean isBroadcaster(Peer peer) {
        return isBroadcaster(peer.account);
    }

    private boolean isBroadcaster(Optional<Account> account) {
        return account.equals(Optional.of(stream.broadcaster()));
    }

    private Optional<Caller.Socket> socketOf(PeerId id) {
        return peer(id).flatMap(peer -> peer.socket);
    }

    private void refuse(Caller.Socket socket, Refused why) {
        tell(List.of(socket), Push.PutOut.because(stream.id(), epoch, why));
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
