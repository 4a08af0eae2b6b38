package io.peerstage.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent is refused with a {@link BadToken}, unless it is a token that a wallet made. */
class TokenFuzzTest {
    private static final TokenVerifier VERIFIER = Vectors.ALL.verifier();
    private static final List<String> TOKENS =
            Vectors.ALL.valid().stream().map(Vectors.Token::token).toList();
    private static final Set<String> MADE_BY_WALLETS = TOKENS.stream().collect(Collectors.toUnmodifiableSet());
    private static final int ROUNDS = 1_000;

    /** Fixed seeds: a failure comes again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_token_whose_characters_were_changed_is_refused(long seed) {
        var random = new Random(seed);
        check(
                random,
                token -> edited(
                        random, token, (char) (random.nextInt(10) == 0 ? random.nextInt(65536) : letter(random))));
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void a_token_whose_bytes_were_changed_beneath_the_encoding_is_refused(long seed) {
        var random = new Random(seed);
        check(random, token -> {
            var parts = token.split("\\.");
            var which = random.nextInt(3);
            var bytes = Base64.getUrlDecoder().decode(parts[which]);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            parts[which] = CompactJws.base64url(bytes);
            return String.join(".", parts);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void json_that_was_edited_is_refused(long seed) {
        var random = new Random(seed);
        check(random, token -> {
            var parts = token.split("\\.");
            var which = random.nextInt(2);
            var json = new String(Base64.getUrlDecoder().decode(parts[which]), StandardCharsets.UTF_8);
            for (var edits = random.nextInt(1, 4); edits > 0; edits--) {
                json = edited(random, json, "{}[]\",:\\-+.eE0 \nu\u00e9\0".charAt(random.nextInt(19)));
            }
            parts[which] = CompactJws.base64url(json.getBytes(StandardCharsets.UTF_8));
            return String.join(".", parts);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10})
    void a_signature_of_random_bytes_is_refused(long seed) {
        var random = new Random(seed);
        check(random, token -> token.substring(0, token.lastIndexOf('.') + 1) + encodedBytes(random, 63, 67));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void random_bytes_are_refused(long seed) {
        var random = new Random(seed);
        check(random, token -> new String(bytes(random, random.nextInt(5000)), StandardCharsets.ISO_8859_1));
        check(random, token -> encodedBytes(random, 0, 100) + "." + encodedBytes(random, 0, 100) + ".");
    }

    private static void check(Random random, UnaryOperator<String> change) {
        for (var round = 0; round < ROUNDS; round++) {
            var sent = change.apply(TOKENS.get(random.nextInt(TOKENS.size())));
            try {
                VERIFIER.verify(sent, Vectors.ALL.time());
                assertThat(MADE_BY_WALLETS).contains(sent);
            } catch (BadToken refused) {
                assertThat(MADE_BY_WALLETS).doesNotContain(sent);
            }
        }
    }

    private static String edited(Random random, String text, char character) {
        var place = random.nextInt(text.length());
        var edited = new StringBuilder(text);
        switch (random.nextInt(4)) {
            case 0 -> edited.insert(place, character);
            case 1 -> edited.deleteCharAt(place);
            case 2 -> edited.insert(place, text, place, Math.min(place + 20, text.length()));
            default -> edited.setCharAt(place, character);
        }
        return edited.toString();
    }

    private static char letter(Random random) {
        return "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/".charAt(random.nextInt(68));
    }

    private static String encodedBytes(Random random, int shortest, int longest) {
        return CompactJws.base64url(bytes(random, random.nextInt(shortest, longest)));
    }

    private static byte[] bytes(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
