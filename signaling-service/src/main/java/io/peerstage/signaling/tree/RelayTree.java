package io.peerstage.signaling.tree;

import io.peerstage.signaling.tree.Link.Phase;
import io.peerstage.signaling.tree.Node.State;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The relay tree of one room. Every input may come late, twice, or for a peer or an edge that is gone: then it changes nothing. Times are
 * milliseconds and never go back. Not for several threads.
 *
 * <p>Moves are made before broken: a peer keeps its parent until media comes over the new edge, and only then is the old one released.
 */
public final class RelayTree {
    /** An edge without media, or a standby without a connection, is given up after that. */
    static final long PENDING = 3_000;
    /** So long a peer whose socket broke keeps edges and place. */
    static final long DETACHED = 10_000;
    /** The same for the broadcaster. */
    static final long BROADCASTER_DETACHED = 30_000;
    /** So long those below one that leaves have to move. */
    static final long LEAVING = 3_000;
    /** A peer that is asked whether it is there answers within that. */
    static final long TO_ANSWER = 500;
    /** Reports of silence that are that far apart are of one cause. */
    static final long TOGETHER = 2_000;
    /** An extra child, or a path that is too long, is fine for that long. */
    static final long EMERGENCY = 10_000;
    /** What an uplink bears is known that long after the first media. */
    static final long UNTIL_MEASURED = 5_000;
    /** A higher capacity is believed after that. */
    static final long UNTIL_RAISED = 10_000;
    /** So long whoever was found to bear nobody is left alone, twice as long after each further time, and at most so long. */
    static final long REST = 30_000;

    static final long LONGEST_REST = 480_000;
    /** Who swallowed what it should have passed on carries nobody for that long. */
    static final long DISTRUST = 600_000;
    /** The same for who did not answer in time: its page, or the way to it, may have stood still for a moment. */
    static final long UNHEARD = 60_000;

    static final int BROADCASTER_CAPACITY = 4;
    static final int UNMEASURED_BY_PASSTHROUGH = 2;
    static final int UNMEASURED_BY_TRACK = 1;
    static final int MOST_BY_PASSTHROUGH = 8;
    static final int MOST_BY_TRACK = 2;
    /** Of an uplink; the rest is for what else goes on. */
    static final double USABLE = 0.8;

    private static final int STANDBYS_AT_ONCE = 8;
    private static final int STANDBYS_A_TICK = 256;

    final Forest forest;
    private final Parents parents;
    private final Standbys standbys;
    private final Carrying carrying;
    private final Placing placing;
    private final Recovery recovery;
    private final TakeOver takeOver;
    private final Rebalance rebalance;
    private final Moves moves = new Moves();

    /**
     * @param epoch higher than that of any earlier tree of this room: ids of edges begin with it
     */
    public RelayTree(long epoch) {
        this(epoch, Introductions.USUAL);
    }

    /** The same, with another limit on how often a peer is introduced. */
    public RelayTree(long epoch, Introductions introductions) {
        this(new Forest(epoch, introductions));
    }

    private RelayTree(Forest forest) {
        this(forest, new Parents(forest));
    }

    RelayTree(Forest forest, Parents parents) {
        this(forest, parents, new Rebalance(forest, parents));
    }

    /** With rules of one's own: to see what each is good for. */
    RelayTree(Forest forest, Parents parents, Rebalance rebalance) {
        this.forest = forest;
        this.parents = parents;
        standbys = new Standbys(forest, parents, moves);
        carrying = new Carrying(forest, standbys);
        placing = new Placing(forest, parents, standbys, carrying, moves);
        recovery = new Recovery(forest, parents, standbys, carrying, placing, moves);
        takeOver = new TakeOver(forest, standbys, carrying, placing, recovery);
        this.rebalance = rebalance;
    }

    /** A peer comes, or comes back: then it finds its edges and its place as they were. */
    public List<Move> enter(String id, Traits traits, long now) {
        return enter(id, traits, List.of(), now);
    }

