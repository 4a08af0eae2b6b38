package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Sha256;
import java.util.Base64;
import java.util.Optional;

/**
 * A browser's tab in a room. It is made from what only that tab knows, so that an owner who remembers nothing still knows who comes
 * back, and from the account, so that nobody else can.
 */
record PeerId(String value) {
    static PeerId of(StreamId stream, Optional<Account> account, String resume) {
        var name = String.join(
                "\n",
                "peerstage-peer",
                stream.value(),
                account.map(Account::hex).orElse(""),
                resume);
        return new PeerId(Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(name)));
    }

    @Override
    public String toString() {
        return value;
    }
}
