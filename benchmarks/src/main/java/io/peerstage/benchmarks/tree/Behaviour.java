package io.peerstage.benchmarks.tree;

import io.peerstage.benchmarks.tree.Scenario.Trigger;
import io.peerstage.signaling.tree.Held;
import io.peerstage.signaling.tree.Move;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** What a page does with what it is told, and what it does by itself when nothing comes any more. */
final class Behaviour {
    private static final int BEAT = 100;
    private static final int SILENT = 300;
    private static final int AHEAD_OF_SILENT = 3;
    private static final int AHEAD_OF_STARVED = 10;
    /** A parent that says nothing while there is no standby is told of after that. */
    private static final int UNTIL_BEGGING = 500;

    private static final int BETWEEN_BEGGING = 2_000;
    /** Offer, answer, candidates and the rest take that long beside four ways between the two. */
    private static final int HANDSHAKE = 150;

    private static final int HANDSHAKE_VARIES = 200;

    private final Agenda agenda;
    private final Random random;
    private final Scenario scenario;
    private final Measures measures;
    private final Owner owner;
    private final Feeding feeding;
    private final Map<String, Viewer> viewers;
    private final Map<String, Edge> edges = new HashMap<>();

    Behaviour(Agenda agenda, Random random, Scenario scenario, Measures measures, Map<String, Viewer> viewers) {
        this.agenda = agenda;
        this.random = random;
        this.scenario = scenario;
        this.measures = measures;
        this.viewers = viewers;
        owner = new Owner(agenda, random, scenario, this::carryOut);
        feeding = new Feeding(agenda, measures, this::watch, this::announce);
    }

    Owner owner() {
        return owner;
    }

    Feeding feeding() {
        return feeding;
    }

    /** What it says to an owner who knows nobody. */
    List<Held> held(Viewer viewer) {
        return viewer.edges.values().stream()
                .filter(edge -> edge.up && (edge.standby || edge.isSource()))
                .map(edge -> new Held(edge.id, edge.other(viewer).id, edge.child == viewer, edge.standby))
                .toList();
    }

    private void carryOut(Owner from, Move move) {
        if (move instanceof Move.Connect connect) {
            to(connect.parent(), viewer -> told(connect, viewer));
            to(connect.child(), viewer -> told(connect, viewer));
        } else if (move instanceof Move.Activate activate) {
            to(activate.child(), viewer -> activated(activate.edge()));
        } else if (move instanceof Move.Release release) {
            to(release.parent(), viewer -> released(release, viewer));
            to(release.child(), viewer -> released(release, viewer));
        } else if (move instanceof Move.Ping ping) {
            to(ping.peer(), viewer -> owner.tell(viewer, (tree, now) -> tree.pong(viewer.id, now)));
        }
    }

    private interface Deed {
        void of(Viewer viewer);
    }

    private void to(String id, Deed deed) {
        var viewer = viewers.get(id);
        if (viewer != null) {
            owner.transmit(viewer, () -> {
                if (viewer.alive) {
                    deed.of(viewer);
                }
            });
        }
    }

    private void told(Move.Connect connect, Viewer viewer) {
        if (!viewers.containsKey(connect.parent()) || !viewers.containsKey(connect.child())) {
            return; // gone long ago
        }
        var edge = edges.computeIfAbsent(
                connect.edge(),
                id -> new Edge(
                        id,
                        viewers.get(connect.parent()),
                        viewers.get(connect.child()),
                        connect.standby(),
                        connect.viaTurn()));
        var both = edge.parentTold && edge.childTold;
        edge.parentTold |= viewer == edge.parent;
        edge.childTold |= viewer == edge.child;
        if (!both && edge.parentTold && edge.childTold && !edge.closed && canConnect(edge)) {
            var ways = 4 * (edge.parent.latency + edge.child.latency);
            agenda.in(HANDSHAKE + random.nextInt(HANDSHAKE_VARIES) + ways, () -> established(edge));
        }
    }

    private boolean canConnect(Edge edge) {
        var pair = Objects.hash(edge.parent.id, edge.child.id) * 0x9E3779B9;
        return (pair >>> 8) % 1_000 >= 1_000 * scenario.unconnectable();
    }

    private void established(Edge edge) {
        if (edge.closed || !edge.parent.alive || !edge.child.alive) {
            return;
        }
        edge.parent.edges.put(edge.id, edge);
        edge.child.edges.put(edge.id, edge);
        feeding.established(edge);
        if (edge.standby) {
            owner.tell(edge.child, (tree, now) -> tree.ready(edge.child.id, edge.id, now));
        }
    }

    private void announce(Edge edge) {
        owner.tell(edge.child, (tree, now) -> tree.media(edge.child.id, edge.id, now));
    }

    private void activated(String id) {
        var edge = edges.get(id);
        if (edge != null && edge.up) {
            feeding.take(edge);
        }
    }

    private void released(Move.Release release, Viewer viewer) {
        var edge = edges.remove(release.edge());
        if (edge != null && !edge.closed) {
            var wasItsSource = edge.isSource() && edge.child == viewer;
            feeding.close(edge);
            if (viewer.leaving && wasItsSource) {
                die(viewer);
            }
        }
    }

    void die(Viewer viewer) {
        if (viewer.alive) {
            measures.gone(viewer, agenda.now());
            feeding.die(viewer);
        }
    }

    private void watch(Viewer viewer) {
        var since = viewer.starvedAt;
        agenda.in(SILENT + random.nextInt(BEAT), () -> look(viewer, since));
    }

    private void look(Viewer viewer, long since) {
        if (!viewer.alive || viewer.starvedAt != since) {
            return;
        }
        var starved = agenda.now() - since;
        var standby = viewer.standby;
        if (standby != null && standby.parent.alive) {
            if (mayTake(viewer, standby, since)) {
                agenda.in(viewer.latency + standby.parent.latency, () -> take(viewer, standby));
            }
        } else if (viewer.hearsNothing() && starved >= UNTIL_BEGGING) {
            beg(viewer);
        }
        agenda.in(starved < 2_000 ? BEAT : BETWEEN_BEGGING, () -> look(viewer, since));
    }

    private boolean mayTake(Viewer viewer, Edge standby, long since) {
        if (scenario.trigger() == Trigger.SILENCE) {
            return true;
        }
        var ahead = (standby.parent.newestBeat(agenda.now()) - since) / BEAT;
        return ahead >= (viewer.hearsNothing() ? AHEAD_OF_SILENT : AHEAD_OF_STARVED);
    }

    /** The standby grants it, or says that it is full. */
    private void take(Viewer viewer, Edge standby) {
        if (!viewer.alive || viewer.isFed() || standby.closed || viewer.standby != standby || !standby.parent.alive) {
            return;
        }
        if (standby.parent.feeds.size() > owner.capacityOf(standby.parent)) {
            beg(viewer);
        } else {
            measures.tookStandby();
            feeding.take(standby);
            owner.tell(viewer, (tree, now) -> tree.switched(viewer.id, standby.id, now));
        }
    }

    /** Asks the server for another source. */
    void beg(Viewer viewer) {
        if (viewer.source != null && agenda.now() >= viewer.begsAt) {
            viewer.begsAt = agenda.now() + BETWEEN_BEGGING;
            var edge = viewer.source.id;
            owner.tell(viewer, (tree, now) -> tree.failed(viewer.id, edge, now));
        }
    }
}
