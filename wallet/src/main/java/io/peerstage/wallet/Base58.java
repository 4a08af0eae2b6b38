package io.peerstage.wallet;

import java.math.BigInteger;
import java.util.Optional;
import org.bouncycastle.util.BigIntegers;

/** Bitcoin's base 58: a number without the digits that look alike, and a 1 for each leading zero byte. */
final class Base58 {
    private static final String DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());

    static Optional<byte[]> decode(String text) {
        var number = BigInteger.ZERO;
        var zeros = 0;
        for (var i = 0; i < text.length(); i++) {
            var digit = DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
            zeros += number.signum() == 0 ? 1 : 0;
        }
        if (text.isEmpty()) { // the number zero has a byte, no digits have none
            return Optional.of(new byte[0]);
        }
        var length = zeros + (number.bitLength() + 7) / 8;
        return Optional.of(BigIntegers.asUnsignedByteArray(length, number));
    }

    private Base58() {}
}
