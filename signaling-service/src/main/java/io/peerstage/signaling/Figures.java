package io.peerstage.signaling;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.peerstage.signaling.tree.Tally;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * What {@code /metrics} tells of this instance's rooms; {@code docs/operations.md} says what each figure means. Rooms are looked at every
 * so often, not at each scrape: a scrape comes on another thread, and a room has 10,000s of peers. No figure is that of one stream.
 */
final class Figures {
    private static final int DEEPEST = 16;

    private final MeterRegistry registry;
    private final List<Meter> gauges = new ArrayList<>();
    /** What was counted of each room already. */
    private final Map<Room, Counts> counted = new HashMap<>();

    private volatile Sum latest = new Sum();
    private volatile long highestEpoch;

    Figures(MeterRegistry registry) {
        this.registry = registry;
        gauge("peerstage.rooms", "open rooms that this instance owns", sum -> sum.rooms);
        gauge("peerstage.rooms.live", "those with a show", sum -> sum.live);
        gauge("peerstage.peers", "browsers connected to these rooms", sum -> sum.peers);
        gauge("peerstage.watchers", "who watches a show: an account counts once in a room", sum -> sum.watchers);
        gauge("peerstage.peers.waiting", "peers without a parent", sum -> sum.waiting);
        for (var depth = 0; depth <= DEEPEST + 1; depth++) {
            var at = depth;
            gauges.add(Gauge.builder("peerstage.peers.at.depth", this, figures -> figures.latest.depths[at])
                    .tag("depth", depth <= DEEPEST ? String.valueOf(depth) : "more")
                    .description("peers so many edges below their broadcaster")
                    .register(registry));
        }
        gauges.add(Gauge.builder("peerstage.epoch.highest", this, figures -> figures.highestEpoch)
                .description("the highest epoch of a room that this instance has owned")
                .register(registry));
        List.of("placed", "failed-over", "forced", "voluntary").forEach(cause -> count(cause, 0));
        List.of(Interruptions.Cause.values())
                .forEach(cause -> interruptions(cause).increment(0));
        List.of("peerstage.introductions.refused", "peerstage.takeovers", "peerstage.chat.messages")
                .forEach(name -> registry.counter(name).increment(0)); // there from the first scrape
    }

    /** What only grows in one room. */
    private record Counts(Tally parents, long refused) {
        private static final Counts NONE = new Counts(new Tally(0, 0, 0, 0), 0);
    }

    /** Of all rooms together. */
    private static final class Sum {
        private final int[] depths = new int[DEEPEST + 2];
        private int rooms;
        private int live;
        private int peers;
        private int watchers;
        private int waiting;
    }

    /**
     * One room, as it is now.
     *
     * @param peers that are connected
     * @param depths how many peers are connected at each depth, from the broadcaster (0) down
     */
    record OfRoom(boolean live, int peers, int watchers, int waiting, List<Integer> depths) {}

    /** How the rooms are now; looks at every peer. */
    void look(Collection<Room> rooms) {
        var sum = new Sum();
        rooms.forEach(room -> add(room.figures(), sum));
        latest = sum;
    }

    private static void add(OfRoom figures, Sum sum) {
        sum.rooms++;
        sum.live += figures.live() ? 1 : 0;
        sum.peers += figures.peers();
        sum.watchers += figures.watchers();
        sum.waiting += figures.waiting();
        for (var depth = 0; depth < figures.depths().size(); depth++) {
            sum.depths[Math.min(depth, DEEPEST + 1)] += figures.depths().get(depth);
        }
    }

    /** What has happened in the rooms since; often enough that no room is closed before it was counted. */
    void count(Collection<Room> rooms) {
        rooms.forEach(this::count);
        counted.keySet().retainAll(Set.copyOf(rooms));
    }

    private void count(Room room) {
        highestEpoch = Math.max(highestEpoch, room.epoch());
        var counts = new Counts(room.tally(), room.refusedIntroductions());
        var before = counted.put(room, counts);
        var since = before == null ? Counts.NONE : before;
        var now = counts.parents();
        count("placed", now.placed() - since.parents().placed());
        count("failed-over", now.failedOver() - since.parents().failedOver());
        count("forced", now.forced() - since.parents().forced());
        count("voluntary", now.voluntary() - since.parents().voluntary());
        registry.counter("peerstage.introductions.refused").increment((double) counts.refused() - since.refused());
    }

    private void count(String cause, long more) {
        registry.counter("peerstage.parents", "cause", cause).increment((double) more);
    }

    void interrupted(Interruptions.Cause cause) {
        interruptions(cause).increment();
    }

    /** Rooms that another instance owned are this one's. */
    void tookOver(int rooms) {
        registry.counter("peerstage.takeovers").increment(rooms);
    }

    void said() {
        registry.counter("peerstage.chat.messages").increment();
    }

    /** The service stops; one that starts in this process has figures of its own. */
    void close() {
        gauges.forEach(registry::remove);
    }

    private Counter interruptions(Interruptions.Cause cause) {
        return registry.counter(
                "peerstage.interruptions",
                "cause",
                cause.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private void gauge(String name, String description, ToDoubleFunction<Sum> figure) {
        gauges.add(Gauge.builder(name, this, figures -> figure.applyAsDouble(figures.latest))
                .description(description)
                .register(registry));
    }
}
