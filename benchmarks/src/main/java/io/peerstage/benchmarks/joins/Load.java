package io.peerstage.benchmarks.joins;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** One server under its crowd: what joins cost it, beyond what the same crowd costs it while nobody comes. */
final class Load {
    static final int JOINS_A_SECOND = 100;
    static final int JOINS = 500;
    /** Half a second for the last of them. */
    private static final Duration WINDOW = Duration.ofMillis(1_000L * JOINS / JOINS_A_SECOND + 500);

    private final ServerProcess server;
    private final LongSupplier sent;
    private final Supplier<Future<Void>> join;
    private final Vertx vertx;
    private final List<Double> costs = new ArrayList<>();
    private final List<Double> idle = new ArrayList<>();
    private double messages;

    /**
     * Nothing yet.
     *
     * @param sent how many messages the clients have sent so far
     * @param join lets one come, and one go
     */
    Load(ServerProcess server, LongSupplier sent, Supplier<Future<Void>> join, Vertx vertx) {
        this.server = server;
        this.sent = sent;
        this.join = join;
        this.vertx = vertx;
    }

    Future<Void> joins(int times) {
        return Pace.of(vertx, JOINS_A_SECOND, times, join);
    }

    /** Two windows of the same length: first nobody comes, then {@link #JOINS} do. */
    Future<Void> measure() {
        var before = server.cpu();
        return pause().compose(rested -> {
                    var between = server.cpu();
                    var sentBefore = sent.getAsLong();
                    return Future.all(joins(JOINS), pause()).onSuccess(joined -> {
                        var resting = between.minus(before).toMillis();
                        var working = server.cpu().minus(between).toMillis();
                        messages = (double) (sent.getAsLong() - sentBefore) / JOINS;
                        idle.add(100.0 * resting / WINDOW.toMillis());
                        costs.add((double) (working - resting) / JOINS);
                    });
                })
                .mapEmpty();
    }

    /** Milliseconds of CPU that a join takes, and the leave that makes room for it; once for each time it was measured, the least first. */
    List<Double> costs() {
        return sorted(costs);
    }

    double cost() {
        return costs().get(costs.size() / 2);
    }

    /** Percent of one core. */
    double idle() {
        return sorted(idle).get(idle.size() / 2);
    }

    /** That clients send for a join and a leave. */
    double messages() {
        return messages;
    }

    private Future<Void> pause() {
        return vertx.timer(WINDOW.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
    }

    private static List<Double> sorted(List<Double> values) {
        var copy = new ArrayList<>(values);
        Collections.sort(copy);
        return copy;
    }
}
