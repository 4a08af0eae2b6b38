package io.peerstage.signaling;

import io.peerstage.contract.gateway.GatewayApi;
import io.peerstage.contract.signaling.Delivery;
import io.peerstage.contract.signaling.Push;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Json;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A gateway that died cannot say which of its sockets broke. When it has not been heard for a while, all of them count as broken; one
 * that was only out of reach is told afterwards to have its browsers enter again. Belongs to one event loop.
 */
final class SilentGateways {
    /** Milliseconds over which the browsers of a gateway that is back come back. */
    private static final int WITHIN = 1_000;

    private final Map<String, Instant> heard = new HashMap<>();
    /** By gateway, the sockets that were given up. */
    private final Map<String, List<Signaling.Unheard>> givenUp = new HashMap<>();

    private final Bus bus;
    private final Signaling signaling;
    private final Rooms rooms;
    private final Clock clock;

    SilentGateways(Bus bus, Signaling signaling, Rooms rooms, Clock clock) {
        this.bus = bus;
        this.signaling = signaling;
        this.rooms = rooms;
        this.clock = clock;
    }

    Future<Void> start() {
        return bus.on(GatewayApi.BEATEN, beat -> met(beat.gateway()));
    }

    /** It is there. */
    void met(String gateway) {
        heard.put(gateway, clock.instant());
        var back = givenUp.remove(gateway);
        if (back != null) {
            back.stream()
                    .filter(unheard -> rooms.has(unheard.room()))
                    .collect(Collectors.groupingBy(Signaling.Unheard::room))
                    .forEach((room, unheard) -> welcome(gateway, room, unheard));
        }
    }

    /** To be called every second or so. */
    void giveUp() {
        var now = clock.instant();
        givenUp.values().forEach(sockets -> sockets.removeIf(unheard -> !rooms.has(unheard.room())));
        givenUp.values().removeIf(List::isEmpty);
        List.copyOf(heard.keySet()).stream()
                .filter(gateway ->
                        heard.get(gateway).plus(GatewayApi.LONGEST_SILENCE).isBefore(now))
                .forEach(gateway -> {
                    heard.remove(gateway);
                    givenUp.put(gateway, signaling.detachAll(gateway));
                });
    }

    private void welcome(String gateway, Room room, List<Signaling.Unheard> unheard) {
        var stream = room.stream().id();
        var push = new Push.Reannounce(stream, room.epoch(), WITHIN);
        bus.tell(
                gateway,
                new Delivery(
                        unheard.stream().map(each -> each.socket().id()).toList(),
                        push.address(),
                        Json.text(push),
                        stream,
                        room.epoch(),
                        rooms.node()));
    }
}
