package io.peerstage.signaling.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Things that happen to a tree, told without names: a number picks one of the peers or edges that there are at that moment, so that any
 * part of a history is a history too.
 */
record History(long seed, List<Step> steps) {
    private static final int MOST_PEERS = 120;
    private static final int LONGEST_PAUSE = 200;
    /** Time must not stand still for longer in a tree that is told of it a few times a second. */
    private static final long BETWEEN_TICKS = 500;

    private static final int REMEMBERED = 200;
    private static final double MEGABIT = 1e6;
    private static final Traits CARRIER = new Traits(true, true);
    private static final Report ONE_STREAM = new Report(1.5 * MEGABIT, MEGABIT, 20, 0);

    enum Kind {
        ENTER,
        RETURN,
        LEAVE,
        DETACH,
        REPORT,
        MEDIA,
        READY,
        SWITCHED,
        FAILED,
        RENEW,
        PONG,
        TICK,
        LEAD,
        SOURCE_DETACH,
        SOURCE_RETURN,
        SOURCE_LEAVE
    }

    /**
     * @param pause milliseconds since the step before
     * @param pick which peer or edge
     */
    record Step(Kind kind, int pause, int pick, Traits traits, Report report) {}

    /** Every fourth is of many peers who carry one other each, so that the tree grows deep. */
    static History random(long seed, int length) {
        var random = new Random(seed);
        var deep = seed % 4 == 0;
        List<Step> steps = new ArrayList<>(length);
        steps.add(step(Kind.LEAD, random));
        while (steps.size() < length) {
            var step = step(kind(random.nextInt(1_000)), random);
            steps.add(deep ? deep(step) : step);
        }
        return new History(seed, steps);
    }

    /** Two of three do not go: what has grown deep is not cut so soon. */
    private static Step deep(Step step) {
        var goes = Set.of(Kind.LEAVE, Kind.DETACH, Kind.FAILED).contains(step.kind());
        return new Step(
                goes && step.pick() % 3 > 0 ? Kind.MEDIA : step.kind(), step.pause(), step.pick(), CARRIER, ONE_STREAM);
    }

    private static Kind kind(int at) {
        var shares = new LinkedHashMap<Kind, Integer>();
        shares.put(Kind.ENTER, 120);
        shares.put(Kind.RETURN, 40);
        shares.put(Kind.LEAVE, 40);
        shares.put(Kind.DETACH, 40);
        shares.put(Kind.REPORT, 100);
        shares.put(Kind.MEDIA, 300);
        shares.put(Kind.READY, 100);
        shares.put(Kind.SWITCHED, 30);
        shares.put(Kind.FAILED, 60);
        shares.put(Kind.RENEW, 20);
        shares.put(Kind.PONG, 20);
        shares.put(Kind.SOURCE_DETACH, 2);
        shares.put(Kind.SOURCE_RETURN, 6);
        shares.put(Kind.SOURCE_LEAVE, 1);
        shares.put(Kind.LEAD, 1);
        var left = at;
        for (var share : shares.entrySet()) {
            left -= share.getValue();
            if (left < 0) {
                return share.getKey();
            }
        }
        return Kind.TICK;
    }

    private static Step step(Kind kind, Random random) {
        return new Step(
                kind,
                random.nextInt(LONGEST_PAUSE),
                random.nextInt(1 << 20),
                new Traits(random.nextInt(10) < 7, random.nextInt(10) < 6),
                new Report(random.nextInt(10) * MEGABIT, MEGABIT, random.nextInt(100), random.nextDouble() * 0.1));
    }

    /** Plays it on a tree, and says which rule was broken first, if one was. */
    Optional<String> broken(Supplier<RelayTree> trees) {
        var world = new World(trees.get());
        for (var n = 0; n < steps.size(); n++) {
            world.play(steps.get(n));
            var broken = TreeRules.broken(world.tree, world.now);
            broken.addAll(world.broken);
            if (!broken.isEmpty()) {
                return Optional.of("after step " + n + ", " + steps.get(n).kind() + ": " + broken);
            }
        }
        return Optional.empty();
    }

    /** A shorter one that still breaks a rule; nothing more can be left out of it. */
    History shrunk(Supplier<RelayTree> trees) {
        var shortest = this;
        for (var part = Math.max(1, steps.size() / 2); part >= 1; part /= 2) {
            for (var from = 0; from < shortest.steps.size(); ) {
                List<Step> left = new ArrayList<>(shortest.steps.subList(0, from));
                left.addAll(
                        shortest.steps.subList(Math.min(from + part, shortest.steps.size()), shortest.steps.size()));
                var shorter = new History(seed, left);
                if (shorter.broken(trees).isPresent()) {
                    shortest = shorter;
                } else {
                    from += part;
                }
            }
        }
        return shortest;
    }

    private static final class World {
        private static final String TWICE = "an edge has the id of another: ";
        private static final String TOO_OFTEN = " is introduced too often by ";

        private final Set<String> ids = new HashSet<>();
        /** What is seen only from outside. */
        private final List<String> broken = new ArrayList<>();
        /** Peers, and when they were introduced to others. */
        private final Map<String, List<Long>> introduced = new HashMap<>();

        private final RelayTree tree;
        private final Map<String, Move.Connect> offered = new LinkedHashMap<>();
        private final List<String> peers = new ArrayList<>();
        private String source = "";
        private int made;
        private long now;
        private long tickedAt;

        World(RelayTree tree) {
            this.tree = tree;
        }

