package io.peerstage.wallet;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.jcajce.provider.digest.Keccak;

/** What Ethereum wallets call {@code personal_sign} (EIP-191, version 0x45): r, s and v, 65 bytes. */
final class PersonalSign {
    /**
     * The address is recovered from the signature, so v is part of it: 27 or 28, as wallets send it. The other
     * numbers that some libraries forgive (0, 1, 35 and more) would give one signature several tokens.
     */
    static boolean verifies(byte[] address, byte[] message, byte[] signature) {
        if (signature.length != 65 || (signature[64] != 27 && signature[64] != 28)) {
            return false;
        }
        var r = new BigInteger(1, signature, 0, 32);
        var s = new BigInteger(1, signature, 32, 32);
        return Secp256k1.recover(hash(message), r, s, signature[64] == 28)
                .map(PersonalSign::address)
                .filter(signer -> Arrays.equals(signer, address))
                .isPresent();
    }

    private static byte[] hash(byte[] message) {
        var keccak = new Keccak.Digest256();
        keccak.update(("\u0019Ethereum Signed Message:\n" + message.length).getBytes(StandardCharsets.US_ASCII));
        return keccak.digest(message);
    }

    /** The last 20 bytes of the public key's hash. */
    private static byte[] address(byte[] publicKey) {
        return Arrays.copyOfRange(new Keccak.Digest256().digest(publicKey), 12, 32);
    }

    private PersonalSign() {}
}
