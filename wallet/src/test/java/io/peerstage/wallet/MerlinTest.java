package io.peerstage.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MerlinTest {
    /** Published with Merlin: {@code equivalence_simple} in dalek-cryptography/merlin. */
    @Test
    void the_published_challenge_comes_out() {
        var transcript = new Merlin("test protocol");
        transcript.append("some label", "some data".getBytes(StandardCharsets.US_ASCII));
        assertThat(transcript.challenge("challenge", 32))
                .asHexString()
                .isEqualToIgnoringCase("d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615");
    }

    @Test
    void where_a_message_ends_matters() {
        assertThat(challengeAfter("ab", "c")).isNotEqualTo(challengeAfter("a", "bc"));
        assertThat(challengeAfter("ab", "c")).isEqualTo(challengeAfter("ab", "c"));
    }

    @Test
    void the_permutation_under_it_is_that_of_sha_3() throws NoSuchAlgorithmException {
        var state = new byte[KeccakF1600.BYTES];
        state[0] = 0x06; // the padding of an empty message, at the rate of SHA3-256: 136 bytes
        state[135] = (byte) 0x80;
        KeccakF1600.permute(state);
        assertThat(Arrays.copyOf(state, 32))
                .isEqualTo(MessageDigest.getInstance("SHA3-256").digest());
    }

    private static String challengeAfter(String first, String second) {
        var transcript = new Merlin("test");
        transcript.append("m", first.getBytes(StandardCharsets.US_ASCII));
        transcript.append("m", second.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(transcript.challenge("c", 200));
    }
}
