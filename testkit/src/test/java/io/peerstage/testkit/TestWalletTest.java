package io.peerstage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerstage.wallet.AccountNotation;
import io.peerstage.wallet.Algorithm;
import io.peerstage.wallet.BadToken;
import io.peerstage.wallet.TokenDraft;
import io.peerstage.wallet.TokenVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TestWalletTest {
    private static final String SITE = "https://stage.example";
    private static final Instant NOW = Instant.parse("2027-01-15T08:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final TokenVerifier VERIFIER = new TokenVerifier(SITE, Duration.ofHours(24));

    enum Kind {
        SR25519(TestWallet::sr25519),
        ED25519(TestWallet::ed25519),
        ETHEREUM(TestWallet::ethereum);

        @SuppressWarnings("ImmutableEnumChecker") // a method reference holds no state
        private final LongFunction<TestWallet> wallet;

        Kind(LongFunction<TestWallet> wallet) {
            this.wallet = wallet;
        }
    }

    static Stream<TestWallet> wallets() {
        return LongStream.range(0, 40)
                .boxed()
                .flatMap(seed -> Stream.of(Kind.values()).map(kind -> kind.wallet.apply(seed)));
    }

    @ParameterizedTest
    @MethodSource("wallets")
    void a_token_of_a_test_wallet_is_accepted(TestWallet wallet) {
        var token = VERIFIER.verify(wallet.token(SITE, NOW, HOUR), NOW);
        assertThat(token.account()).isEqualTo(wallet.account());
        assertThat(token.algorithm()).isEqualTo(wallet.algorithm());
        assertThat(token.expiresAt()).isEqualTo(NOW.plus(HOUR));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_seed_gives_the_same_wallet_and_another_seed_another_one(Kind kind) {
        var wallet = kind.wallet.apply(7);
        var jti = "abcdefghijklmnop";
        assertThat(kind.wallet.apply(7).account()).isEqualTo(wallet.account());
        assertThat(kind.wallet.apply(7).token(SITE, NOW, HOUR, jti)).isEqualTo(wallet.token(SITE, NOW, HOUR, jti));
        assertThat(kind.wallet.apply(8).account()).isNotEqualTo(wallet.account());
        assertThat(wallet.token(SITE, NOW, HOUR)).isNotEqualTo(wallet.token(SITE, NOW, HOUR));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_token_signed_by_another_wallet_is_refused(Kind kind) {
        var wallet = kind.wallet.apply(1);
        var draft = TokenDraft.of(wallet.algorithm(), wallet.account(), SITE, NOW, NOW.plus(HOUR), "abcdefghijklmnop");
        var forged = draft.signedWith(kind.wallet.apply(2).sign(draft.text().getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> VERIFIER.verify(forged, NOW))
                .isInstanceOf(BadToken.class)
                .hasMessage("signature");
    }

    @Test
    void an_expired_token_and_one_of_another_site_can_be_made() {
        var wallet = TestWallet.sr25519(1);
        var expired = wallet.token(SITE, NOW.minus(HOUR), HOUR);
        assertThatThrownBy(() -> VERIFIER.verify(expired, NOW)).hasMessage("exp");
        var elsewhere = wallet.token("https://other.example", NOW, HOUR);
        assertThatThrownBy(() -> VERIFIER.verify(elsewhere, NOW)).hasMessage("aud");
    }

    @Test
    void an_ethereum_address_may_be_written_with_its_checksum() {
        var wallet = TestWallet.ethereum(1);
        assertThat(wallet.algorithm()).isEqualTo(Algorithm.EIP4361);
        assertThat(AccountNotation.parse("account", wallet.eip55())).isEqualTo(wallet.account());
    }
}
