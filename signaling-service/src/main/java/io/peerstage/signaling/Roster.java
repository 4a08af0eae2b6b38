package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who is in a room. Coming, going and looking somebody up take constant time. */
final class Roster {
    private final Map<PeerId, Peer> peers = new LinkedHashMap<>();
    private final Set<Peer> detached = new LinkedHashSet<>();
    private final Crowd crowd = new Crowd();
    private final Watchers watchers;

    Roster(Account broadcaster) {
        watchers = new Watchers(broadcaster);
    }

    /** The peer of that id; a new one where there is none. */
    Peer peer(PeerId id, Optional<Account> account) {
        return peers.computeIfAbsent(id, absent -> new Peer(id, account));
    }

    Optional<Peer> find(PeerId id) {
        return Optional.ofNullable(peers.get(id));
    }

    /** Whether it was not admitted before. */
    boolean admit(Peer peer) {
        if (peer.admitted) {
            return false;
        }
        peer.admitted = true;
        watchers.came(peer.account);
        return true;
    }

    void detach(Peer peer, Instant now) {
        peer.detach(now);
        detached.add(peer);
    }

    void attached(Peer peer, Crowd.Origin origin) {
        detached.remove(peer);
        crowd.came(peer.id, origin);
    }

    /** Fails with {@code TOO_MANY_REQUESTS} for a new peer. */
    void requireSpace(PeerId id, Crowd.Origin origin, Crowd.Limits limits, boolean anywhere) {
        crowd.requireSpace(id, origin, limits, anywhere);
    }

    Optional<Peer> remove(PeerId id) {
        var peer = Optional.ofNullable(peers.remove(id));
        peer.ifPresent(detached::remove);
        crowd.left(id);
        peer.filter(gone -> gone.admitted).ifPresent(gone -> watchers.left(gone.account));
        return peer;
    }

    void clear() {
        all().forEach(peer -> remove(peer.id));
    }

    /** Those whose connection has been broken for so long. */
    List<Peer> detachedFor(Duration length, Instant now) {
        return detached.stream().filter(peer -> peer.detachedFor(length, now)).toList();
    }

    int watchers() {
        return watchers.count();
    }

    /** How many sockets stand. */
    int connected() {
        return peers.size() - detached.size();
    }

    int size() {
        return peers.size();
    }

    List<Peer> all() {
        return List.copyOf(peers.values());
    }

    /** Those who may hear what happens in the room. */
    List<Caller.Socket> sockets() {
        return peers.values().stream()
                .filter(peer -> peer.admitted)
                .flatMap(peer -> peer.socket.stream())
                .toList();
    }
}
