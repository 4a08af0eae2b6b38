package io.peerstage.testkit;

import cafe.cryptography.curve25519.Constants;
import cafe.cryptography.curve25519.Scalar;
import io.peerstage.contract.Account;
import io.peerstage.wallet.Algorithm;
import io.peerstage.wallet.Eip55;
import io.peerstage.wallet.Sr25519;
import io.peerstage.wallet.TokenDraft;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.jcajce.provider.digest.Keccak;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.util.BigIntegers;

/**
 * A wallet with a real key, the same for the same seed. Its keys are known to everyone and its arithmetic leaks them:
 * it is for tests only.
 */
public final class TestWallet {
    private static final X9ECParameters SECP256K1 = CustomNamedCurves.getByName("secp256k1");

    private final Algorithm algorithm;
    private final Account account;
    private final UnaryOperator<byte[]> signer;

    private TestWallet(Algorithm algorithm, byte[] account, UnaryOperator<byte[]> signer) {
        this.algorithm = algorithm;
        this.account = new Account("0x" + HexFormat.of().formatHex(account));
        this.signer = signer;
    }

    /** As polkadot.js, Talisman or SubWallet hold it. */
    public static TestWallet sr25519(long seed) {
        var secret = Scalar.fromBytesModOrderWide(hash("SHA-512", secret("sr25519", seed)));
        var publicKey =
                Constants.RISTRETTO_GENERATOR_TABLE.multiply(secret).compress().toByteArray();
        return new TestWallet(
                Algorithm.SR25519_TEXT, publicKey, message -> signWithSr25519(secret, publicKey, message));
    }

    /** As Phantom or Solflare hold it. */
    public static TestWallet ed25519(long seed) {
        var secret = secret("ed25519", seed);
        var publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(secret, 0, publicKey, 0);
        return new TestWallet(Algorithm.ED25519_TEXT, publicKey, message -> {
            var signature = new byte[Ed25519.SIGNATURE_SIZE];
            Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
            return signature;
        });
    }

    /** As MetaMask holds it. */
    public static TestWallet ethereum(long seed) {
        var secret = new BigInteger(1, secret("ethereum", seed)).mod(SECP256K1.getN());
        var publicKey = new FixedPointCombMultiplier()
                .multiply(SECP256K1.getG(), secret)
                .normalize()
                .getEncoded(false);
        var address = Arrays.copyOfRange(keccak(Arrays.copyOfRange(publicKey, 1, 65)), 12, 32);
        return new TestWallet(Algorithm.EIP4361, address, message -> personalSign(secret, message));
    }

    public Account account() {
        return account;
    }

    public Algorithm algorithm() {
        return algorithm;
    }

    /** The address as Ethereum wallets show it. */
    public String eip55() {
        return Eip55.of(account);
    }

    /** As the wallet's API: {@code signRaw} without {@code <Bytes>}, {@code signMessage}, {@code personal_sign}. */
    public byte[] sign(byte[] message) {
        return signer.apply(message);
    }

    /** A token with a random id. */
    public String token(String audience, Instant issuedAt, Duration lifetime) {
        return token(audience, issuedAt, lifetime, UUID.randomUUID().toString().replace("-", ""));
    }

    public String token(String audience, Instant issuedAt, Duration lifetime, String jti) {
        var draft = TokenDraft.of(algorithm, account, audience, issuedAt, issuedAt.plus(lifetime), jti);
        return draft.signedWith(sign(draft.text().getBytes(StandardCharsets.UTF_8)));
    }

    /** s = k·x + r; R = r·B is drawn from key and message, where schnorrkel adds randomness. */
    private static byte[] signWithSr25519(Scalar x, byte[] publicKey, byte[] message) {
        var r = Scalar.fromBytesModOrderWide(hash("SHA-512", x.toByteArray(), message));
        var commitment =
                Constants.RISTRETTO_GENERATOR_TABLE.multiply(r).compress().toByteArray();
        var k = Sr25519.challenge(publicKey, commitment, message);
        var s = k.multiplyAndAdd(x, r).toByteArray();
        var signature = ByteBuffer.allocate(64).put(commitment).put(s).array();
        signature[63] |= (byte) 0x80; // schnorrkel's mark
        return signature;
    }

    /** ECDSA (SEC 1, 4.1.3) over the hash of EIP-191, with k from RFC 6979 and the lower s. */
    private static byte[] personalSign(BigInteger d, byte[] message) {
        var prefix = "\u0019Ethereum Signed Message:\n" + message.length;
        var hash = keccak(prefix.getBytes(StandardCharsets.US_ASCII), message);
        var n = SECP256K1.getN();
        var nonces = new HMacDSAKCalculator(new SHA256Digest());
        nonces.init(n, d, hash);
        var k = nonces.nextK();
        var point = new FixedPointCombMultiplier().multiply(SECP256K1.getG(), k).normalize();
        var r = point.getAffineXCoord().toBigInteger(); // r ≥ n has a chance of 2^-127
        var s = k.modInverse(n)
                .multiply(new BigInteger(1, hash).add(r.multiply(d)))
                .mod(n);
        var isHigh = s.compareTo(n.shiftRight(1)) > 0;
        var yIsOdd = point.getAffineYCoord().testBitZero() != isHigh;
        return ByteBuffer.allocate(65)
                .put(BigIntegers.asUnsignedByteArray(32, r))
                .put(BigIntegers.asUnsignedByteArray(32, isHigh ? n.subtract(s) : s))
                .put((byte) (yIsOdd ? 28 : 27))
                .array();
    }

    private static byte[] secret(String kind, long seed) {
        return hash("SHA-256", ("peerstage test wallet " + kind + " " + seed).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] keccak(byte[]... parts) {
        return digest(new Keccak.Digest256(), parts);
    }

    private static byte[] hash(String algorithm, byte[]... parts) {
        try {
            return digest(MessageDigest.getInstance(algorithm), parts);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has " + algorithm, impossible);
        }
    }

    private static byte[] digest(MessageDigest digest, byte[]... parts) {
        for (var part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
