package io.peerstage.gateway.bridge;

import io.peerstage.contract.signaling.Delivery;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Json;
import io.peerstage.runtime.Pulse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * What comes from the owners of rooms to the sockets here. Of two that speak for one room only the one with the higher epoch is heard; the
 * other is told so. Whoever was let in by an earlier owner is told to enter again. Belongs to one event loop.
 */
final class RoomNews {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int MILLISECONDS_EACH = 2;
    private static final int LEAST_MILLISECONDS = 100;
    private static final int MOST_MILLISECONDS = 1_000;
    private static final String PUT_OUT = "refused";

    private final Bus bus;
    private final RoomOwners owners;
    private final BrowserSockets sockets;
    private final Pulse looks;

    RoomNews(Vertx vertx, Bus bus, RoomOwners owners, BrowserSockets sockets) {
        this.bus = bus;
        this.owners = owners;
        this.sockets = sockets;
        this.looks = new Pulse(vertx, BETWEEN_LOOKS, "owners of rooms", this::look);
    }

    /**
     * @param address of this gateway
     */
    Future<Void> start(String address) {
        return bus.receive(address, Delivery.class, this::deliver)
                .completion()
                .compose(receiving -> bus.on(
                        SignalingApi.OWNED,
                        owner -> owner.rooms().forEach(room -> heard(owner.node(), room.stream(), room.epoch()))))
                .onSuccess(listening -> looks.start());
    }

    void stop() {
        looks.stop();
    }

    /** An answer is on its way to the socket. If it lets it into its room, it may be the answer of one who is no longer the owner. */
    void answered(BrowserSocket socket, JsonObject frame) {
        if (socket.isLetInBy(frame) && frame.getValue("body") instanceof JsonObject entered) {
            socket.letIn(entered.getLong("epoch", 0L));
            socket.room()
                    .filter(stream -> socket.epoch() < owners.epoch(stream))
                    .ifPresent(this::reannounce);
        }
    }

    private void deliver(Delivery delivery) {
        var stream = delivery.stream();
        if (delivery.epoch() < owners.epoch(stream)) {
            bus.ask(
                    SignalingApi.STALE.at(delivery.node()),
                    bus.self(),
                    new SignalingApi.Owned(stream, owners.epoch(stream)));
            return;
        }
        heard(delivery.node(), stream, delivery.epoch());
        var message = BrowserSocket.message(delivery.address(), delivery.body());
        for (var id : delivery.sockets()) {
            sockets.find(id).filter(socket -> socket.isIn(stream)).ifPresent(socket -> {
                socket.write(message);
                if (delivery.address().equals(PUT_OUT)) {
                    socket.letIn(0);
                    socket.endIfShut();
                }
            });
        }
    }

    private void heard(String node, StreamId stream, long epoch) {
        if (owners.heard(node, stream, epoch)) {
            reannounce(stream);
        }
    }

    private Future<Boolean> look() {
        return owners.look(sockets.rooms()).map(unreachable -> {
            sockets.rooms().forEach(this::reannounce);
            unreachable.forEach(stream -> write(sockets.in(stream), new Push.Moved()));
            return false;
        });
    }

    /** Those who were let in by an earlier owner are to enter again, spread over a moment; each hears it once. */
    private void reannounce(StreamId stream) {
        var epoch = owners.epoch(stream);
        var there = sockets.in(stream).stream()
                .filter(socket -> socket.epoch() != 0 && socket.epoch() < epoch)
                .toList();
        var within = Math.min(Math.max(MILLISECONDS_EACH * there.size(), LEAST_MILLISECONDS), MOST_MILLISECONDS);
        there.forEach(socket -> socket.letIn(epoch));
        write(there, new Push.Reannounce(stream, epoch, within));
    }

    /** The same to many. */
    static void write(List<BrowserSocket> to, Push push) {
        var message = BrowserSocket.message(push.address(), Json.text((Record) push));
        to.forEach(socket -> socket.write(message));
    }
}
