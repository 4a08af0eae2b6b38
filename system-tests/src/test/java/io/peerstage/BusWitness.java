package io.peerstage;

import io.peerstage.contract.signaling.SignalingApi;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the log who spoke for a room, in which epoch: of all messages that leave or reach one process, before anybody drops one. */
final class BusWitness {
    private static final Logger log = LoggerFactory.getLogger(BusWitness.class);
    private static final Pattern LINE = Pattern.compile("(said|heard): (\\S+) epoch (\\d+) by (\\S+)$");

    private final Set<Claim> seen = ConcurrentHashMap.newKeySet();

    /**
     * That an instance speaks for a room.
     *
     * @param said by this process, else heard
     */
    record Claim(boolean said, String stream, long epoch, String node) {
        /** As it stands in the log. */
        static Optional<Claim> read(String line) {
            return Optional.of(LINE.matcher(line))
                    .filter(java.util.regex.Matcher::find)
                    .map(found -> new Claim(
                            found.group(1).equals("said"),
                            found.group(2),
                            Long.parseLong(found.group(3)),
                            found.group(4)));
        }
    }

    static void of(Vertx vertx) {
        var witness = new BusWitness();
        vertx.eventBus().<Object>addOutboundInterceptor(message -> witness.look(message, true));
        vertx.eventBus().<Object>addInboundInterceptor(message -> witness.look(message, false));
    }

    private void look(DeliveryContext<Object> message, boolean said) {
        if (message.body() instanceof JsonObject body && body.getValue("node") instanceof String node) {
            claims(message.message().address(), body, node, said)
                    .filter(seen::add)
                    .forEach(claim -> log.info(
                            "{}: {} epoch {} by {}",
                            claim.said() ? "said" : "heard",
                            claim.stream(),
                            claim.epoch(),
                            claim.node()));
        }
        message.next();
    }

    private static Stream<Claim> claims(String address, JsonObject body, String node, boolean said) {
        if (address.equals(SignalingApi.OWNED.address())) {
            return body.getJsonArray("rooms").stream()
                    .map(JsonObject.class::cast)
                    .map(room -> new Claim(said, room.getString("stream"), room.getLong("epoch"), node));
        }
        return address.startsWith("gateway.") && body.containsKey("sockets")
                ? Stream.of(new Claim(said, body.getString("stream"), body.getLong("epoch"), node))
                : Stream.empty();
    }
}
