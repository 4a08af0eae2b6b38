package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many peers of one account, and from one address, are in a room; so that nobody fills it alone, or maps who is there. */
final class Crowd {
    private final Map<PeerId, Origin> peers = new HashMap<>();
    private final Map<Account, Integer> byAccount = new HashMap<>();
    private final Map<String, Integer> byNetwork = new HashMap<>();

    /**
     * @param perAccount tabs and devices of one account in one room
     * @param perAddress the same from one network address
     */
    record Limits(int perAccount, int perAddress) {}

    /** What a peer counts for. */
    record Origin(Optional<Account> account, String network) {}

    /** Fails with {@code TOO_MANY_REQUESTS}; never for a peer that is there, and by its account alone if {@code anywhere}. */
    void requireSpace(PeerId id, Origin origin, Limits limits, boolean anywhere) {
        if (peers.containsKey(id)) {
            return;
        }
        if (origin.account().map(who -> byAccount.getOrDefault(who, 0)).orElse(0) >= limits.perAccount()) {
            throw Failure.TOO_MANY_REQUESTS.because("this stream is open in " + limits.perAccount()
                    + " tabs or devices of your account: close one of them first");
        }
        if (!anywhere && byNetwork.getOrDefault(origin.network(), 0) >= limits.perAddress()) {
            throw Failure.TOO_MANY_REQUESTS.because(
                    "this stream is open " + limits.perAddress() + " times at your network address: close one first");
        }
    }

    /** A peer is there, or is back, from another address perhaps. */
    void came(PeerId id, Origin origin) {
        left(id);
        peers.put(id, origin);
        origin.account().ifPresent(who -> byAccount.merge(who, 1, Integer::sum));
        byNetwork.merge(origin.network(), 1, Integer::sum);
    }

    void left(PeerId id) {
        var origin = peers.remove(id);
        if (origin != null) {
            origin.account().ifPresent(who -> decrease(byAccount, who));
            decrease(byNetwork, origin.network());
        }
    }

    private static <K> void decrease(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }
}
