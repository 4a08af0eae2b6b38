package io.peerstage.signaling;

import io.peerstage.contract.signaling.SignalingApi;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes out of what a peer signals whatever tells its address, but for that of its TURN server (RFC 8839, 8866, 8840). Candidates are
 * written anew from the parts that are known, never passed on as they came; a line of SDP of which nobody knows that it holds no address,
 * and that looks as if it did, goes.
 */
final class RelayOnly {
    private static final Pattern BREAK = Pattern.compile("\\r\\n|\\r|\\n");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern CANDIDATE_LINE =
            Pattern.compile("a=\\s*(candidate\\s*:.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern FINGERPRINT =
            Pattern.compile("a=fingerprint:[a-z0-9-]{1,16} [0-9a-f]{2}(:[0-9a-f]{2}){15,63}", Pattern.CASE_INSENSITIVE);

    /** The parts of a candidate before its extensions: foundation, component, transport, priority, address, port, and its type. */
    private static final List<Pattern> PARTS = List.of(
            Pattern.compile("[a-z0-9+/]{1,32}", Pattern.CASE_INSENSITIVE),
            Pattern.compile("\\d{1,3}"),
            Pattern.compile("[a-z]{2,8}", Pattern.CASE_INSENSITIVE),
            Pattern.compile("\\d{1,10}"),
            Pattern.compile("[a-z0-9:._-]{1,253}", Pattern.CASE_INSENSITIVE),
            Pattern.compile("\\d{1,5}"),
            Pattern.compile("typ", Pattern.CASE_INSENSITIVE),
            Pattern.compile("relay", Pattern.CASE_INSENSITIVE));

    private static final int ADDRESS = 4;
    /** Extensions that go on, and what their values look like: none of them is an address. */
    private static final Map<String, Pattern> EXTENSIONS = Map.of(
            "generation", Pattern.compile("\\d{1,9}"),
            "ufrag", Pattern.compile("[A-Za-z0-9+/]{1,256}"),
            "network-id", Pattern.compile("\\d{1,9}"),
            "network-cost", Pattern.compile("\\d{1,9}"),
            "tcptype", Pattern.compile("active|passive|so"));

    /** IPv4, IPv6 (anything with two colons among hexadecimal digits), the names that browsers give instead, and what stands before one. */
    private static final Pattern ADDRESS_LIKE = Pattern.compile(
            "\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,}|\\.local\\b|\\bIP[46]\\b|candidate|\\btyp\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ORIGIN = Pattern.compile("o=\\S+ (\\d{1,20} \\d{1,20}) .*");
    private static final Pattern MEDIA = Pattern.compile("(m=[a-z]+) [1-9]\\S* (.+)");
    private static final Pattern ANY = Pattern.compile("[a-z]=.+");
    private static final String END = "a=end-of-candidates";

    /** The same without addresses; empty if nothing is left to say. */
    static Optional<SignalingApi.Signal> strip(SignalingApi.Signal signal) {
        var description = signal.description().map(RelayOnly::strip);
        var candidate = signal.candidate().flatMap(RelayOnly::strip);
        return description.isEmpty() && candidate.isEmpty()
                ? Optional.empty()
                : Optional.of(new SignalingApi.Signal(signal.edge(), description, candidate));
    }

    private static SignalingApi.Description strip(SignalingApi.Description description) {
        return new SignalingApi.Description(description.type(), sdp(description.sdp()));
    }

    /** An empty candidate says that there will be no more. */
    private static Optional<SignalingApi.Candidate> strip(SignalingApi.Candidate candidate) {
        var text = candidate.candidate().isBlank() ? Optional.of("") : candidate(candidate.candidate());
        return text.map(clean -> new SignalingApi.Candidate(
                clean,
                candidate.sdpMid().filter(RelayOnly::tellsNoAddress),
                candidate.sdpMLineIndex(),
                candidate.usernameFragment().filter(RelayOnly::tellsNoAddress)));
    }

    static String sdp(String sdp) {
        return BREAK.splitAsStream(sdp)
                .flatMap(line -> line(line).stream())
                .map(line -> line + "\r\n")
                .collect(Collectors.joining());
    }

    private static Optional<String> line(String line) {
        var isCandidate = CANDIDATE_LINE.matcher(line);
        if (isCandidate.matches()) {
            return candidate(isCandidate.group(1)).map(clean -> "a=" + clean);
        }
        if (line.startsWith("c=")) {
            return Optional.of("c=" + nowhere(line));
        }
        if (line.startsWith("a=rtcp:")) {
            return Optional.of("a=rtcp:9 " + nowhere(line));
        }
        if (line.startsWith("o=")) {
            var origin = ORIGIN.matcher(line);
            return origin.matches() ? Optional.of("o=- " + origin.group(1) + " " + nowhere(line)) : Optional.empty();
        }
        // of the default candidate, whose port would stand there: discard, as where candidates trickle
        return Optional.of(MEDIA.matcher(line).replaceFirst("$1 9 $2")).filter(RelayOnly::mayPass);
    }

    private static boolean mayPass(String line) {
        return line.equals(END)
                || FINGERPRINT.matcher(line).matches()
                || (ANY.matcher(line).matches() && tellsNoAddress(line));
    }

    /** {@code candidate:…} as in RFC 8839, section 5.1; empty unless it is that of a relay. */
    private static Optional<String> candidate(String text) {
        var parts = List.of(SPACES.split(text.strip().replaceFirst("(?i)^(a=)?\\s*candidate\\s*:\\s*", ""), -1));
        if (parts.size() < PARTS.size()) {
            return Optional.empty();
        }
        for (var n = 0; n < PARTS.size(); n++) {
            if (!PARTS.get(n).matcher(parts.get(n)).matches()) {
                return Optional.empty();
            }
        }
        var related = parts.get(ADDRESS).contains(":") ? " raddr :: rport 0" : " raddr 0.0.0.0 rport 0";
        return Optional.of("candidate:" + String.join(" ", parts.subList(0, PARTS.size() - 2)) + " typ relay" + related
                + extensions(parts.subList(PARTS.size(), parts.size())));
    }

    private static String extensions(List<String> namesAndValues) {
        var kept = new StringBuilder();
        for (var n = 0; n + 1 < namesAndValues.size(); n += 2) {
            var name = namesAndValues.get(n).toLowerCase(Locale.ROOT);
            var value = namesAndValues.get(n + 1);
            if (EXTENSIONS.containsKey(name)
                    && EXTENSIONS.get(name).matcher(value).matches()) {
                kept.append(' ').append(name).append(' ').append(value);
            }
        }
        return kept.toString();
    }

    /** The unspecified address of the family that the line names. */
    private static String nowhere(String line) {
        return line.toUpperCase(Locale.ROOT).contains("IP6") ? "IN IP6 ::" : "IN IP4 0.0.0.0";
    }

    private static boolean tellsNoAddress(String text) {
        return !ADDRESS_LIKE.matcher(text).find();
    }

    private RelayOnly() {}
}
