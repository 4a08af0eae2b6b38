package io.peerstage.benchmarks.joins;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/** What scripted peers say to each other: of the size that browsers say it, for nobody reads it. */
final class Words {
    /** Each end of a connection. */
    static final int CANDIDATES = 4;

    private static final String SESSION = """
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1 2
        a=extmap-allow-mixed
        a=msid-semantic: WMS stage
        """;
    private static final String SECTION = """
        m=%s 9 UDP/TLS/RTP/SAVPF %s
        c=IN IP4 0.0.0.0
        a=rtcp:9 IN IP4 0.0.0.0
        a=ice-ufrag:Pe3s
        a=ice-pwd:9Rq0cXh2wqEt5VdKx1mZbT7u
        a=ice-options:trickle
        a=fingerprint:sha-256 7B:8B:F0:65:5F:78:E2:51:3B:AC:6F:F3:3F:46:1B:35:DC:B8:5F:64:1A:24:C2:43:F0:A1:58:D0:A1:2C:19:08
        a=setup:actpass
        a=mid:%d
        a=extmap:1 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time
        a=extmap:2 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        a=sendonly
        a=msid:stage 5a1c0c39-2f0e-4a4b-9a3f-08a44bb3d2c%d
        a=rtcp-mux
        a=rtcp-rsize
        %s
        a=ssrc:371742%d cname:q3Kt0Y1cQwWzX9uB
        """;
    private static final String AUDIO = """
        a=rtpmap:111 opus/48000/2
        a=rtcp-fb:111 transport-cc
        a=rtpmap:63 red/48000/2
        a=fmtp:63 111/111
        a=rtpmap:9 G722/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:110 telephone-event/48000
        a=fmtp:111 minptime=10;useinbandfec=1\
        """;
    private static final String VIDEO = """
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:96 goog-remb
        a=rtcp-fb:96 transport-cc
        a=rtcp-fb:96 ccm fir
        a=rtcp-fb:96 nack
        a=rtcp-fb:96 nack pli
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=rtpmap:103 H264/90000
        a=rtcp-fb:103 goog-remb
        a=rtcp-fb:103 transport-cc
        a=rtcp-fb:103 ccm fir
        a=rtcp-fb:103 nack
        a=rtcp-fb:103 nack pli
        a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f
        a=rtpmap:104 rtx/90000
        a=fmtp:104 apt=103\
        """;
    private static final String DATA = """
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel
        c=IN IP4 0.0.0.0
        a=mid:2
        a=sctp-port:5000
        a=max-message-size:262144
        """;

    /** About 2 KB, as of a connection with sound, a picture and a data channel. */
    static final String SDP = (SESSION
                    + SECTION.formatted("audio", "111 63 9 0 8 110", 0, 0, AUDIO, 10)
                    + SECTION.formatted("video", "96 97 103 104", 1, 1, VIDEO, 11)
                    + DATA)
            .replace("\n", "\r\n");

    static JsonObject offer() {
        return description("offer");
    }

    static JsonObject answer() {
        return description("answer");
    }

    static List<JsonObject> candidates() {
        return IntStream.range(0, CANDIDATES).mapToObj(Words::candidate).toList();
    }

    private static JsonObject description(String type) {
        return new JsonObject()
                .put("description", new JsonObject().put("type", type).put("sdp", SDP));
    }

    private static JsonObject candidate(int n) {
        var text = "candidate:%d 1 udp 2122260223 192.0.2.%d %d typ host generation 0 ufrag Pe3s network-id 1"
                + " network-cost 10";
        return new JsonObject()
                .put(
                        "candidate",
                        new JsonObject()
                                .put("candidate", text.formatted(3_021_451_900L + n, n + 1, 50_000 + n))
                                .put("sdpMid", "0")
                                .put("sdpMLineIndex", 0)
                                .put("usernameFragment", "Pe3s"));
    }

    private Words() {}
}
