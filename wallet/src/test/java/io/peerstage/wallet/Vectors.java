package io.peerstage.wallet;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code wallet-tokens.json}: tokens of the wallets' own libraries and of known attacks, judged at {@code now}. */
record Vectors(
        long now,
        String audience,
        Map<String, Map<String, String>> accounts,
        List<Token> valid,
        List<Token> invalid,
        Shown signInText,
        Shown erc4361Message) {
    static final Vectors ALL = read();

    /**
     * @param why null where the token is valid
     */
    record Token(String name, String alg, String account, String token, String why) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Shown(String signingInput, String text) {}

    TokenVerifier verifier() {
        return new TokenVerifier(audience, Duration.ofHours(24));
    }

    Instant time() {
        return Instant.ofEpochSecond(now);
    }

    String account(String wallet, String notation) {
        return accounts.get(wallet).get(notation);
    }

    private static Vectors read() {
        try (var file = Vectors.class.getResourceAsStream("/wallet-tokens.json")) {
            return new ObjectMapper().readValue(file, Vectors.class);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
