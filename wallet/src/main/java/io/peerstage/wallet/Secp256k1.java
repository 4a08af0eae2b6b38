package io.peerstage.wallet;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/** Recovery of the public key from an ECDSA signature over secp256k1 (SEC 1, 4.1.6). */
final class Secp256k1 {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger ORDER = CURVE.getN();

    /** For every s, ORDER − s signs the same; only the lower one counts (EIP-2). */
    private static final BigInteger LARGEST_S = ORDER.shiftRight(1);

    /** The signer's public key, x and y of 32 bytes each; empty where no key can have made the signature. */
    static Optional<byte[]> recover(byte[] hash, BigInteger r, BigInteger s, boolean yIsOdd) {
        if (!isBetweenOneAnd(ORDER.subtract(BigInteger.ONE), r) || !isBetweenOneAnd(LARGEST_S, s)) {
            return Optional.empty();
        }
        return point(r, yIsOdd)
                .map(commitment -> key(new BigInteger(1, hash), r, s, commitment))
                .filter(key -> !key.isInfinity()) // its encoding has no coordinates, but their hash would be an address
                .map(key -> Arrays.copyOfRange(key.getEncoded(false), 1, 65));
    }

    /** Q = r⁻¹ (s·R − e·G). */
    private static ECPoint key(BigInteger e, BigInteger r, BigInteger s, ECPoint commitment) {
        var inverse = r.modInverse(ORDER);
        var ofG = e.negate().multiply(inverse).mod(ORDER);
        var ofR = s.multiply(inverse).mod(ORDER);
        return ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), ofG, commitment, ofR);
    }

    private static Optional<ECPoint> point(BigInteger x, boolean yIsOdd) {
        var encoded = new byte[33];
        encoded[0] = (byte) (yIsOdd ? 3 : 2);
        BigIntegers.asUnsignedByteArray(x, encoded, 1, 32);
        try {
            return Optional.of(CURVE.getCurve().decodePoint(encoded));
        } catch (IllegalArgumentException notOnTheCurve) { // about half of all x
            return Optional.empty();
        }
    }

    private static boolean isBetweenOneAnd(BigInteger largest, BigInteger number) {
        return number.signum() > 0 && number.compareTo(largest) <= 0;
    }

    private Secp256k1() {}
}
