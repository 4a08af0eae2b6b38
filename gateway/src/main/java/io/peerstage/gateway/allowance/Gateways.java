package io.peerstage.gateway.allowance;

import io.peerstage.contract.Fact;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** How many gateways there are, as far as this one hears of the others. Belongs to the context that starts it. */
public final class Gateways {
    private static final Fact<Beaten> BEATEN = new Fact<>("gateway.beaten", Beaten.class);
    private static final Duration BETWEEN_BEATS = Duration.ofSeconds(2);
    private static final Duration REMEMBERED = Duration.ofSeconds(6);

    private final Map<String, Instant> heard = new HashMap<>();
    private final Vertx vertx;
    private final Bus bus;
    private final Clock clock;
    private final Beaten own = new Beaten(UUID.randomUUID().toString());

    public Gateways(Vertx vertx, Bus bus, Clock clock) {
        this.vertx = vertx;
        this.bus = bus;
        this.clock = clock;
    }

    /** A gateway is there; told every 2 s. */
    record Beaten(String gateway) {}

    public Future<Void> start() {
        return bus.on(BEATEN, beaten -> heard.put(beaten.gateway(), clock.instant()))
                .onSuccess(listening -> {
                    bus.publish(BEATEN, own);
                    vertx.setPeriodic(BETWEEN_BEATS.toMillis(), again -> bus.publish(BEATEN, own));
                });
    }

    /** Those heard within the last 6 s; at least this one. */
    int count() {
        var oldest = clock.instant().minus(REMEMBERED);
        heard.values().removeIf(at -> at.isBefore(oldest));
        heard.put(own.gateway(), clock.instant());
        return heard.size();
    }
}
