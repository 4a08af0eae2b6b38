package io.peerstage.benchmarks.tree;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.function.Consumer;

/** Who gets media from whom in truth, and what the viewers see of it. */
final class Feeding {
    private final Agenda agenda;
    private final Measures measures;
    private final Consumer<Viewer> starved;
    private final Consumer<Edge> media;

    /**
     * @param starved is told of each viewer to whom nothing comes any more
     * @param media is told when media comes over an edge that is to be a source
     */
    Feeding(Agenda agenda, Measures measures, Consumer<Viewer> starved, Consumer<Edge> media) {
        this.agenda = agenda;
        this.measures = measures;
        this.starved = starved;
        this.media = media;
    }

    void take(Edge edge) {
        var child = edge.child;
        if (child.source == edge || edge.closed) {
            return;
        }
        leave(child);
        child.standby = child.standby == edge ? null : child.standby;
        edge.standby = false;
        child.source = edge;
        edge.parent.feeds.put(child, edge);
        if (closesLoop(child)) {
            measures.loop();
            starve(child);
        } else if (edge.parent.isFed()) {
            feed(child);
        } else {
            starve(child);
        }
    }

    /** The connection is over. Who has it for a source goes on with another one that brings media, if there is one. */
    void close(Edge edge) {
        edge.closed = true;
        edge.parent.edges.remove(edge.id);
        edge.child.edges.remove(edge.id);
        var child = edge.child;
        child.standby = child.standby == edge ? null : child.standby;
        if (edge.isSource()) {
            leave(child);
            child.edges.values().stream()
                    .filter(other -> other.child == child && other.hasMedia && !other.closed)
                    .findFirst()
                    .ifPresentOrElse(this::take, () -> starve(child));
        }
    }

    /** It is gone, and says nothing to anybody. */
    void die(Viewer viewer) {
        viewer.alive = false;
        leave(viewer);
        starve(viewer);
    }

    void established(Edge edge) {
        edge.up = true;
        if (edge.standby) {
            edge.child.standby = edge;
        } else if (edge.parent.isFed()) {
            bring(edge);
        }
    }

    void feed(Viewer top) {
        var left = new ArrayDeque<Viewer>();
        left.push(top);
        while (!left.isEmpty()) {
            var viewer = left.pop();
            if (!viewer.isFed() && viewer.alive) {
                measures.fed(viewer, agenda.now());
                viewer.starvedAt = Viewer.NEVER;
                viewer.edges.values().stream()
                        .filter(edge -> edge.parent == viewer && edge.up && !edge.standby && !edge.hasMedia)
                        .toList()
                        .forEach(this::bring);
                viewer.feeds.keySet().forEach(left::push);
            }
        }
    }

    private void starve(Viewer top) {
        var left = new ArrayDeque<Viewer>();
        left.push(top);
        while (!left.isEmpty()) {
            var viewer = left.pop();
            if (viewer.isFed()) {
                viewer.starvedAt = agenda.now();
                if (viewer.alive) {
                    starved.accept(viewer);
                }
                viewer.feeds.keySet().forEach(left::push);
            }
        }
    }

    private void bring(Edge edge) {
        edge.hasMedia = true;
        if (edge.child.source == null) {
            take(edge);
        }
        media.accept(edge);
    }

    private static void leave(Viewer child) {
        if (child.source != null) {
            child.source.parent.feeds.remove(child);
            child.source = null;
        }
    }

    private static boolean closesLoop(Viewer child) {
        var seen = new HashSet<Viewer>();
        var at = child;
        while (at.source != null && seen.add(at)) {
            at = at.source.parent;
            if (at == child) {
                return true;
            }
        }
        return false;
    }
}
