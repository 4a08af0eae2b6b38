package io.peerstage.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.peerstage.contract.Refused;
import io.peerstage.wallet.BadToken.Why;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final String SITE = Vectors.ALL.audience();
    private static final Instant NOW = Vectors.ALL.time();
    private static final String TOKEN = Vectors.ALL.valid().get(0).token();
    private static final String HEADER = "{\"alg\":\"SR25519-TEXT\",\"typ\":\"JWT\"}";

    @Test
    void a_valid_token_says_who_signed_it_and_until_when() {
        var token = new TokenVerifier(SITE, DAY).verify(TOKEN, NOW);
        assertThat(token.algorithm()).isEqualTo(Algorithm.SR25519_TEXT);
        assertThat(token.account().hex()).isEqualTo(Vectors.ALL.account("sr25519", "account"));
        assertThat(token.jti()).isEqualTo("f3b1c2d4000040008000000000000007");
        assertThat(token.issuedAt()).isEqualTo("2027-01-15T08:00:00Z");
        assertThat(token.expiresAt()).isEqualTo("2027-01-15T09:00:00Z");
    }

    @Test
    void a_token_of_another_site_is_refused() {
        assertThat(why(new TokenVerifier("https://other.example", DAY), TOKEN, NOW))
                .isEqualTo(Why.AUD);
    }

    @Test
    void a_token_holds_until_the_instant_of_its_expiry() {
        var verifier = new TokenVerifier(SITE, DAY);
        var expiry = verifier.verify(TOKEN, NOW).expiresAt();
        assertThat(verifier.verify(TOKEN, expiry.minusNanos(1)).expiresAt()).isEqualTo(expiry);
        assertThat(why(verifier, TOKEN, expiry)).isEqualTo(Why.EXP);
    }

    @Test
    void a_wallet_may_be_sixty_seconds_ahead_and_no_more() {
        var verifier = new TokenVerifier(SITE, DAY);
        var issue = verifier.verify(TOKEN, NOW).issuedAt();
        assertThat(verifier.verify(TOKEN, issue.minusSeconds(60)).issuedAt()).isEqualTo(issue);
        assertThat(why(verifier, TOKEN, issue.minusSeconds(60).minusNanos(1))).isEqualTo(Why.IAT);
    }

    @Test
    void a_token_that_lives_longer_than_configured_is_refused() {
        assertThat(new TokenVerifier(SITE, Duration.ofHours(1)).verify(TOKEN, NOW))
                .isNotNull();
        assertThat(why(new TokenVerifier(SITE, Duration.ofMinutes(59)), TOKEN, NOW))
                .isEqualTo(Why.EXP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://Stage.example", "https://stage.example/", "https://stage.example:443", "stage"})
    void a_site_whose_origin_is_not_canonical_is_refused_at_once(String site) {
        assertThatThrownBy(() -> new TokenVerifier(site, DAY)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080", "https://[::1]:8443", "https://my_host.lan", "http://10.0.0.1"})
    void a_site_may_be_any_origin(String site) {
        assertThat(why(new TokenVerifier(site, DAY), TOKEN, NOW)).isEqualTo(Why.AUD);
    }

    @Test
    void what_is_no_token_at_all_is_malformed() {
        assertThat(malformed(null)).isEqualTo(Why.FORM);
        assertThat(malformed("")).isEqualTo(Why.FORM);
        assertThat(malformed("..")).isEqualTo(Why.FORM);
        assertThat(malformed(".".repeat(4096))).isEqualTo(Why.FORM);
        assertThat(malformed("e30.e30.é")).isEqualTo(Why.FORM);
        assertThat(malformed("\ud800.\udc00.\u0000")).isEqualTo(Why.FORM);
        assertThat(malformed("A".repeat(50_000_000))).isEqualTo(Why.FORM);
    }

    @Test
    void a_token_that_is_too_long_to_be_ours_is_not_decoded() {
        var payload = "{\"x\":\"" + "y".repeat(4000) + "\"}";
        assertThat(malformed(token("{\"alg\":\"none\"}", payload))).isEqualTo(Why.FORM);
    }

    @Test
    void nesting_a_thousand_deep_is_malformed_and_no_stack_overflow() {
        assertThat(malformed(token(HEADER, "{\"x\":" + "[".repeat(2500)))).isEqualTo(Why.FORM);
        assertThat(malformed(token(HEADER, "{\"x\":" + "[".repeat(1200) + "]".repeat(1200) + "}")))
                .isEqualTo(Why.FORM);
    }

    @Test
    void a_duplicate_name_is_malformed_however_deep() {
        assertThat(malformed(token(HEADER, "{\"x\":{\"y\":1,\"y\":2}}"))).isEqualTo(Why.FORM);
        assertThat(malformed(token(HEADER, "{\"sub\":1,\"s\\u0075b\":2}"))).isEqualTo(Why.FORM);
    }

    @Test
    void an_integer_of_two_thousand_digits_is_a_bad_time() {
        var payload = "{\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%s}"
                .formatted(Vectors.ALL.account("sr25519", "account"), SITE, "9".repeat(2000));
        assertThat(malformed(token(HEADER, payload))).isEqualTo(Why.IAT);
    }

    @Test
    void json_in_another_encoding_than_utf_8_is_malformed() {
        var header = CompactJws.base64url(HEADER.getBytes(StandardCharsets.UTF_16BE));
        assertThat(malformed(header + TOKEN.substring(TOKEN.indexOf('.')))).isEqualTo(Why.FORM);
        var latin1 = CompactJws.base64url("{\"alg\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(malformed(latin1 + TOKEN.substring(TOKEN.indexOf('.')))).isEqualTo(Why.FORM);
    }

    private static String token(String header, String payload) {
        return CompactJws.base64url(header.getBytes(StandardCharsets.UTF_8)) + "."
                + CompactJws.base64url(payload.getBytes(StandardCharsets.UTF_8)) + ".AAAA";
    }

    private static Why malformed(String token) {
        return why(new TokenVerifier(SITE, DAY), token, NOW);
    }

    private static Why why(TokenVerifier verifier, String token, Instant now) {
        return catchThrowableOfType(BadToken.class, () -> verifier.verify(token, now))
                .why();
    }
}
