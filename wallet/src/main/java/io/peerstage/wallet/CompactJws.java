package io.peerstage.wallet;

import io.peerstage.wallet.BadToken.Why;
import java.io.IOException;
import java.util.Base64;

/**
 * The three parts of a token (RFC 7515, 3.1), well formed but not yet believed.
 *
 * @param signingInput header and payload as they were sent, with the dot between them
 */
record CompactJws(StrictJson header, StrictJson payload, String signingInput, String encodedSignature) {
    /** In characters. Our tokens have about 500; a longer text is not worth decoding. */
    static final int LONGEST = 4096;

    static CompactJws read(String token) {
        BadToken.unless(token != null && token.length() <= LONGEST, Why.FORM);
        var parts = token.split("\\.", -1);
        BadToken.unless(parts.length == 3, Why.FORM);
        try {
            var header = StrictJson.read(bytes(parts[0]));
            var payload = StrictJson.read(bytes(parts[1]));
            BadToken.unless(isCanonical(parts[2]), Why.FORM);
            return new CompactJws(header, payload, parts[0] + "." + parts[1], parts[2]);
        } catch (IOException notJson) {
            throw Why.FORM.fault();
        }
    }

    byte[] signature() {
        return Base64.getUrlDecoder().decode(encodedSignature);
    }

    static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String part) {
        BadToken.unless(isCanonical(part), Why.FORM);
        return Base64.getUrlDecoder().decode(part);
    }

    /** The JDK's decoder forgives padding and stray bits in the last character, which would give a token two texts. */
    private static boolean isCanonical(String part) {
        try {
            return base64url(Base64.getUrlDecoder().decode(part)).equals(part);
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }
}
