package io.peerstage.gateway.allowance;

import io.peerstage.contract.gateway.GatewayApi;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How many gateways there are, as far as this one hears of the others. Belongs to the context that starts it. */
public final class Gateways {
    private static final Duration BETWEEN_BEATS = Duration.ofSeconds(2);

    private final Map<String, Instant> heard = new HashMap<>();
    private final Vertx vertx;
    private final Bus bus;
    private final Clock clock;
    private final GatewayApi.Beat own;

    /**
     * @param address of this gateway on the bus
     */
    public Gateways(Vertx vertx, Bus bus, Clock clock, String address) {
        this.vertx = vertx;
        this.bus = bus;
        this.clock = clock;
        this.own = new GatewayApi.Beat(address);
    }

    public Future<Void> start() {
        return bus.on(GatewayApi.BEATEN, beat -> heard.put(beat.gateway(), clock.instant()))
                .onSuccess(listening -> {
                    bus.publish(GatewayApi.BEATEN, own);
                    vertx.setPeriodic(BETWEEN_BEATS.toMillis(), again -> bus.publish(GatewayApi.BEATEN, own));
                });
    }

    /** Those that are not silent; at least this one. */
    int count() {
        var oldest = clock.instant().minus(GatewayApi.LONGEST_SILENCE);
        heard.values().removeIf(at -> at.isBefore(oldest));
        heard.put(own.gateway(), clock.instant());
        return heard.size();
    }
}
