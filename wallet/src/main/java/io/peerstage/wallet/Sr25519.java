package io.peerstage.wallet;

import cafe.cryptography.curve25519.CompressedRistretto;
import cafe.cryptography.curve25519.Constants;
import cafe.cryptography.curve25519.InvalidEncodingException;
import cafe.cryptography.curve25519.RistrettoElement;
import cafe.cryptography.curve25519.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Schnorr signatures over ristretto255 as w3f/schnorrkel makes them, in the context of all Substrate wallets. */
public final class Sr25519 {
    private static final byte[] CONTEXT = ascii("substrate");
    private static final byte[] PROTOCOL = ascii("Schnorr-sig");

    /** Set in the last byte by schnorrkel, to tell its signatures from those of ed25519. */
    private static final int MARKER = 0x80;

    static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length != 64 || (signature[63] & MARKER) == 0) {
            return false;
        }
        var commitment = Arrays.copyOf(signature, 32);
        var response = Arrays.copyOfRange(signature, 32, 64);
        response[31] &= (byte) ~MARKER;
        try {
            var s = Scalar.fromCanonicalBytes(response);
            var key = key(publicKey);
            var k = challenge(publicKey, commitment, message);
            var expected = Constants.RISTRETTO_GENERATOR_TABLE.multiply(s).subtract(key.multiply(k));
            // Each element has one encoding, so that equal bytes are equal elements and no other bytes pass.
            return Arrays.equals(expected.compress().toByteArray(), commitment);
        } catch (InvalidEncodingException | IllegalArgumentException notCanonical) {
            return false;
        }
    }

    /** What binds signer, commitment R and message: signer and verifier draw it from the same transcript. */
    public static Scalar challenge(byte[] publicKey, byte[] commitment, byte[] message) {
        var transcript = new Merlin("SigningContext");
        transcript.append("", CONTEXT);
        transcript.append("sign-bytes", message);
        transcript.append("proto-name", PROTOCOL);
        transcript.append("sign:pk", publicKey);
        transcript.append("sign:R", commitment);
        return Scalar.fromBytesModOrderWide(transcript.challenge("sign:c", 64));
    }

    private static RistrettoElement key(byte[] encoded) throws InvalidEncodingException {
        var key = new CompressedRistretto(encoded).decompress();
        if (key.equals(RistrettoElement.IDENTITY)) {
            throw new IllegalArgumentException("anyone can sign for the identity: R = s·B");
        }
        return key;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Sr25519() {}
}
