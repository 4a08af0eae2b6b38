package io.peerstage.gateway.auth;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.runtime.Sha256;
import io.peerstage.wallet.BadToken;
import io.peerstage.wallet.TokenVerifier;
import io.peerstage.wallet.WalletToken;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies tokens that wallets signed. One that was verified is remembered, so that a later request costs a look-up (a signature costs
 * 0.1 to 0.3 ms); whether it has expired or was revoked is asked each time. Belongs to one event loop.
 */
public final class WalletAuth {
    private static final int MOST_REMEMBERED = 20_000;

    private final Map<String, WalletToken> verified = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WalletToken> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private final TokenVerifier verifier;
    private final Revocations revocations;
    private final Clock clock;

    public WalletAuth(TokenVerifier verifier, Revocations revocations, Clock clock) {
        this.verifier = verifier;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** Fails with {@code INVALID_TOKEN}, or {@code UNAVAILABLE} while nobody can tell whether it was revoked. */
    public WalletToken verify(String token) throws Refused {
        if (!revocations.isFresh()) {
            throw Failure.UNAVAILABLE.because("sign-ins cannot be checked at the moment");
        }
        var known = remembered(token);
        if (!clock.instant().isBefore(known.expiresAt())) {
            throw Failure.INVALID_TOKEN.because("exp");
        }
        if (revocations.isRevoked(known)) {
            throw Failure.INVALID_TOKEN.because("revoked");
        }
        return known;
    }

    public boolean isBanned(Account account) {
        return revocations.isBanned(account);
    }

    /** Fails with {@code BANNED} for an account that an admin banned. */
    public void requireNotBanned(Optional<WalletToken> token) throws Refused {
        if (token.filter(known -> isBanned(known.account())).isPresent()) {
            throw Failure.BANNED.because("your account was banned here");
        }
    }

    /** Whether a token that was good still is, and its account not banned. */
    public boolean stillGood(WalletToken token) {
        return clock.instant().isBefore(token.expiresAt())
                && !revocations.isRevoked(token)
                && !isBanned(token.account());
    }

    /** Whether a token was verified before, so that asking for it costs nothing. */
    boolean remembers(String token) {
        return verified.containsKey(Sha256.hex(token));
    }

    private WalletToken remembered(String token) {
        var key = Sha256.hex(token);
        var known = verified.get(key);
        if (known == null) {
            try {
                known = verifier.verify(token, clock.instant());
            } catch (BadToken bad) {
                throw Failure.INVALID_TOKEN.because(bad.why().toString());
            }
            verified.put(key, known);
        }
        return known;
    }
}
