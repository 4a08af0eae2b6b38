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

/**
 * The operations of signaling-service. Those from {@link #ENTER} to {@link #LEAVE} come from browsers, through the bridge. A room has one
 * owner, and what concerns it is answered there: {@code operation.at(node)}. Whoever does not know the owner of a stream's room asks
 * {@link #ENTER}, {@link #PRESENT}, {@link #TURNOUT} or {@link #ROOM} of any instance, which finds the owner, or becomes it.
 */
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
    public static final Operation<Report, Reported> REPORT =
            new Operation<>("signaling.report", Report.class, Reported.class);
    /** The answer to {@link Push.Ping}. */
    public static final Operation<Nothing, Nothing> PONG =
            new Operation<>("signaling.pong", Nothing.class, Nothing.class);

    public static final Operation<Chat, Said> CHAT = new Operation<>("signaling.chat", Chat.class, Said.class);
    public static final Operation<Moderate, Nothing> MODERATE =
            new Operation<>("signaling.moderate", Moderate.class, Nothing.class);
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

    /** From the gateway, for an admin: the room and its tree. */
    public static final Operation<Room, View> ROOM = new Operation<>("signaling.room", Room.class, View.class);

    /** From a gateway to an instance that spoke for a room though another owns it by now. */
    public static final Operation<Owned, Nothing> STALE =
            new Operation<>("signaling.stale", Owned.class, Nothing.class);

    /** How many watch a live stream; each second while that changes, and now and then while it does not. */
    public static final Fact<Watched> WATCHED = new Fact<>("signaling.watched", Watched.class);

    /** The rooms that an instance owns: those that it has just taken, and every 2 s all of them. */
    public static final Fact<Owner> OWNED = new Fact<>("signaling.owned", Owner.class);

    /** Whom a broadcaster lets chat has changed. Nobody else's business, so it is in no log; lost, it is noticed some seconds later. */
    public static final Fact<Muted> MUTED = new Fact<>("signaling.muted", Muted.class);

    private static final Pattern RESUME = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern PEER_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Set<String> MODES = Set.of("passthrough", "track");
    private static final Pattern EDGE_ID = Pattern.compile("\\d{1,18}\\.\\d{1,18}");
    private static final int MOST_EDGES = 32;
    private static final int MOST_CHILDREN = 8;
    private static final int LONGEST_TEXT = 500;
    private static final int LONGEST_SDP = 32 * 1024;
    private static final int LONGEST_CANDIDATE = 1024;

    /**
     * @param resume 256 random bits that the tab keeps, in base64url
     * @param willing would pass the media on
     * @param modes the ways in which it could
     * @param maxChildren how many it would feed at most, 0 to 8; by default as many as it can
     * @param relayOnly hides its address: only candidates of TURN servers leave the server, and it passes nothing on
     * @param edges those of this room that are still connected at the peer
     */
    public record Enter(
            StreamId streamId,
            String resume,
            boolean willing,
            List<String> modes,
            Optional<Integer> maxChildren,
            boolean relayOnly,
            List<Held> edges) {
        public Enter {
            Require.present("streamId", streamId);
            Require.that(
                    RESUME.matcher(Require.present("resume", resume)).matches(),
                    "resume",
                    "must be 43 characters of base64url");
            modes = modes == null ? List.of() : List.copyOf(modes);
            Require.that(MODES.containsAll(modes), "modes", "must be of passthrough and track");
            maxChildren = maxChildren == null ? Optional.empty() : maxChildren;
            Require.that(
                    maxChildren.stream().allMatch(most -> most >= 0 && most <= MOST_CHILDREN),
                    "maxChildren",
                    "must be 0 to " + MOST_CHILDREN);
            edges = edges == null ? List.of() : List.copyOf(edges);
            Require.that(edges.size() <= MOST_EDGES, "edges", "must be at most " + MOST_EDGES);
        }
    }

    /**
     * An edge that a peer still has: an owner that has taken a room over knows none.
     *
     * @param peer the other end
     * @param as which end the peer is that tells it
     */
    public record Held(String edge, String peer, Push.End as, boolean standby) {
        public Held {
            Require.that(
                    EDGE_ID.matcher(Require.present("edges/edge", edge)).matches(),
                    "edges/edge",
                    "must be an edge's id");
            Require.that(
                    PEER_ID.matcher(Require.present("edges/peer", peer)).matches(),
                    "edges/peer",
                    "must be a peer's id");
            Require.present("edges/as", as);
        }
    }

    /**
     * @param peer this peer's id in the room
     * @param iceServers as RTCPeerConnection takes them
     * @param expiresAt until when their credentials are good; empty if they need none
     * @param edges those of the question that go on
     * @param chat what was said last, the oldest first; at most 50
     */
    public record Entered(
            String peer,
            long epoch,
            List<Map<String, Object>> iceServers,
            Optional<Instant> expiresAt,
            Push.Room room,
            List<String> edges,
            List<Push.Message> chat) {}

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
        /** The edge cannot be connected, or is no longer, or brings nothing though it should. */
        @JsonProperty("failed")
        FAILED,
        /** The connection of a standby stands. */
        @JsonProperty("standby")
        STANDBY,
        /** The child took its standby for its source by itself. */
        @JsonProperty("switched")
        SWITCHED
    }

    public record EdgeReport(String edge, EdgeState state) {
        public EdgeReport {
            Require.present("edge", edge);
            Require.present("state", state);
        }
    }

    /**
     * What a peer measured since it reported last; told every 5 s.
     *
     * @param uplink what its connections could send, in bits a second; 0 where it does not know
     * @param bitrate of the media, in bits a second
     * @param rtt to its parent, in milliseconds
     * @param loss of packets from its parent, 0 to 1
     * @param frames decoded
     * @param longestGap between two of them, in milliseconds
     */
    public record Report(double uplink, double bitrate, double rtt, double loss, int frames, int longestGap) {
        public Report {
            within("uplink", uplink, 1e12);
            within("bitrate", bitrate, 1e12);
            within("rtt", rtt, 1e6);
            within("loss", loss, 1);
            within("frames", frames, 1e6);
            within("longestGap", longestGap, 1e9);
        }

        private static void within(String field, double value, double most) {
            Require.that(value >= 0 && value <= most, field, "must be from 0 to " + (long) most);
        }
    }

    /**
     * @param place where the peer is now; empty while it is not in the tree
     */
    public record Reported(Optional<Push.Place> place) {}

    /**
     * @param text 1 to 500 characters on one line
     */
    public record Chat(String text) {
        public Chat {
            text = Require.line("text", text, 1, LONGEST_TEXT);
        }
    }

    /**
     * @param id of the message
     */
    public record Said(String id) {}

    public enum Action {
        /** Takes a message away. */
        @JsonProperty("remove")
        REMOVE,
        /** The account cannot chat in this broadcaster's streams, and what it said is taken away. */
        @JsonProperty("mute")
        MUTE,
        @JsonProperty("unmute")
        UNMUTE,
        /** The account cannot watch this broadcaster's streams, and what it said is taken away. */
        @JsonProperty("ban")
        BAN,
        @JsonProperty("unban")
        UNBAN
    }

    /**
     * What a broadcaster does about its chat.
     *
     * @param message the id of the one to remove
     * @param account whom all other actions concern
     */
    public record Moderate(Action action, Optional<String> message, Optional<Account> account) {
        public Moderate {
            Require.present("action", action);
            message = message == null ? Optional.empty() : message;
            account = account == null ? Optional.empty() : account;
            Require.that(action != Action.REMOVE || message.isPresent(), "message", "is missing");
            Require.that(action == Action.REMOVE || account.isPresent(), "account", "is missing");
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

    /**
     * @param rooms some or all of those that it owns
     */
    public record Owner(String node, List<Owned> rooms) {}

    /** A room, and since which epoch its owner owns it. */
    public record Owned(StreamId stream, long epoch) {}

    /**
     * @param muted false for one who may chat again
     */
    public record Muted(Account broadcaster, Account account, boolean muted) {}

    /**
     * A room as its owner sees it.
     *
     * @param owner the instance
     * @param waiting peers without a parent
     * @param depths how many peers are connected at each depth, from the broadcaster (0) down
     * @param peers at most 1,000 of them, the highest first
     */
    public record View(
            StreamId stream,
            String owner,
            long epoch,
            boolean live,
            int watchers,
            int connections,
            int waiting,
            List<Integer> depths,
            List<Seat> peers) {}

    /**
     * One peer of a {@link View}.
     *
     * @param account empty for a visitor
     * @param connected whether its socket stands
     * @param mode how it passes the media on; empty if it does not
     * @param rtt to its parent, in milliseconds
     * @param loss of packets from its parent, 0 to 1
     * @param bitrate of the media for one of its children, in bits a second; of what it receives, if it has none
     */
    public record Seat(
            String peer,
            Optional<Account> account,
            boolean connected,
            Optional<String> parent,
            Optional<String> standby,
            int depth,
            int children,
            int capacity,
            Optional<String> mode,
            double rtt,
            double loss,
            double bitrate) {}

    private SignalingApi() {}
}
