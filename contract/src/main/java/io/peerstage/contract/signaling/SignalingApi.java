package io.peerstage.contract.signaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.peerstage.contract.Account;
import io.peerstage.contract.Fact;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.contract.Require;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.Turnout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The operations of signaling-service. Those from {@link #ENTER} to {@link #LEAVE} come from browsers, through the bridge. */
public final class SignalingApi {
    public static final Operation<Enter, Entered> ENTER =
            new Operation<>("signaling.enter", Enter.class, Entered.class);
    public static final Operation<GoLive, Live> GO_LIVE = new Operation<>("signaling.golive", GoLive.class, Live.class);
    public static final Operation<Nothing, Nothing> STOP =
            new Operation<>("signaling.stop", Nothing.class, Nothing.class);
    public static final Operation<Signal, Nothing> SIGNAL =
            new Operation<>("signaling.signal", Signal.class, Nothing.class);
    public static final Operation<EdgeReport, Nothing> EDGE =
            new Operation<>("signaling.edge", EdgeReport.class, Nothing.class);
    public static final Operation<Nothing, Nothing> LEAVE =
            new Operation<>("signaling.leave", Nothing.class, Nothing.class);

    /** From the gateway: the caller's socket is closed. */
    public static final Operation<Nothing, Nothing> DETACH =
            new Operation<>("signaling.detach", Nothing.class, Nothing.class);

    /** From the gateway: the caller's token is valid no longer, or its account was banned. */
    public static final Operation<Expel, Nothing> EXPEL =
            new Operation<>("signaling.expel", Expel.class, Nothing.class);

    /** From streams-service: who watches a stream now. */
    public static final Operation<Room, Present> PRESENT =
            new Operation<>("signaling.present", Room.class, Present.class);

    /** From streams-service: what has become of the show that is on. */
    public static final Operation<Room, Turnout> TURNOUT =
            new Operation<>("signaling.turnout", Room.class, Turnout.class);

    /** How many watch a live stream; each second while that changes, and now and then while it does not. */
    public static final Fact<Watched> WATCHED = new Fact<>("signaling.watched", Watched.class);

    /** An instance runs; rooms of lower epochs are gone and their peers must enter again. Told every 2 s. */
    public static final Fact<Begun> BEGUN = new Fact<>("signaling.begun", Begun.class);

    private static final Pattern RESUME = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Set<String> MODES = Set.of("passthrough", "track");
    private static final int MOST_EDGES = 32;
    private static final int LONGEST_SDP = 32 * 1024;
    private static final int LONGEST_CANDIDATE = 1024;

    /**
     * @param resume 256 random bits that the tab keeps, in base64url
     * @param willing would pass the media on
     * @param modes the ways in which it could
     * @param edges those of this room that are still connected at the peer
     */
    public record Enter(StreamId streamId, String resume, boolean willing, List<String> modes, List<String> edges) {
        public Enter {
            Require.present("streamId", streamId);
            Require.that(
                    RESUME.matcher(Require.present("resume", resume)).matches(),
                    "resume",
                    "must be 43 characters of base64url");
            modes = modes == null ? List.of() : List.copyOf(modes);
            Require.that(MODES.containsAll(modes), "modes", "must be of passthrough and track");
            edges = edges == null ? List.of() : List.copyOf(edges);
            Require.that(edges.size() <= MOST_EDGES, "edges", "must be at most " + MOST_EDGES);
        }
    }

    /**
     * @param peer this peer's id in the room
     * @param iceServers as RTCPeerConnection takes them
     * @param expiresAt until when their credentials are good; empty if they need none
     * @param edges those of the question that go on
     */
    public record Entered(
            String peer,
            long epoch,
            List<Map<String, Object>> iceServers,
            Optional<Instant> expiresAt,
            Push.Room room,
            List<String> edges) {}

    public record GoLive(boolean takeOver) {}

    public record Live(Instant startedAt) {}

    /** One of a session description and a candidate, for the other end of an edge. */
    public record Signal(String edge, Optional<Description> description, Optional<Candidate> candidate) {
        public Signal {
            Require.present("edge", edge);
            description = description == null ? Optional.empty() : description;
            candidate = candidate == null ? Optional.empty() : candidate;
            Require.that(
                    description.isPresent() != candidate.isPresent(),
                    "description",
                    "or candidate, one of them, must be there");
        }
    }

    /** As RTCSessionDescriptionInit. */
    public record Description(String type, String sdp) {
        public Description {
            Require.that("offer".equals(type) || "answer".equals(type), "description/type", "must be offer or answer");
            Require.that(
                    Require.present("description/sdp", sdp).length() <= LONGEST_SDP,
                    "description/sdp",
                    "must have at most " + LONGEST_SDP + " characters");
        }
    }

    /** As RTCIceCandidateInit; an empty candidate ends them. */
    public record Candidate(
            String candidate,
            Optional<String> sdpMid,
            Optional<Integer> sdpMLineIndex,
            Optional<String> usernameFragment) {
        public Candidate {
            requireShort("candidate/candidate", Require.present("candidate/candidate", candidate));
            sdpMid.ifPresent(text -> requireShort("candidate/sdpMid", text));
            usernameFragment.ifPresent(text -> requireShort("candidate/usernameFragment", text));
        }

        private static void requireShort(String field, String text) {
            Require.that(
                    text.length() <= LONGEST_CANDIDATE,
                    field,
                    "must have at most " + LONGEST_CANDIDATE + " characters");
        }
    }

    public enum EdgeState {
        /** The child decodes frames that came over the edge. */
        @JsonProperty("media")
        MEDIA,
        /** The edge cannot be connected, or is no longer. */
        @JsonProperty("failed")
        FAILED
    }

    public record EdgeReport(String edge, EdgeState state) {
        public EdgeReport {
            Require.present("edge", edge);
            Require.present("state", state);
        }
    }

    /**
     * @param banned otherwise signed out
     */
    public record Expel(boolean banned) {}

    /** The room of that stream. */
    public record Room(StreamId id) {
        public Room {
            Require.present("id", id);
        }
    }

    /**
     * @param accounts of those who signed in; visitors have none
     */
    public record Present(List<Account> accounts) {}

    public record Watched(StreamId stream, int watchers) {}

    public record Begun(long epoch) {}

    private SignalingApi() {}
}
