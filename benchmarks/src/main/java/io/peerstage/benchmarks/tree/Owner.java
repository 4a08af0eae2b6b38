package io.peerstage.benchmarks.tree;

import io.peerstage.signaling.tree.Move;
import io.peerstage.signaling.tree.RelayTree;
import io.peerstage.signaling.tree.Tally;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;

/** The server that owns the room: the tree of production, reached over sockets that delay, and in one scenario lose. */
final class Owner {
    private static final double LOST = 0.02;
    private static final double LATE = 0.05;
    private static final double DOUBLED = 0.02;
    private static final int LATEST = 3_000;
    private static final int TICK = 200;

    /** What a viewer says, or that time goes by. */
    interface Input {
        List<Move> to(RelayTree tree, long now);
    }

    private record Said(Input input, long now) {}

    private final List<Said> said = new ArrayList<>();
    private final Agenda agenda;
    private final Random random;
    private final Scenario scenario;
    /** Carries a move out, at the time at which it was decided. */
    private final BiConsumer<Owner, Move> sent;

    private boolean remembers;
    private RelayTree tree;
    private long epoch = 1;
    private Tally before = new Tally(0, 0, 0, 0);

    Owner(Agenda agenda, Random random, Scenario scenario, BiConsumer<Owner, Move> sent) {
        this.agenda = agenda;
        this.random = random;
        this.scenario = scenario;
        this.sent = sent;
        tree = scenario.trees().apply(epoch);
        agenda.every(TICK, () -> decide((tree, now) -> tree.tick(now)));
    }

    /** From a viewer; a request that is asked again until it is answered. */
    void ask(Viewer viewer, Input input) {
        agenda.in(viewer.latency, () -> decide(input));
    }

    /** From a viewer, by a message that nobody repeats. */
    void tell(Viewer viewer, Input input) {
        transmit(viewer, () -> decide(input));
    }

    /** To a viewer. */
    void transmit(Viewer viewer, Runnable deed) {
        if (scenario.lossy() && random.nextDouble() < LOST) {
            return;
        }
        agenda.in(viewer.latency + lateness(), deed);
        if (scenario.lossy() && random.nextDouble() < DOUBLED) {
            agenda.in(viewer.latency + lateness(), deed);
        }
    }

    private int lateness() {
        return scenario.lossy() && random.nextDouble() < LATE ? random.nextInt(LATEST) : 0;
    }

    /** Nobody answers, and all that it knew is lost. */
    void fail() {
        before = tally();
        tree = null;
    }

    /** Another one, who knows nobody. */
    void replace() {
        tree = scenario.trees().apply(++epoch);
    }

    void decide(Input input) {
        if (tree != null) {
            if (remembers) {
                said.add(new Said(input, agenda.now()));
            }
            input.to(tree, agenda.now()).forEach(move -> sent.accept(this, move));
        }
    }

    /** How many the server lets a viewer feed, as it has told it. */
    int capacityOf(Viewer viewer) {
        return tree == null
                ? 0
                : tree.place(viewer.id).map(place -> place.capacity()).orElse(0);
    }

    int waiting() {
        return tree == null ? 0 : tree.waiting();
    }

    /** From now on keeps all that is said. */
    void remember() {
        remembers = true;
    }

    /** All that was said until then is said once more to another tree; processor time in seconds. */
    double replay(long until) {
        var again = scenario.trees().apply(1);
        var threads = ManagementFactory.getThreadMXBean();
        var start = threads.getCurrentThreadCpuTime();
        for (var one : said) {
            if (one.now() > until) {
                break;
            }
            one.input().to(again, one.now());
        }
        return (threads.getCurrentThreadCpuTime() - start) / 1e9;
    }

    Tally tally() {
        var now = tree == null ? new Tally(0, 0, 0, 0) : tree.tally();
        return new Tally(
                before.placed() + now.placed(),
                before.failedOver() + now.failedOver(),
                before.forced() + now.forced(),
                before.voluntary() + now.voluntary());
    }
}
