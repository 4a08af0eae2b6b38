package io.peerstage.benchmarks.tree;

import io.peerstage.signaling.tree.Report;
import io.peerstage.signaling.tree.Traits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One scenario with one audience. The same seed gives the same history. */
final class Simulation {
    private static final int TO_FILL = 60_000;
    private static final int REPORTS = 5_000;
    /** Who has had no picture for so long is in trouble. */
    private static final int STUCK = 5_000;

    private static final int SAMPLES = 10_000;
    private static final double BITRATE = 1.5e6;
    private static final int UNTIL_REPLACED = 3_000;
    private static final int REANNOUNCED = 1_000;
    private static final int LEAVES_AT_LAST = 3_500;
    private static final int SOCKET_NOTICED = 100;
    private static final int SOCKET_TIMES_OUT = 15_000;
    /** Below that, frames are missing that were sent; above, layers can be left out. */
    private static final double BEARABLE = 0.5;

    private final Agenda agenda = new Agenda();
    private final Measures measures = new Measures();
    private final Map<String, Viewer> viewers = new HashMap<>();
    private final Scenario scenario;
    private final int audience;
    private final Random random;
    private final Behaviour behaviour;
    private final Viewer broadcaster;
    private final List<Result.Depth> depths = new ArrayList<>();
    private int entered;
    private int egress;

    Simulation(Scenario scenario, int audience, long seed) {
        this.scenario = scenario;
        this.audience = audience;
        random = new Random(seed);
        behaviour = new Behaviour(agenda, random, scenario, measures, viewers);
        broadcaster = new Viewer("broadcaster", new Traits(true, true), 20, 5, 5, 0);
        viewers.put(broadcaster.id, broadcaster);
    }

    Result run() {
        broadcaster.firstMediaAt = 0;
        broadcaster.starvedAt = Viewer.NEVER;
        announce(broadcaster);
        for (var n = 0; n < audience; n++) {
            agenda.in((long) TO_FILL * n / audience, this::enter);
        }
        agenda.every(SAMPLES, this::sample);
        agenda.in(Scenario.EVENT, this::happen);
        agenda.runUntil(scenario.seconds() * 1_000L);
        return result();
    }

    /**
     * Viewers a second that one core lets in while all come within a minute, with all that is said in it: connections, standbys, reports,
     * moves. The tree alone is told it all once more, five times, of which the fastest counts.
     */
    double entersASecond() {
        behaviour.owner().remember();
        run();
        return IntStream.range(0, 5)
                .mapToDouble(n -> audience / behaviour.owner().replay(TO_FILL))
                .max()
                .orElseThrow();
    }

    private void happen() {
        if (scenario.killed() > 0) {
            var doomed = new ArrayList<>(present());
            Collections.shuffle(doomed, random);
            doomed.subList(0, (int) (doomed.size() * scenario.killed())).forEach(this::kill);
        }
        if (scenario.away() > 0) {
            goAway();
        }
        if (scenario.ownerLost()) {
            behaviour.owner().fail();
            agenda.in(UNTIL_REPLACED, this::reannounce);
        }
    }

    private void enter() {
        var viewer = Crowd.viewer(entered++, scenario, random, agenda.now());
        viewers.put(viewer.id, viewer);
        announce(viewer);
        agenda.in(REPORTS + random.nextInt(REPORTS), () -> report(viewer));
        if (scenario.sessions() > 0) {
            agenda.in(Crowd.session(scenario, random), () -> {
                go(viewer);
                enter();
            });
        }
    }

    private void announce(Viewer viewer) {
        var held = behaviour.held(viewer);
        behaviour.owner().ask(viewer, (tree, now) -> tree.enter(viewer.id, viewer.traits, held, now));
        if (viewer == broadcaster) {
            behaviour.owner().ask(viewer, (tree, now) -> tree.lead(viewer.id, now));
        }
    }

    private void reannounce() {
        behaviour.owner().replace();
        viewers.values().stream()
                .filter(viewer -> viewer.alive)
                .sorted(Comparator.comparing(viewer -> viewer.id))
                .forEach(viewer -> agenda.in(random.nextInt(REANNOUNCED), () -> announce(viewer)));
    }

    private void report(Viewer viewer) {
        if (!viewer.alive) {
            return;
        }
        var knows = viewer.sendsAnything();
        var measured = new Report(
                knows ? viewer.claimed * BITRATE : 0, BITRATE, 2.0 * viewer.latency, random.nextDouble() * 0.01);
        behaviour.owner().tell(viewer, (tree, now) -> tree.report(viewer.id, measured, now));
        if (viewer.source != null && viewer.isFed() && viewer.source.parent.share() < BEARABLE) {
            behaviour.beg(viewer);
        }
        agenda.in(REPORTS, () -> report(viewer));
    }

