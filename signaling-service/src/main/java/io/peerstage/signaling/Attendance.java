package io.peerstage.signaling;

import io.peerstage.contract.streams.Turnout;
import io.peerstage.signaling.tree.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who has come to a show so far. Whoever owns the room counts, so a show that changes its owner is counted anew from there. */
final class Attendance {
    private static final int MOST_SEEN = 100_000;

    private final Set<Object> seen = new HashSet<>();
    private int peak;
    private long fed;
    private long relayed;

    /** An account on two devices is one; a visitor is one for each tab. */
    void saw(Peer peer) {
        if (seen.size() >= MOST_SEEN) {
            return; // visitors can make themselves up
        }
        seen.add(peer.account.<Object>map(account -> account).orElse(peer.id));
    }

    /** How it stands at this moment; asked for every few seconds. */
    void sample(int watchers, List<Place> places, Optional<PeerId> source) {
        peak = Math.max(peak, watchers);
        for (var place : places) {
            if (place.parent().isPresent()) {
                fed++;
                relayed += place.parent().equals(source.map(PeerId::value)) ? 0 : 1;
            }
        }
    }

    Turnout turnout() {
        return new Turnout(peak, Math.max(peak, seen.size()), fed == 0 ? 0 : (double) relayed / fed);
    }
}