    /**
     * The same after an OWNER CHANGE.
     *
     * @param held the edges that the peer has from before
     */
    public List<Move> enter(String id, Traits traits, List<Held> held, long now) {
        var node = forest.node(id, traits, now);
        node.traits = traits;
        recovery.back(node);
        if (!traits.willing() && !node.isSource) {
            carrying.set(node, 0, now);
        }
        if (!held.isEmpty()) {
            held.forEach(edge -> takeOver.tell(node, edge, now));
            takeOver.resume(node, now);
        }
        placing.seek(node);
        return decided(now);
    }

    /** The peer is the broadcaster from now on; another one that was it is out. */
    public List<Move> lead(String id, long now) {
        find(id).filter(node -> !node.isSource).ifPresent(node -> {
            if (forest.root != null) {
                recovery.remove(forest.root);
            }
            recovery.cutOff(node);
            placing.forget(node);
            node.fedAt = Math.min(node.fedAt, now);
            forest.lead(node);
            carrying.set(node, Math.min(BROADCASTER_CAPACITY, node.traits.most()), now);
        });
        return decided(now);
    }

    /** LEAVE: it goes on purpose and stays until those below it have moved, at most 3 s; then it is released. */
    public List<Move> leave(String id, long now) {
        return leave(id, LEAVING, now);
    }

    /**
     * The same for one that may stay only for so long.
     *
     * @param patience milliseconds for those below it to move, at most 3,000
     */
    public List<Move> leave(String id, long patience, long now) {
        find(id).filter(node -> node.state != State.LEAVING)
                .ifPresent(node -> recovery.leave(node, Math.min(patience, LEAVING), now));
        return decided(now);
    }

    /** The show is over: every peer and every edge is forgotten; ids of edges go on growing. */
    public List<Move> clear(long now) {
        forest.nodes.values().stream()
                .sorted(Comparator.comparingInt((Node node) -> node.depth).reversed())
                .toList()
                .forEach(recovery::remove); // from the leaves up: nobody is moved in vain
        return decided(now);
    }

    /** DETACHED: its socket broke, which is no crash. It gets no new children, for nobody could tell it. */
    public List<Move> detach(String id, long now) {
        find(id).filter(Node::isPresent).ifPresent(node -> recovery.detach(node, now));
        return decided(now);
    }

    /** Media came over a pending edge: it is looked at once more, then it is the child's source. */
    public List<Move> media(String child, String edge, long now) {
        find(child, edge, Phase.PENDING).ifPresent(link -> placing.commit(link, now));
        return decided(now);
    }

    /** A standby's connection stands. */
    public List<Move> ready(String child, String edge, long now) {
        find(child, edge, Phase.STANDBY).ifPresent(standbys::ready);
        return decided(now);
    }

    /** The child took its standby for its source by itself, for its parent is silent and the standby is ahead. */
    public List<Move> switched(String child, String edge, long now) {
        find(child, edge, Phase.STANDBY).ifPresent(link -> {
            standbys.ready(link);
            if (link.child.parent != null) {
                recovery.silent(link.child.parent, now);
            } else {
                recovery.moveAway(link.child, now);
            }
        });
        find(child, edge, Phase.STANDBY).ifPresent(refused -> standbys.drop(refused.child));
        return decided(now);
    }

    /** An end says that an edge cannot be connected, or that nothing comes over it any more. */
    public List<Move> failed(String end, String edge, long now) {
        var link = forest.links.get(edge);
        if (link != null && (link.child.id.equals(end) || link.parent.id.equals(end))) {
            switch (link.phase) {
                case PENDING -> placing.giveUp(link, now);
                case STANDBY -> standbys.giveUp(link, now);
                case ACTIVE -> lost(link, link.child.id.equals(end), now);
            }
        }
        return decided(now);
    }

    /**
     * An end is back without the connection of that edge, as after a reload of its page: the same two are connected anew, and nobody else
     * moves.
     */
    public List<Move> renew(String end, String edge, long now) {
        Optional.ofNullable(forest.links.get(edge))
                .filter(link -> link.touches(end))
                .ifPresent(link -> {
                    if (link.is(Phase.STANDBY)) {
                        standbys.drop(link.child);
                    } else {
                        placing.renew(link, now);
                    }
                });
        return decided(now);
    }

