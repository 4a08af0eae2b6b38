package io.peerstage.signaling;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Those who waited for the show and are not in the tree yet. They come to it over a few seconds, those who can carry most first, so that
 * it grows from strong peers and the others find a place at once.
 */
final class Lobby {
    /** So many looks, and everybody is out: 4 s with five looks a second. */
    private static final int LOOKS = 20;
    /** At least that many each time. */
    private static final int FEWEST = 8;

    private final Set<Peer> strong = new LinkedHashSet<>();
    private final Set<Peer> willing = new LinkedHashSet<>();
    private final Set<Peer> others = new LinkedHashSet<>();
    private int atOnce = FEWEST;

    void add(Peer peer) {
        remove(peer); // it may have come back with other traits
        var kind = !peer.traits.willing() ? others : peer.traits.passthrough() ? strong : willing;
        kind.add(peer);
        atOnce = Math.max(atOnce, (size() + LOOKS - 1) / LOOKS);
    }

    void remove(Peer peer) {
        strong.remove(peer);
        willing.remove(peer);
        others.remove(peer);
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Those whose turn it is; they are in the lobby no longer. */
    List<Peer> next() {
        List<Peer> next = new ArrayList<>();
        for (var kind : List.of(strong, willing, others)) {
            kind.stream().limit(atOnce - next.size()).forEach(next::add);
        }
        next.forEach(this::remove);
        if (isEmpty()) {
            atOnce = FEWEST;
        }
        return next;
    }

    void clear() {
        List.of(strong, willing, others).forEach(Set::clear);
        atOnce = FEWEST;
    }

    private int size() {
        return strong.size() + willing.size() + others.size();
    }
}
