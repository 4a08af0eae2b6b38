package io.peerstage.signaling;

import io.peerstage.contract.Caller;
import io.peerstage.contract.signaling.Push;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.signaling.tree.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A room's tree, told peer by peer. */
final class Seating {
    /** So many fit into an answer that people read. */
    private static final int MOST = 1_000;

    static SignalingApi.View of(Push.Room room, String owner, Roster roster, Feeding feeding) {
        var places = feeding.places();
        return new SignalingApi.View(
                room.stream(),
                owner,
                room.epoch(),
                room.live(),
                room.watchers(),
                roster.connected(),
                feeding.waiting(),
                depths(places),
                places.stream()
                        .sorted(Comparator.comparing((Place place) -> !place.connected())
                                .thenComparing(Place::depth)
                                .thenComparing(Place::peer))
                        .limit(MOST)
                        .map(place -> seat(place, roster.find(new PeerId(place.peer()))))
                        .toList());
    }

    /** How many peers are connected at each depth, from the broadcaster (0) down; those without a path to it are at none. */
    static List<Integer> depths(List<Place> places) {
        var depths = new ArrayList<Integer>();
        for (var place : places) {
            while (place.connected() && depths.size() <= place.depth()) {
                depths.add(0);
            }
            if (place.connected()) {
                depths.set(place.depth(), depths.get(place.depth()) + 1);
            }
        }
        return depths;
    }

    /** One that was put out a moment ago still feeds those whom it fed, though it is in the room no more. */
    private static SignalingApi.Seat seat(Place place, Optional<Peer> peer) {
        Optional<Caller.Socket> socket = peer.flatMap(there -> there.socket);
        return new SignalingApi.Seat(
                place.peer(),
                peer.flatMap(there -> there.account),
                socket.isPresent(),
                place.parent(),
                place.standby(),
                place.depth(),
                place.children(),
                place.capacity(),
                mode(place),
                place.rtt(),
                place.loss(),
                place.bitrate());
    }

    private static Optional<String> mode(Place place) {
        if (!place.traits().willing()) {
            return Optional.empty();
        }
        return Optional.of(place.traits().passthrough() ? "passthrough" : "track");
    }

    private Seating() {}
}
