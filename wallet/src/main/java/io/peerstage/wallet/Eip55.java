package io.peerstage.wallet;

import io.peerstage.contract.Account;
import io.peerstage.contract.Require;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.jcajce.provider.digest.Keccak;

/** An Ethereum address whose capitals are its checksum (EIP-55). */
public final class Eip55 {
    /**
     * A letter is a capital where the hash of the digits has a digit of 8 or more.
     *
     * @throws io.peerstage.contract.Refused for an account of 32 bytes
     */
    public static String of(Account account) {
        Require.that(Algorithm.EIP4361.fits(account), "account", "must be an Ethereum address");
        var digits = account.hex().substring(2);
        var hash = HexFormat.of().formatHex(new Keccak.Digest256().digest(digits.getBytes(StandardCharsets.US_ASCII)));
        var address = new StringBuilder("0x");
        for (var i = 0; i < digits.length(); i++) {
            var digit = digits.charAt(i);
            address.append(hash.charAt(i) >= '8' ? Character.toUpperCase(digit) : digit);
        }
        return address.toString();
    }

    private Eip55() {}
}
