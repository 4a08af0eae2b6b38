package io.peerstage.gateway.auth;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.wallet.WalletToken;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The token of a request, by RFC 6750, with the addresses that send bad ones held back. */
public final class SignIns {
    private static final String SCHEME = "bearer ";

    private final WalletAuth auth;
    private final FailedSignIns failures;
    private final ClientAddress addresses;

    public SignIns(WalletAuth auth, FailedSignIns failures, ClientAddress addresses) {
        this.auth = auth;
        this.failures = failures;
        this.addresses = addresses;
    }

    /** Who asks; where no token is needed, one that is not good is as none. */
    public Optional<WalletToken> of(RoutingContext context, boolean needed) throws Refused {
        var header = context.request().getHeader("Authorization");
        if (header == null) {
            if (needed) {
                throw Failure.INVALID_TOKEN.because("sign in first: send a token");
            }
            return Optional.empty();
        }
        try {
            var isBearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
            return Optional.of(
                    verify(isBearer ? header.substring(SCHEME.length()).strip() : "", addresses.of(context.request())));
        } catch (Refused refused) {
            if (!needed && refused.failure() == Failure.INVALID_TOKEN) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** Fails with {@code BANNED} for an account that an admin banned. */
    public void requireNotBanned(Optional<WalletToken> token) throws Refused {
        auth.requireNotBanned(token);
    }

    /** Whose allowance a request takes from: the account that it proves, or the network that it comes from. */
    public String whom(RoutingContext context, Optional<WalletToken> token) {
        return token.map(proven -> proven.account().hex()).orElseGet(() -> Network.of(addresses.of(context.request())));
    }

    /** Counts a bad token against the address that it came from. */
    public WalletToken verify(String token, String address) throws Refused {
        if (!auth.remembers(token)) { // behind one address there may be many, whose tokens are good
            failures.requireFew(address);
        }
        try {
            return auth.verify(token);
        } catch (Refused refused) {
            if (refused.failure() == Failure.INVALID_TOKEN) {
                failures.count(address);
            }
            throw refused;
        }
    }
}
