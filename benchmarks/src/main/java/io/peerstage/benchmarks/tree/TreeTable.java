package io.peerstage.benchmarks.tree;

import io.peerstage.benchmarks.Plot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Runs all scenarios with all audiences and writes what came out: a table, and pictures over the audience. */
public final class TreeTable {
    private static final long SEED = 20_261_122;
    private static final int LARGEST = 100_000;
    private static final List<Integer> AUDIENCES = List.of(100, 1_000, 10_000);
    private static final Plot.Across ACROSS =
            new Plot.Across("audience (viewers)", true, List.of(100, 1_000, 10_000, LARGEST));
    private static final int SPEED_AUDIENCE = 20_000;
    private static final double BROADCASTER_UPLINK = 20;
    private static final double BITRATE = 1.5;

    private static final String HEAD = """
            # The relay tree, simulated

                mvn -q -pl benchmarks -am process-classes exec:exec@tree

            The engine of production (`io.peerstage.signaling.tree`) on a virtual clock, told of by scripted viewers; seed %d. In each scenario the
            audience comes within 60 s; three of ten viewers are not willing to carry, one of five encodes again (at most two children). What the numbers of
            viewers' uplinks (lognormal, medians 8 Mbit/s for a third and 30 Mbit/s for the others), latencies to the server (10 to 80 ms one way) and sessions (lognormal,
            mean 30 minutes, σ 1) are is assumed, not measured. Media has 1.5 Mbit/s. A connection takes 150 to 350 ms and four ways between the two; decoding
            and key frames are not in it, nor is what a beat needs from hop to hop. An uplink is known only where something is sent. One leaves politely, the other just closes the page, and of every fifth
            of those the server hears only after 15 s. What the scenarios do is in `Scenario`, where the columns come from in `Result`.

            Depth is as media goes, looked at every 10 s from the third minute on: the median of what was seen, and the deepest that anybody ever was; beside it the flattest tree that those at the
            end could form. Waits are from entering to the first media.
            The broadcaster feeds four, and for at most 10 s a fifth (a swap). An interruption is a picture that stands still for more than 1.2 s; moves are per hour of one viewer: forced ones (fail-overs
            included) because the source was gone or bad, voluntary ones to make the tree flatter. Full rate: viewers who get every frame in time, on average from the first minute on.

            | scenario | audience | depth p50 / p99 / max (worst) | best | broadcaster sends | full rate | wait p50 / p95 | interruptions a viewer-hour | still for p50 / p95 | forced / voluntary moves a viewer-hour | without picture for 5 s at the end |
            |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
            """;

    private final List<Result> results = new ArrayList<>();

    public static void main(String[] arguments) throws IOException {
        var directory = Path.of(arguments[0]);
        var table = new TreeTable();
        var start = System.nanoTime();
        table.run();
        var speed = new Simulation(Scenario.ofFlashCrowd(), SPEED_AUDIENCE, SEED).entersASecond();
        var seconds = (System.nanoTime() - start) / 1_000_000_000;
        Files.writeString(directory.resolve("tree.md"), table.text(speed, seconds));
        for (var plot : table.plots().entrySet()) {
            Files.writeString(directory.resolve("tree-" + plot.getKey() + ".svg"), plot.getValue());
        }
    }

    private void run() {
        var churn = Scenario.ofChurn(30);
        for (int audience : AUDIENCES) {
            for (var scenario : List.of(
                    Scenario.ofFlashCrowd(),
                    churn,
                    Scenario.ofKilledQuarter(),
                    Scenario.ofUnconnectablePairs(),
                    Scenario.ofLiars(),
                    Scenario.ofLossyMessages(),
                    Scenario.ofAwayBroadcaster(),
                    Scenario.ofLostOwner(),
                    Scenario.ofKilledQuarter().withoutStandbys(),
                    churn.withoutStandbys(),
                    churn.withoutRebalancing())) {
                results.add(new Simulation(scenario, audience, SEED).run());
            }
        }
        for (var scenario : List.of(Scenario.ofFlashCrowd(), Scenario.ofKilledQuarter(), Scenario.ofChurn(10))) {
            results.add(new Simulation(scenario, LARGEST, SEED).run());
        }
    }

    private String text(double speed, long seconds) {
        var text = new StringBuilder(HEAD.formatted(SEED));
        results.stream().map(TreeTable::row).forEach(text::append);
        List.of(100, 1_000, 10_000, LARGEST).forEach(audience -> text.append(star(audience)));
        return text.append(tail(speed, seconds)).toString();
    }

