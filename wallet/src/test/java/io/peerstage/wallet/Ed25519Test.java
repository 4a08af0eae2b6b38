package io.peerstage.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ed25519Test {
    /** RFC 8032, 7.1: TEST 1 to 3. */
    @ParameterizedTest
    @CsvSource({
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    })
    void the_signatures_of_rfc_8032_are_valid(String key, String message, String signature) {
        assertThat(Ed25519.verifies(hex(key), hex(message), hex(signature))).isTrue();
        assertThat(Ed25519.verifies(hex(key), hex(message + "00"), hex(signature)))
                .isFalse();
    }

    @Test
    void signatures_of_the_jdk_are_valid_until_a_bit_changes() throws GeneralSecurityException {
        var random = new Random(1);
        var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var encodedKey = keys.getPublic().getEncoded(); // X.509: the key is its last 32 bytes (RFC 8410)
        var key = Arrays.copyOfRange(encodedKey, encodedKey.length - 32, encodedKey.length);
        for (var round = 0; round < 300; round++) {
            var message = new byte[random.nextInt(600)];
            random.nextBytes(message);
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(keys.getPrivate());
            signer.update(message);
            var signature = signer.sign();
            assertThat(Ed25519.verifies(key, message, signature)).isTrue();
            signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            assertThat(Ed25519.verifies(key, message, signature)).isFalse();
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
