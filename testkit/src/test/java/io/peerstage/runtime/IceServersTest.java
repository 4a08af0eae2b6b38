package io.peerstage.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IceServersTest {
    private static final String ADA = "0x" + "ad".repeat(20);
    private static final Optional<String> SECRET = Optional.of("a secret of 16+ letters");
    private static final List<String> URLS =
            List.of("stun:stun.example:3478", "turn:turn.example:3478", "turns:turn.example:5349?transport=tcp");

    private final Clock clock = Clock.fixed(Instant.parse("2027-01-15T12:00:00.750Z"), ZoneOffset.UTC); // 1,800,014,400

    /**
     * The name is the first 16 digits of {@code printf 'name 0xadad…' | openssl dgst -sha1 -hmac SECRET}, and the credential what
     * {@code printf '1800015000:5aa97b3e77b8e73a' | openssl dgst -sha1 -hmac SECRET -binary | base64} prints.
     */
    @Test
    void turn_servers_get_credentials_for_ten_minutes() {
        var given = new IceServers(URLS, SECRET, clock, new SimpleMeterRegistry()).to(ADA);
        assertThat(given.expiresAt()).contains(Instant.parse("2027-01-15T12:10:00Z"));
        assertThat(given.iceServers())
                .containsExactly(
                        Map.of("urls", List.of("stun:stun.example:3478")),
                        Map.of(
                                "urls",
                                List.of("turn:turn.example:3478", "turns:turn.example:5349?transport=tcp"),
                                "username",
                                "1800015000:5aa97b3e77b8e73a",
                                "credential",
                                "rqtZfoeBc3I19O/Q6S95IThE0k4="));
    }

    @Test
    void credentials_are_made_anew_each_time_and_tell_people_apart_without_naming_them() {
        var later = new IceServers(URLS, SECRET, Clock.offset(clock, Duration.ofMinutes(1)), new SimpleMeterRegistry());
        var now = new IceServers(URLS, SECRET, clock, new SimpleMeterRegistry());
        assertThat(username(later.to(ADA))).isNotEqualTo(username(now.to(ADA)));
        assertThat(username(now.to("somebody else")))
                .isNotEqualTo(username(now.to(ADA)))
                .doesNotContain("somebody");
    }

    @Test
    void without_turn_servers_nothing_expires() {
        var given = new IceServers(List.of("stun:stun.example:3478"), SECRET, clock, new SimpleMeterRegistry()).to(ADA);
        assertThat(given.iceServers()).containsExactly(Map.of("urls", List.of("stun:stun.example:3478")));
        assertThat(given.expiresAt()).isEmpty();
        assertThat(new IceServers(List.of(), SECRET, clock, new SimpleMeterRegistry())
                        .to(ADA)
                        .iceServers())
                .isEmpty();
    }

    @Test
    void without_a_secret_turn_servers_are_passed_over() {
        var given = new IceServers(URLS, Optional.empty(), clock, new SimpleMeterRegistry()).to(ADA);
        assertThat(given.iceServers()).containsExactly(Map.of("urls", List.of("stun:stun.example:3478")));
        assertThat(given.expiresAt()).isEmpty();
    }

    private static String username(IceServers.Given given) {
        return (String) given.iceServers().get(1).get("username");
    }
}