    private static String star(int audience) {
        var served = Math.min(1, BROADCASTER_UPLINK / BITRATE / audience);
        return String.format(
                Locale.ROOT,
                "| a star | %,d | 1 / 1 / 1 (1) | 1 | %,d | %.2f %% | – | – | – | – | – |%n",
                audience,
                audience,
                100 * served);
    }

    private static String tail(double speed, long seconds) {
        return String.format(Locale.ROOT, """

            A star is what the origin was: one stream a viewer from the broadcaster, here with %.0f Mbit/s of uplink; its rows are arithmetic, not simulated.

            **Engine**: %,.0f enters a second on one core (goal 20,000): the inputs of a flash crowd of %,d viewers in 60 s (enters with all that comes with them:
            connections, standbys, reports every 5 s, moves) told once more to the tree alone, processor time, the fastest of five. The whole run took %,d s.

            ![Depth](tree-depth.svg) ![Waits](tree-wait.svg) ![Interruptions](tree-interruptions.svg) ![Moves](tree-moves.svg)
            """, BROADCASTER_UPLINK, speed, SPEED_AUDIENCE, seconds);
    }

    private static String row(Result of) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %d / %d / %d (%d) | %d | %d | %.1f %% | %.1f / %.1f s | %.2f | %.1f / %.1f s | %.1f / %.1f | %d |%n",
                of.scenario().name(),
                of.audience(),
                of.depth().p50(),
                of.depth().p99(),
                of.depth().max(),
                of.depth().worst(),
                of.best(),
                of.egress(),
                100 * of.fullRate(),
                of.waits().p50() / 1e3,
                of.waits().p95() / 1e3,
                of.interruptions(),
                of.gaps().p50() / 1e3,
                of.gaps().p95() / 1e3,
                of.forcedAnHour(),
                of.voluntaryAnHour(),
                of.unfed());
    }

    private Map<String, String> plots() {
        var plots = new LinkedHashMap<String, String>();
        plots.put(
                "depth",
                Plot.of(
                        "How deep the tree is",
                        ACROSS,
                        "depth (connections from the broadcaster)",
                        List.of(
                                line(
                                        "churn, p99",
                                        "churn",
                                        result -> result.depth().p99()),
                                line(
                                        "churn, median",
                                        "churn",
                                        result -> result.depth().p50()),
                                line(
                                        "no rebalancing, p99",
                                        "rebalancing",
                                        result -> result.depth().p99()),
                                line(
                                        "flash crowd, p99",
                                        "flash",
                                        result -> result.depth().p99()),
                                line("best possible", "churn", Result::best))));
        plots.put(
                "wait",
                Plot.of(
                        "From entering to the first media",
                        ACROSS,
                        "wait (seconds)",
                        List.of(
                                line(
                                        "flash crowd, p95",
                                        "flash",
                                        result -> result.waits().p95() / 1e3),
                                line(
                                        "flash crowd, median",
                                        "flash",
                                        result -> result.waits().p50() / 1e3),
                                line(
                                        "churn, p95",
                                        "churn",
                                        result -> result.waits().p95() / 1e3),
                                line(
                                        "churn, median",
                                        "churn",
                                        result -> result.waits().p50() / 1e3))));
        plots.put(
                "interruptions",
                Plot.of(
                        "Pictures that stand still for more than 1.2 s",
                        ACROSS,
                        "interruptions (per viewer and hour)",
                        List.of(
                                line("a quarter killed", "killed", Result::interruptions),
                                line("killed, no standby", "killed, no standby", Result::interruptions),
                                line("churn", "churn", Result::interruptions),
                                line("churn, no standby", "min, no standby", Result::interruptions))));
        plots.put(
                "moves",
                Plot.of(
                        "Viewers who get another source",
                        ACROSS,
                        "moves (per viewer and hour)",
                        List.of(
                                line("churn, forced", "churn", Result::forcedAnHour),
                                line("churn, voluntary", "churn", Result::voluntaryAnHour),
                                line("a quarter killed, forced", "killed", Result::forcedAnHour),
                                line("flash crowd, voluntary", "flash", Result::voluntaryAnHour))));
        return plots;
    }

    /** The first scenario of each audience whose name has that in it. */
    private Plot.Line line(String name, String scenario, ToDoubleFunction<Result> value) {
        var points = new LinkedHashMap<Integer, Double>();
        results.stream()
                .filter(result -> result.scenario().name().contains(scenario))
                .forEach(result -> points.putIfAbsent(result.audience(), value.applyAsDouble(result)));
        return new Plot.Line(name, points);
    }
}
