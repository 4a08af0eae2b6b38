package io.peerstage.wallet;

import cafe.cryptography.curve25519.CompressedEdwardsY;
import cafe.cryptography.curve25519.EdwardsPoint;
import cafe.cryptography.curve25519.InvalidEncodingException;
import cafe.cryptography.curve25519.Scalar;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Ed25519 (RFC 8032, 5.1.7) by the equation without cofactor, and stricter than the JDK's: no key that verifies texts
 * which nobody signed, and one encoding for each signature ("Taming the many EdDSAs", IACR ePrint 2020/1244).
 */
final class Ed25519 {
    static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length != 64) {
            return false;
        }
        var commitment = Arrays.copyOf(signature, 32);
        try {
            var s = Scalar.fromCanonicalBytes(Arrays.copyOfRange(signature, 32, 64)); // S < L
            var key = point(publicKey);
            var k = Scalar.fromBytesModOrderWide(sha512(commitment, publicKey, message));
            var expected = EdwardsPoint.vartimeDoubleScalarMultiplyBasepoint(k, key.negate(), s);
            // Compared as bytes: compress() writes the one canonical encoding, so no other passes.
            return !expected.isSmallOrder() && Arrays.equals(expected.compress().toByteArray(), commitment);
        } catch (InvalidEncodingException | IllegalArgumentException notCanonical) {
            return false;
        }
    }

    private static EdwardsPoint point(byte[] encoded) throws InvalidEncodingException {
        var point = new CompressedEdwardsY(encoded).decompress();
        // A small-order key verifies texts that nobody signed; decompress() takes y ≥ p for y − p.
        if (point.isSmallOrder() || !Arrays.equals(point.compress().toByteArray(), encoded)) {
            throw new IllegalArgumentException("not the canonical encoding of a key");
        }
        return point;
    }

    private static byte[] sha512(byte[] commitment, byte[] publicKey, byte[] message) {
        try {
            var digest = MessageDigest.getInstance("SHA-512");
            digest.update(commitment);
            digest.update(publicKey);
            return digest.digest(message);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-512", impossible);
        }
    }

    private Ed25519() {}
}