        void play(Step step) {
            now += step.pause();
            if (now - tickedAt > BETWEEN_TICKS || step.kind() == Kind.TICK) {
                tickedAt = now;
                remember(tree.tick(now));
                if (step.report().equals(ONE_STREAM)) { // or they would carry two at first, and the tree be flat
                    peers.forEach(id -> remember(tree.report(id, ONE_STREAM, now)));
                }
            }
            remember(did(step));
        }

        private List<Move> did(Step step) {
            return switch (step.kind()) {
                case ENTER -> tree.forest.nodes.size() < mostPeers(step) ? enter(step) : List.of();
                case RETURN -> peer(step).map(id -> comeBack(id, step)).orElse(List.of());
                case LEAVE -> peer(step).map(id -> tree.leave(id, now)).orElse(List.of());
                case DETACH -> peer(step).map(id -> tree.detach(id, now)).orElse(List.of());
                case REPORT ->
                    peer(step).map(id -> tree.report(id, step.report(), now)).orElse(List.of());
                case PONG -> peer(step).map(id -> tree.pong(id, now)).orElse(List.of());
                case MEDIA ->
                    offer(step, false)
                            .map(to -> tree.media(to.child(), to.edge(), now))
                            .orElse(List.of());
                case READY ->
                    offer(step, true)
                            .map(to -> tree.ready(to.child(), to.edge(), now))
                            .orElse(List.of());
                case SWITCHED ->
                    standby(step)
                            .map(link -> tree.switched(link.child.id, link.id, now))
                            .or(() -> offer(step, true).map(to -> tree.switched(to.child(), to.edge(), now)))
                            .orElse(List.of());
                case FAILED -> edge(step).map(link -> failed(link, step)).orElse(List.of());
                case RENEW ->
                    edge(step)
                            .map(link -> tree.renew(link.parent.id, link.id, now))
                            .orElse(List.of());
                case TICK -> List.of();
                case LEAD -> lead();
                case SOURCE_DETACH -> tree.detach(source, now);
                case SOURCE_RETURN ->
                    tree.forest.nodes.containsKey(source) ? tree.enter(source, new Traits(true, true), now) : lead();
                case SOURCE_LEAVE -> tree.leave(source, now);
            };
        }

        private static int mostPeers(Step step) {
            return step.report().equals(ONE_STREAM) ? MOST_PEERS : MOST_PEERS / 3;
        }

        private List<Move> enter(Step step) {
            var id = "p" + made++;
            peers.add(id);
            return tree.enter(id, step.traits(), now);
        }

        /** Even who has been gone for long. */
        private List<Move> comeBack(String id, Step step) {
            var node = tree.forest.nodes.get(id);
            return node != null
                    ? tree.enter(id, node.traits, now)
                    : tree.forest.nodes.size() < mostPeers(step) ? tree.enter(id, step.traits(), now) : List.of();
        }

        private List<Move> lead() {
            source = "s" + made++;
            remember(tree.enter(source, new Traits(true, true), now));
            return tree.lead(source, now);
        }

        private List<Move> failed(Link link, Step step) {
            return tree.failed(step.pick() % 4 == 0 ? link.parent.id : link.child.id, link.id, now);
        }

        private Optional<String> peer(Step step) {
            return peers.isEmpty() ? Optional.empty() : Optional.of(peers.get(step.pick() % peers.size()));
        }

        /** An edge that was to be made; now and then it is told of again later. */
        private Optional<Move.Connect> offer(Step step, boolean standby) {
            var some = offered.values().stream()
                    .filter(connect -> connect.standby() == standby)
                    .toList();
            if (some.isEmpty()) {
                return Optional.empty();
            }
            var one = some.get(step.pick() % some.size());
            if (step.pick() % 3 > 0) {
                offered.remove(one.edge());
            }
            return Optional.of(one);
        }

        /** One that stands; every third time nobody looks whether it does. */
        private Optional<Link> standby(Step step) {
            return step.pick() % 3 == 0 ? Optional.empty() : edge(step, link -> link.is(Link.Phase.STANDBY));
        }

        private Optional<Link> edge(Step step) {
            return edge(step, link -> true);
        }

        private Optional<Link> edge(Step step, Predicate<Link> which) {
            var links = tree.forest.links.values().stream()
                    .filter(which)
                    .sorted(Comparator.comparing((Link link) -> link.id))
                    .toList();
            return links.isEmpty() ? Optional.empty() : Optional.of(links.get(step.pick() % links.size()));
        }

        private void introduce(String peer, Move.Connect connect) {
            var times = introduced.computeIfAbsent(peer, first -> new ArrayList<>());
            times.add(now);
            var limit = tree.forest.introductions;
            if (within(times, 60_000) > limit.perMinute() || within(times, 3_600_000) > limit.perHour()) {
                broken.add(peer + TOO_OFTEN + connect);
            }
        }

        private long within(List<Long> times, long span) {
            return times.stream().filter(time -> now - time < span).count();
        }

        private void remember(List<Move> moves) {
            for (var move : moves) {
                if (move instanceof Move.Connect connect) {
                    if (!ids.add(connect.edge())) {
                        broken.add(TWICE + connect);
                    }
                    introduce(connect.parent(), connect);
                    introduce(connect.child(), connect);
                    offered.put(connect.edge(), connect);
                }
            }
            while (offered.size() > REMEMBERED) {
                offered.remove(offered.keySet().iterator().next());
            }
        }
    }
}
