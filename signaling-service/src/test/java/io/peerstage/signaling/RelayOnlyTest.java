package io.peerstage.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.signaling.SignalingApi;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayOnlyTest {
    /** What must never leave: addresses of the machine, of its network, and those that a STUN server saw. */
    private static final List<String> SECRETS = List.of(
            "10.0.0.7",
            "192.168.178.23",
            "203.0.113.99",
            "100.64.12.1",
            "fe80::1c2d:3e4f",
            "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff",
            "2001:db8::77",
            "::ffff:10.0.0.8",
            "0f3c4a52-9b1e-4c0a-8a55-7d6b1f0e2c11.local");
    /** Those of the TURN server, which may be known. */
    private static final List<String> RELAYS = List.of("198.51.100.4", "2001:db8:7::3478");

    private static final List<String> TYPES = List.of("host", "srflx", "prflx", "relay", "token", "");
    private static final List<String> BREAKS = List.of("\r\n", "\n", "\r");
    private static final Pattern LINE = Pattern.compile("[a-z]=.+");
    private static final Pattern CANDIDATE = Pattern.compile(
            "a=candidate:\\S+ \\d+ \\S+ \\d+ \\S+ \\d+ typ relay raddr (0\\.0\\.0\\.0|::) rport 0( \\S+ \\S+)*");

    private static final String FROM_CHROME = """
            v=0
            o=- 4611731400430051336 2 IN IP4 192.168.178.23
            s=-
            t=0 0
            a=group:BUNDLE 0 1
            a=extmap-allow-mixed
            a=msid-semantic: WMS
            m=audio 54321 UDP/TLS/RTP/SAVPF 111 63
            c=IN IP4 203.0.113.99
            a=rtcp:54322 IN IP4 203.0.113.99
            a=candidate:1 1 udp 2122260223 192.168.178.23 54321 typ host generation 0 network-id 1
            a=candidate:2 1 udp 1686052607 203.0.113.99 54321 typ srflx raddr 192.168.178.23 rport 54321
            a=candidate:3 1 udp 41885695 198.51.100.4 61000 typ relay raddr 203.0.113.99 rport 54321 generation 0 network-cost 10
            a=end-of-candidates
            a=ice-ufrag:EsAw
            a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
            a=ice-options:trickle
            a=fingerprint:sha-256 D2:FA:0E:C3:22:59:5E:14:95:69:92:3D:13:B4:84:24:2C:C2:A2:C0:3E:FD:34:8E:5E:EA:6F:AF:52:CE:E6:0F
            a=setup:actpass
            a=mid:0
            a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
            a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
            a=sendrecv
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1
            a=ssrc:3570614608 cname:4TOk42mSjXCkVIa6
            m=application 9 UDP/DTLS/SCTP webrtc-datachannel
            c=IN IP6 2001:db8::77
            a=mid:1
            a=sctp-port:5000
            a=max-message-size:262144
            m=video 0 UDP/TLS/RTP/SAVPF 96
            """;

    @Test
    void a_description_keeps_everything_but_addresses() {
        var stripped = List.of(RelayOnly.sdp(FROM_CHROME).split("\r\n", -1));
        var expected = new ArrayList<>(FROM_CHROME.lines().toList());
        expected.set(1, "o=- 4611731400430051336 2 IN IP4 0.0.0.0");
        expected.set(7, "m=audio 9 UDP/TLS/RTP/SAVPF 111 63");
        expected.set(8, "c=IN IP4 0.0.0.0");
        expected.set(9, "a=rtcp:9 IN IP4 0.0.0.0");
        expected.set(
                12,
                "a=candidate:3 1 udp 41885695 198.51.100.4 61000 typ relay raddr 0.0.0.0 rport 0 generation 0 network-cost 10");
        expected.set(28, "c=IN IP6 ::");
        expected.subList(10, 12).clear();
        expected.add(""); // it ends with a line break
        assertThat(stripped).isEqualTo(expected);
    }

    @Test
    void in_any_description_no_address_but_that_of_a_relay_is_left() {
        IntStream.range(0, 5_000).forEach(seed -> {
            var sdp = description(new Random(seed));
            var stripped = RelayOnly.sdp(sdp);
            assertThat(secretsIn(stripped)).as("seed " + seed + "\n" + sdp).isEmpty();
            assertThat(stripped.lines()).allMatch(line -> LINE.matcher(line).matches());
            assertThat(stripped.lines().filter(line -> line.startsWith("a=cand")))
                    .as("seed " + seed)
                    .allMatch(line -> CANDIDATE.matcher(line).matches());
            assertThat(RelayOnly.sdp(stripped)).isEqualTo(stripped);
        });
    }

    @Test
    void in_any_candidate_no_address_but_that_of_a_relay_is_left() {
        IntStream.range(0, 50_000).forEach(seed -> {
            var random = new Random(seed);
            var text = candidate(random);
            var mid = random.nextInt(10) == 0 ? one(random, SECRETS) : "0";
            var signal = signal(new SignalingApi.Candidate(text, Optional.of(mid), Optional.of(0), Optional.of(mid)));
            RelayOnly.strip(signal)
                    .ifPresent(left ->
                            assertThat(secretsIn(left.toString())).as(text).isEmpty());
        });
    }

    @Test
    void candidates_of_relays_arrive_whatever_the_others_are() {
        IntStream.range(0, 1_000).forEach(seed -> {
            var random = new Random(seed);
            var relay = one(random, RELAYS);
            var lines = new ArrayList<String>(List.of("a=mid:0"));
            IntStream.range(0, 5).forEach(n -> lines.add("a=" + candidate(random)));
            lines.add(cased(
                    random,
                    "a=candidate:9 1 UDP 41885695 " + relay + " 61000 typ relay raddr " + one(random, SECRETS)
                            + " rport 4711 tcptype passive"));
            Collections.shuffle(lines, random);
            assertThat(RelayOnly.sdp(String.join("\r\n", lines)).lines())
                    .anyMatch(line -> line.startsWith("a=candidate:9 ")
                            && line.toLowerCase(Locale.ROOT).contains(relay));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "candidate:1 1 udp 2122260223 10.0.0.7 54321 typ host",
                "candidate:1 1 udp 2122260223 10.0.0.7 54321 typ host typ relay",
                "candidate:1 1 udp 2122260223 10.0.0.7 54321 TYP HOST",
                "candidate:1 1 tcp 1518280447 fe80::1c2d:3e4f 9 typ host tcptype active",
                "candidate:1 1 udp 1 0f3c4a52-9b1e-4c0a-8a55-7d6b1f0e2c11.local 9 typ host",
                "candidate:1 1 udp 1 203.0.113.99 9 typ prflx raddr 10.0.0.7 rport 9",
                "candidate:1 1 udp 1 203.0.113.99 9 relay",
                "candidate:relay",
                "typ relay",
                "10.0.0.7"
            })
    void a_candidate_that_is_none_of_a_relay_is_not_passed_on(String text) {
        assertThat(RelayOnly.strip(
                        signal(new SignalingApi.Candidate(text, Optional.of("0"), Optional.of(0), Optional.empty()))))
                .isEmpty();
    }

    @Test
    void the_end_of_candidates_is_passed_on() {
        var end = signal(new SignalingApi.Candidate("", Optional.of("0"), Optional.of(0), Optional.of("EsAw")));
        assertThat(RelayOnly.strip(end)).hasValue(end);
    }

    private static SignalingApi.Signal signal(SignalingApi.Candidate candidate) {
        return new SignalingApi.Signal("7.1", Optional.empty(), Optional.of(candidate));
    }

    private static List<String> secretsIn(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return SECRETS.stream().filter(lower::contains).toList();
    }

    private static String description(Random random) {
        var lines = new ArrayList<>(FROM_CHROME.lines().toList());
        IntStream.range(0, 12).forEach(n -> lines.add(random.nextInt(lines.size()), line(random)));
        return String.join(one(random, BREAKS), lines) + (random.nextBoolean() ? "" : one(random, BREAKS));
    }

    private static String line(Random random) {
        var secret = one(random, SECRETS);
        var family = random.nextBoolean() ? "IP4" : "IP6";
        return cased(
                random,
                switch (random.nextInt(12)) {
                    case 0 -> "c=IN " + family + " " + secret;
                    case 1 -> "c=IN " + family + " " + secret + "/127/3";
                    case 2 -> "a=rtcp:4711 IN " + family + " " + secret;
                    case 3 -> "o=jane 2890844526 2890842807 IN " + family + " " + secret;
                    case 4 -> "o=" + secret + " " + secret + " 1 IN " + family + " " + secret;
                    case 5 -> "a=remote-candidates:1 " + secret + " 4711";
                    case 6 -> "a=source-filter: incl IN " + family + " * " + secret;
                    case 7 -> "m=audio 4711 " + secret + " 111";
                    case 8 -> "a=x-unknown:" + secret;
                    case 9 -> " a=candidate:1 1 udp 1 " + secret + " 9 typ host";
                    case 10 -> secret;
                    default -> "a=" + candidate(random);
                });
    }

    /** Of any type, and malformed in many ways. A relay has one of its own addresses, everybody else a secret. */
    private static String candidate(Random random) {
        var type = one(random, TYPES);
        var secret = one(random, SECRETS);
        var parts = new ArrayList<>(List.of(
                (random.nextInt(9) == 0 ? "candidate : " : "candidate:") + random.nextInt(9),
                "1",
                random.nextBoolean() ? "udp" : "TCP",
                "41885695",
                type.equals("relay") ? one(random, RELAYS) : secret,
                "61000",
                "typ",
                type));
        var extensions = List.of(
                List.of("raddr", secret),
                List.of("rport", "4711"),
                List.of("tcptype", "active"),
                List.of("generation", "0"),
                List.of("ufrag", random.nextBoolean() ? "EsAw" : secret),
                List.of("x-" + secret, secret),
                List.of("generation", secret));
        IntStream.range(0, random.nextInt(5)).forEach(n -> parts.addAll(one(random, extensions)));
        if (random.nextInt(4) == 0 && !type.equals("relay")) {
            parts.remove(random.nextInt(parts.size()));
        } else if (random.nextInt(4) == 0) {
            parts.addAll(8, List.of("typ", random.nextBoolean() ? "relay" : "host", secret));
        }
        return String.join(random.nextInt(6) == 0 ? "  " : " ", parts);
    }

    private static String cased(Random random, String text) {
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, 1) + text.substring(1).toUpperCase(Locale.ROOT);
            case 1 -> text.toUpperCase(Locale.ROOT);
            default -> text;
        };
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
