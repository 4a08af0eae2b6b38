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
    static final int SECONDS = 5;
    /** Half a second for the last to come. */
    private static final Duration WINDOW = Duration.ofMillis(1_000L * SECONDS + 500);

    private final ServerProcess server;
    private final LongSupplier sent;
    private final Supplier<Future<Void>> join;
    private final int joinsASecond;
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
    Load(ServerProcess server, LongSupplier sent, Supplier<Future<Void>> join, int joinsASecond, Vertx vertx) {
        this.server = server;
        this.sent = sent;
        this.join = join;
        this.joinsASecond = joinsASecond;
        this.vertx = vertx;
    }

    Future<Void> joins(int seconds) {
        return Pace.of(vertx, joinsASecond, seconds * joinsASecond, join);
    }

    /** Two windows of the same length: first nobody comes, then peers do for {@link #SECONDS} seconds. */
    Future<Void> measure() {
        var before = server.cpu();
        return pause().compose(rested -> {
                    var between = server.cpu();
                    var joins = SECONDS * joinsASecond;
                    var sentBefore = sent.getAsLong();
                    return Future.all(joins(SECONDS), pause()).onSuccess(joined -> {
                        var resting = between.minus(before).toMillis();
                        var working = server.cpu().minus(between).toMillis();
                        messages = (double) (sent.getAsLong() - sentBefore) / joins;
                        idle.add(100.0 * resting / WINDOW.toMillis());
                        costs.add((double) (working - resting) / joins);
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
