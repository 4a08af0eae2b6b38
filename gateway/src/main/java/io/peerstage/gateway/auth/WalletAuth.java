package io.peerstage.gateway.auth;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.wallet.BadToken;
import io.peerstage.wallet.TokenVerifier;
import io.peerstage.wallet.WalletToken;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.Credentials;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Verifies tokens that wallets signed. One that was verified is remembered, so that a later request costs a look-up (a signature costs
 * 0.1 to 0.3 ms); whether it has expired or was revoked is asked each time. Belongs to one event loop.
 */
public final class WalletAuth implements JWTAuth {
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

    /** Whether a token that was good still is. */
    public boolean stillGood(WalletToken token) {
        return clock.instant().isBefore(token.expiresAt()) && !revocations.isRevoked(token);
    }

    @Override
    public Future<User> authenticate(Credentials credentials) {
        if (!(credentials instanceof TokenCredentials token)) {
            return Future.failedFuture(Failure.INVALID_TOKEN.because("form"));
        }
        return Future.succeededFuture(token.getToken()).map(this::verify).map(WalletAuth::user);
    }

    @Override
    public String generateToken(JsonObject claims, JWTOptions options) {
        throw new UnsupportedOperationException("only a wallet signs tokens");
    }

    @Override
    public String generateToken(JsonObject claims) {
        return generateToken(claims, new JWTOptions());
    }

    private WalletToken remembered(String token) {
        var key = sha256(token);
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

    private static User user(WalletToken token) {
        return User.create(new JsonObject()
                .put("sub", token.account().hex())
                .put("jti", token.jti())
                .put("iat", token.issuedAt().getEpochSecond())
                .put("exp", token.expiresAt().getEpochSecond()));
    }

    private static String sha256(String token) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }
}