    /** The answer to {@link Move.Ping}. */
    public List<Move> pong(String id, long now) {
        find(id).ifPresent(node -> recovery.answered(node, now));
        return decided(now);
    }

    /** What a peer measured. */
    public List<Move> report(String id, Report report, long now) {
        find(id).ifPresent(node -> {
            node.rtt = report.rtt();
            node.loss = report.loss();
            node.bitrate = report.bitrate();
            carrying.measure(node, report, now);
        });
        return decided(now);
    }

    /** Time goes by; to be told a few times a second. */
    public List<Move> tick(long now) {
        forest.forgetGone(now);
        placing.overdue(now);
        standbys.overdue(now);
        carrying.raise(now);
        recovery.tick(now);
        placing.serveAll(now);
        standbys.find(STANDBYS_A_TICK, now);
        rebalance.propose(now).forEach(proposal -> rearrange(proposal, now));
        return decided(now);
    }

    /** Who is at the other end of a peer's edge; empty if it has no such edge, or if only one end has told of it after an OWNER CHANGE. */
    public Optional<String> otherEnd(String end, String edge) {
        return Optional.ofNullable(forest.links.get(edge))
                .filter(link -> link.touches(end) && link.vouchedBy.isEmpty())
                .map(link -> link.otherEnd(end));
    }

    /** Whether the peer is the child of an edge of its own; empty if the edge is not its own. */
    public Optional<Boolean> isChild(String id, String edge) {
        return Optional.ofNullable(forest.links.get(edge))
                .filter(link -> link.touches(id))
                .map(link -> link.child.id.equals(id));
    }

    /** A peer's edges. */
    public List<Held> edgesOf(String id) {
        return find(id).stream()
                .flatMap(node -> linksOf(node).map(link -> held(link, node)))
                .toList();
    }

    public Optional<Place> place(String id) {
        return find(id).map(Place::of);
    }

    /** Everybody's place. */
    public List<Place> places() {
        return forest.nodes.values().stream().map(Place::of).toList();
    }

    /** How many wait for a parent. */
    public int waiting() {
        return placing.waiting();
    }

    /** How often a peer looked for a parent in vain, for it had been introduced too often; who waits looks again and again. */
    public long refusedIntroductions() {
        return parents.refused();
    }

    public Tally tally() {
        return placing.tally();
    }

    private Stream<Link> linksOf(Node node) {
        var toIt = Stream.of(node.parent, node.pending, node.standby).filter(Objects::nonNull);
        var promised = forest.pending.stream().filter(link -> link.parent == node);
        return Stream.of(toIt, node.children.stream(), node.guests.stream(), promised)
                .flatMap(links -> links);
    }

    private static Held held(Link link, Node node) {
        return new Held(link.id, link.otherEnd(node.id), link.child == node, link.is(Phase.STANDBY));
    }

    private void lost(Link link, boolean byChild, long now) {
        if (byChild) {
            recovery.silent(link, now);
        } else {
            link.child.bar(link.parent, now);
            recovery.moveAway(link.child, now);
        }
    }

    private void rearrange(Rebalance.Proposal proposal, long now) {
        if (proposal.child().pending == null && parents.mayConnect(proposal.parent(), proposal.child(), now)) {
            var link = placing.connect(proposal.parent(), proposal.child(), false, now);
            link.voluntary = true;
            link.yields = proposal.yields().orElse(null);
        }
    }

    private Optional<Node> find(String id) {
        return Optional.ofNullable(forest.nodes.get(id));
    }

    private Optional<Link> find(String child, String edge, Phase phase) {
        return Optional.ofNullable(forest.links.get(edge))
                .filter(link -> link.child.id.equals(child) && link.is(phase));
    }

    private List<Move> decided(long now) {
        placing.serve(now);
        standbys.find(STANDBYS_AT_ONCE, now);
        return moves.take();
    }
}
