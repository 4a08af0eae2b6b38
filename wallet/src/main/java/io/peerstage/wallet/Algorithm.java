package io.peerstage.wallet;

import io.peerstage.contract.Account;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How a token may be signed. The list is closed: none is negotiated, none is a parameter of another (RFC 8725, 3.1).
 * Smart-contract wallets (EIP-1271) are not on it, since only the chain could verify them.
 */
public enum Algorithm {
    /** Polkadot, Vara and other Substrate wallets. */
    SR25519_TEXT("SR25519-TEXT", 32),
    /** Solana wallets, WebCrypto, Substrate wallets with such a key. */
    ED25519_TEXT("ED25519-TEXT", 32),
    /** Ethereum wallets: {@code personal_sign} of an ERC-4361 message. */
    EIP4361("EIP4361", 20);

    private final String alg;
    private final int accountLength;

    Algorithm(String alg, int accountLength) {
        this.alg = alg;
        this.accountLength = accountLength;
    }

    /** As it stands in the token's header. */
    public String alg() {
        return alg;
    }

    public static Optional<Algorithm> named(String alg) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.alg.equals(alg))
                .findFirst();
    }

    /** Whether such an account can sign this way. */
    public boolean fits(Account account) {
        return bytes(account).length == accountLength;
    }

    String text(TokenDraft draft) {
        return switch (this) {
            case SR25519_TEXT, ED25519_TEXT -> SignInText.plain(draft);
            case EIP4361 -> SignInText.erc4361(draft);
        };
    }

    boolean verifies(Account account, String text, byte[] signature) {
        return switch (this) {
            case SR25519_TEXT ->
                Sr25519.verifies(bytes(account), utf8(text), signature)
                        || Sr25519.verifies(bytes(account), utf8(wrapped(text)), signature);
            case ED25519_TEXT ->
                Ed25519.verifies(bytes(account), utf8(text), signature)
                        || Ed25519.verifies(bytes(account), utf8(wrapped(text)), signature);
            case EIP4361 -> PersonalSign.verifies(bytes(account), utf8(text), signature);
        };
    }

    /** What polkadot.js signs when asked for {@code signRaw}, so that no text can pass for a transaction. */
    private static String wrapped(String text) {
        return "<Bytes>" + text + "</Bytes>";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Account account) {
        return HexFormat.of().parseHex(account.hex(), 2, account.hex().length());
    }
}
