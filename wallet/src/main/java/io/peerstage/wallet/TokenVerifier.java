package io.peerstage.wallet;

import io.peerstage.contract.Account;
import io.peerstage.contract.Require;
import io.peerstage.wallet.BadToken.Why;
import java.time.Duration;
import java.time.Instant;

/** Decides whether a wallet-signed token is valid for one site; safe for use by many threads. */
public final class TokenVerifier {
    /** Wallets run on phones whose clocks are ahead. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private final String audience;
    private final Duration longestLifetime;

    /**
     * @param audience the site's public origin: {@code https://stage.example}
     * @param longestLifetime between a token's issue and expiry; 24 h unless configured otherwise
     */
    public TokenVerifier(String audience, Duration longestLifetime) {
        this.audience = TokenDraft.requireOrigin(audience);
        this.longestLifetime = Require.present("longestLifetime", longestLifetime);
    }

    /**
     * Costs one or two signature checks, about 0.1 to 0.4 ms: remember the answer, or call it off the event loop.
     *
     * @throws BadToken for the first fault in the order of the lines below; no token makes it throw anything else
     */
    public WalletToken verify(String token, Instant now) {
        var jws = CompactJws.read(token);
        var algorithm = jws.header().text("alg").flatMap(Algorithm::named).orElseThrow(Why.ALG::fault);
        var claims = jws.payload();
        var account = claims.text("sub")
                .filter(Account::isCanonical)
                .map(Account::new)
                .orElseThrow(Why.SUB::fault);
        BadToken.unless(claims.text("aud").filter(audience::equals).isPresent(), Why.AUD);
        var issuedAt = claims.time("iat")
                .filter(time -> !time.minus(CLOCK_SKEW).isAfter(now))
                .orElseThrow(Why.IAT::fault);
        var expiresAt = claims.time("exp")
                .filter(time -> now.isBefore(time) && mayLive(Duration.between(issuedAt, time)))
                .orElseThrow(Why.EXP::fault);
        var jti = claims.text("jti").filter(TokenDraft::isTokenId).orElseThrow(Why.JTI::fault);
        BadToken.unless(algorithm.fits(account), Why.ALG);

        // Written anew, so that nothing is accepted beyond what the signed text shows.
        var draft = new TokenDraft(algorithm, account, audience, issuedAt, expiresAt, jti);
        BadToken.unless(draft.signingInput().equals(jws.signingInput()), Why.FORM);
        BadToken.unless(algorithm.verifies(account, draft.text(), jws.signature()), Why.SIGNATURE);
        return new WalletToken(algorithm, account, jti, issuedAt, expiresAt);
    }

    private boolean mayLive(Duration lifetime) {
        return !lifetime.isNegative() && !lifetime.isZero() && lifetime.compareTo(longestLifetime) <= 0;
    }
}
