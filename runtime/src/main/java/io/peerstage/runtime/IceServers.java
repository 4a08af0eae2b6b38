package io.peerstage.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where browsers find a way to each other. TURN servers want credentials, which are made for 10 minutes from a secret that those servers
 * share with us (draft-uberti-behave-turn-rest-00; coturn: {@code use-auth-secret}), so that no password that lasts stands in a page.
 */
public final class IceServers {
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final String ALGORITHM = "HmacSHA1"; // what TURN servers expect
    private static final int BYTES_OF_NAME = 8;

    private final List<String> plain;
    private final List<String> turn;
    private final Optional<String> secret;
    private final Clock clock;
    private final Counter credentials;

    /**
     * @param urls {@code stun:}, {@code stuns:}, {@code turn:} or {@code turns:}; TURN servers are passed over without a secret, for
     *     browsers throw at one without credentials, and then use none of the others either
     */
    public IceServers(List<String> urls, Optional<String> secret, Clock clock, MeterRegistry meters) {
        this.plain = urls.stream().filter(url -> !wantsCredentials(url)).toList();
        this.turn = secret.isEmpty()
                ? List.of()
                : urls.stream().filter(IceServers::wantsCredentials).toList();
        this.secret = secret;
        this.clock = clock;
        this.credentials = meters.counter("peerstage.turn.credentials");
    }

    /**
     * What one peer is given.
     *
     * @param iceServers as RTCPeerConnection takes them
     * @param expiresAt until when their credentials open a connection; empty if they need none
     */
    public record Given(List<Map<String, Object>> iceServers, Optional<Instant> expiresAt) {}

    /**
     * @param whom tells users apart, so that a TURN server can count what each takes; it travels in clear to that server, so only a
     *     keyed hash of it does
     */
    public Given to(String whom) {
        List<Map<String, Object>> servers = new ArrayList<>();
        if (!plain.isEmpty()) {
            servers.add(Map.of("urls", plain));
        }
        if (turn.isEmpty()) {
            return new Given(servers, Optional.empty());
        }
        var expiresAt = clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
        var username = expiresAt.getEpochSecond() + ":" + name(whom);
        var password = Base64.getEncoder().encodeToString(mac(username));
        servers.add(Map.of("urls", turn, "username", username, "credential", password));
        credentials.increment();
        return new Given(servers, Optional.of(expiresAt));
    }

    private String name(String whom) {
        return HexFormat.of().formatHex(Arrays.copyOf(mac("name " + whom), BYTES_OF_NAME));
    }

    private byte[] mac(String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.orElseThrow().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }

    private static boolean wantsCredentials(String url) {
        return url.startsWith("turn");
    }
}
