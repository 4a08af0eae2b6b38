package io.peerstage.signaling;

import io.peerstage.contract.Account;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many watch: an account on two devices is one, each visitor is one, and the broadcaster does not count. */
final class Watchers {
    private final Map<Account, Integer> accounts = new HashMap<>();
    private final Account broadcaster;
    private int visitors;

    Watchers(Account broadcaster) {
        this.broadcaster = broadcaster;
    }

    void came(Optional<Account> account) {
        account.ifPresentOrElse(who -> accounts.merge(who, 1, Integer::sum), () -> visitors++);
    }

    void left(Optional<Account> account) {
        account.ifPresentOrElse(
                who -> accounts.computeIfPresent(who, (same, peers) -> peers == 1 ? null : peers - 1),
                () -> visitors--);
    }

    int count() {
        return visitors + accounts.size() - (accounts.containsKey(broadcaster) ? 1 : 0);
    }
}
