package io.peerstage.wallet;

import io.peerstage.contract.Account;
import io.peerstage.contract.Require;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * A token before it is signed; what a wallet fills in and what the verifier writes anew.
 *
 * @param audience the site's public origin: lower case, no default port, no slash
 * @param issuedAt cut to whole seconds, as is {@code expiresAt}
 * @param jti 16 to 64 letters and digits that the account never used before
 */
public record TokenDraft(
        Algorithm algorithm, Account account, String audience, Instant issuedAt, Instant expiresAt, String jti) {
    private static final Pattern ORIGIN = Pattern.compile("(?!https:.*:443$)(?!http:.*:80$)"
            + "https?://(?:[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+])(?::[1-9][0-9]{0,4})?");
    private static final Pattern TOKEN_ID = Pattern.compile("[A-Za-z0-9]{16,64}");

    public TokenDraft {
        Require.present("alg", algorithm);
        Require.present("sub", account);
        Require.that(algorithm.fits(account), "alg", "does not fit the account");
        requireOrigin(audience);
        issuedAt = Require.time("iat", issuedAt).truncatedTo(ChronoUnit.SECONDS);
        expiresAt = Require.time("exp", expiresAt).truncatedTo(ChronoUnit.SECONDS);
        Require.that(isTokenId(Require.present("jti", jti)), "jti", "must have 16 to 64 letters and digits");
    }

    public static TokenDraft of(
            Algorithm algorithm, Account account, String audience, Instant issuedAt, Instant expiresAt, String jti) {
        return new TokenDraft(algorithm, account, audience, issuedAt, expiresAt, jti);
    }

    /** Header and payload, encoded: what {@link #text()} ends with (RFC 7515, 5.1). */
    public String signingInput() {
        return encode(header()) + "." + encode(payload());
    }

    /** What the wallet shows its user and signs, as UTF-8. */
    public String text() {
        return algorithm.text(this);
    }

    /** The compact token. */
    public String signedWith(byte[] signature) {
        return signingInput() + "." + CompactJws.base64url(signature);
    }

    // Joined by hand, since the order of members and the absence of white space are part of the format. No value can
    // need an escape: the constructor lets none through.
    private String header() {
        return "{\"alg\":\"" + algorithm.alg() + "\",\"typ\":\"JWT\"}";
    }

    private String payload() {
        return "{\"sub\":\"" + account + "\",\"aud\":\"" + audience + "\",\"iat\":" + issuedAt.getEpochSecond()
                + ",\"exp\":" + expiresAt.getEpochSecond() + ",\"jti\":\"" + jti + "\"}";
    }

    static boolean isTokenId(String text) {
        return TOKEN_ID.matcher(text).matches();
    }

    static String requireOrigin(String audience) {
        Require.that(
                ORIGIN.matcher(Require.present("aud", audience)).matches(),
                "aud",
                "must be an origin: https://stage.example, in lower case, without default port or slash");
        return audience;
    }

    private static String encode(String json) {
        return CompactJws.base64url(json.getBytes(StandardCharsets.UTF_8));
    }
}