    /** One says so and stays until it is released, the other closes the page. */
    private void go(Viewer viewer) {
        if (viewer.alive && random.nextBoolean()) {
            viewer.leaving = true;
            behaviour.owner().ask(viewer, (tree, now) -> tree.leave(viewer.id, now));
            agenda.in(LEAVES_AT_LAST, () -> behaviour.die(viewer));
        } else {
            kill(viewer);
        }
    }

    /** The server learns of most from the socket at once; of one in five only when nothing was heard for long. */
    private void kill(Viewer viewer) {
        if (viewer.alive) {
            behaviour.die(viewer);
            var noticed = random.nextInt(5) > 0 ? SOCKET_NOTICED : SOCKET_TIMES_OUT;
            agenda.in(noticed, () -> behaviour.owner().ask(viewer, (tree, now) -> tree.detach(viewer.id, now)));
        }
    }

    /** The page is loaded again: its connections are gone, and are made anew when it is back. */
    private void goAway() {
        behaviour.feeding().die(broadcaster);
        behaviour.owner().ask(broadcaster, (tree, now) -> tree.detach(broadcaster.id, now));
        agenda.in(scenario.away() * 1_000L, () -> {
            List.copyOf(broadcaster.edges.values())
                    .forEach(edge -> behaviour.feeding().close(edge));
            broadcaster.alive = true;
            broadcaster.starvedAt = Viewer.NEVER;
            announce(broadcaster);
            behaviour
                    .owner()
                    .ask(
                            broadcaster,
                            (tree, now) -> tree.edgesOf(broadcaster.id).stream()
                                    .flatMap(held -> tree.renew(broadcaster.id, held.edge(), now).stream())
                                    .toList());
        });
    }

    /** At the event the viewer with most viewers below it is gone without a word; says of how many children. */
    Supplier<Integer> crashLargest() {
        var children = new AtomicInteger();
        agenda.in(Scenario.EVENT, () -> {
            var largest = present().stream()
                    .max(Comparator.comparingInt(Simulation::below))
                    .orElseThrow();
            children.set(largest.feeds.size());
            kill(largest);
        });
        return children::get;
    }

    private static int below(Viewer viewer) {
        return viewer.feeds.keySet().stream()
                .mapToInt(child -> 1 + below(child))
                .sum();
    }

    private List<Viewer> present() {
        return viewers.values().stream()
                .filter(viewer -> viewer.alive && viewer != broadcaster)
                .sorted(Comparator.comparing(viewer -> viewer.id))
                .toList();
    }

    private void sample() {
        viewers.values().removeIf(viewer -> !viewer.alive && viewer != broadcaster && viewer.edges.isEmpty());
        egress = Math.max(egress, broadcaster.feeds.size());
        if (agenda.now() >= Scenario.EVENT) {
            depths.add(Result.Depth.of(depths()));
        }
        if (agenda.now() > TO_FILL) {
            measures.sample((double) atFullRate() / Math.max(1, present().size()));
        }
    }

    private int atFullRate() {
        var full = 0;
        var left = new ArrayDeque<Viewer>();
        left.push(broadcaster);
        while (!left.isEmpty()) {
            var viewer = left.pop();
            if (viewer.isFed() && viewer.share() >= 1) {
                full += viewer.feeds.size();
                viewer.feeds.keySet().forEach(left::push);
            }
        }
        return full;
    }

    private Result result() {
        var there = present();
        there.forEach(viewer -> measures.gone(viewer, agenda.now()));
        var unfed = (int) there.stream()
                .filter(viewer -> !viewer.isFed() && agenda.now() - viewer.starvedAt > STUCK)
                .count();
        return new Result(
                scenario,
                audience,
                there.size(),
                unfed,
                Result.Depth.typical(depths),
                Crowd.leastDepth(there),
                egress,
                measures.fullRate(),
                pair(measures.waits()),
                measures.interruptionsAnHour(),
                pair(measures.gaps()),
                behaviour.owner().tally(),
                measures.viewerHours(),
                measures.standbysTaken(),
                measures.loops(),
                entered);
    }

    private static Result.Pair pair(List<Long> values) {
        return new Result.Pair(Measures.percentile(values, 0.5), Measures.percentile(values, 0.95));
    }

    /** As media goes, not as the server thinks. */
    private List<Long> depths() {
        var depths = new LinkedHashMap<Viewer, Long>();
        var left = new ArrayDeque<Viewer>();
        depths.put(broadcaster, 0L);
        left.add(broadcaster);
        while (!left.isEmpty()) {
            var viewer = left.poll();
            viewer.feeds.keySet().stream()
                    .filter(child -> !depths.containsKey(child))
                    .forEach(child -> {
                        depths.put(child, depths.get(viewer) + 1);
                        left.add(child);
                    });
        }
        depths.remove(broadcaster);
        return List.copyOf(depths.values());
    }
}
