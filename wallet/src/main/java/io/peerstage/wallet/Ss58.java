package io.peerstage.wallet;

import io.peerstage.contract.Account;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** Substrate's address format: network prefix, 32 bytes of account and 2 of checksum, in base 58. */
final class Ss58 {
    private static final byte[] CHECKSUM_PREFIX = "SS58PRE".getBytes(StandardCharsets.US_ASCII);
    private static final int ACCOUNT = 32;
    private static final int CHECKSUM = 2;

    /** Longest text of 2 + 32 + 2 bytes; decoding takes time by the square of the length. */
    private static final int LONGEST = 50;

    /** Whatever the network: an account is the same key on each. */
    static Optional<Account> read(String text) {
        return text.length() > LONGEST ? Optional.empty() : Base58.decode(text).flatMap(Ss58::account);
    }

    private static Optional<Account> account(byte[] address) {
        // Prefixes from 64 to 127 announce a second byte; those above are reserved and, as bytes, below 0.
        var prefix = address.length > 0 && address[0] >= 64 ? 2 : 1;
        if (address.length != prefix + ACCOUNT + CHECKSUM || address[0] < 0 || !hasRightChecksum(address)) {
            return Optional.empty();
        }
        return Optional.of(new Account("0x" + HexFormat.of().formatHex(address, prefix, prefix + ACCOUNT)));
    }

    private static boolean hasRightChecksum(byte[] address) {
        var end = address.length - CHECKSUM;
        var blake2b = new Blake2bDigest(512);
        blake2b.update(CHECKSUM_PREFIX, 0, CHECKSUM_PREFIX.length);
        blake2b.update(address, 0, end);
        var hash = new byte[blake2b.getDigestSize()];
        blake2b.doFinal(hash, 0);
        return Arrays.equals(hash, 0, CHECKSUM, address, end, address.length);
    }

    private Ss58() {}
}
