package io.peerstage.contract.signaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.peerstage.contract.Account;
import io.peerstage.contract.Refused;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A message that a browser did not ask for. */
public sealed interface Push {
    /** The name under which it arrives. */
    String address();

    enum End {
        @JsonProperty("parent")
        PARENT,
        @JsonProperty("child")
        CHILD
    }

    /**
     * An edge was assigned.
     *
     * @param peer the other end
     * @param as which end the receiver of this message is
     * @param standby connect, but send nothing until activated
     * @param relay the direct way has failed before: by way of a TURN server
     */
    record Connect(StreamId stream, long epoch, String edge, String peer, End as, boolean standby, boolean relay)
            implements Push {
        @Override
        public String address() {
            return "connect";
        }
    }

    /** From the other end of an edge. */
    record Signal(
            StreamId stream,
            long epoch,
            String edge,
            Optional<SignalingApi.Description> description,
            Optional<SignalingApi.Candidate> candidate)
            implements Push {
        @Override
        public String address() {
            return "signal";
        }
    }

    /** An edge is over. */
    record Release(StreamId stream, long epoch, String edge) implements Push {
        @Override
        public String address() {
            return "release";
        }
    }

    /** From now on the edge is the child's source: its parent sends, and the child passes on what comes. */
    record Activate(StreamId stream, long epoch, String edge) implements Push {
        @Override
        public String address() {
            return "activate";
        }
    }

    /**
     * Where the peer is in the tree.
     *
     * @param parent who feeds it; empty while nobody does
     * @param depth edges between it and the broadcaster
     * @param children fed by it
     * @param waiting how many wait for a parent, this peer among them; empty unless it waits
     */
    record Place(
            StreamId stream,
            long epoch,
            Optional<String> parent,
            Optional<String> standby,
            int depth,
            int children,
            Optional<Integer> waiting)
            implements Push {
        @Override
        public String address() {
            return "place";
        }
    }

    /** To be answered at once with {@link SignalingApi#PONG}: others say that this peer is silent. */
    record Ping(StreamId stream, long epoch) implements Push {
        @Override
        public String address() {
            return "ping";
        }
    }

    /**
     * What somebody said.
     *
     * @param id unlike that of any other in the room
     * @param name of the account's profile, when it was said; empty if it has none
     */
    record Message(String id, Account account, String name, String text, Instant at) {}

    /**
     * What was said, or taken away, since the last of these.
     *
     * @param messages the oldest first
     * @param removed ids of messages to be shown no longer
     */
    record Chat(StreamId stream, long epoch, List<Message> messages, List<String> removed) implements Push {
        @Override
        public String address() {
            return "chat";
        }
    }

    /**
     * The room has another owner, who knows nobody yet: enter again on this connection, with the edges that are connected. Media goes on.
     *
     * @param epoch the new owner's
     * @param within milliseconds, after a random share of which the peer is to enter
     */
    record Reannounce(StreamId stream, long epoch, int within) implements Push {
        @Override
        public String address() {
            return "reannounce";
        }
    }

    /** The room as it is now. */
    record Room(
            StreamId stream,
            long epoch,
            boolean live,
            int watchers,
            String title,
            Account broadcaster,
            Instant startTime,
            Instant endTime,
            Optional<Instant> startedAt,
            Audience audience)
            implements Push {
        @Override
        public String address() {
            return "room";
        }
    }

    enum Reason {
        @JsonProperty("stopped")
        STOPPED,
        @JsonProperty("lost")
        LOST,
        @JsonProperty("deleted")
        DELETED
    }

    /** The show is over. */
    record Ended(StreamId stream, long epoch, Reason reason) implements Push {
        @Override
        public String address() {
            return "ended";
        }
    }

    record Problem(String name, int status, String detail) {}

    /** The peer was put out of the room and should not come back by itself. */
    record PutOut(StreamId stream, long epoch, Problem problem) implements Push {
        public static PutOut because(StreamId stream, long epoch, Refused refusal) {
            var failure = refusal.failure();
            return new PutOut(stream, epoch, new Problem(failure.problem(), failure.status(), refusal.getMessage()));
        }

        @Override
        public String address() {
            return "refused";
        }
    }

    /** A {@link io.peerstage.contract.streams.Status}, or that there is no such stream any more. */
    enum Listed {
        @JsonProperty("upcoming")
        UPCOMING,
        @JsonProperty("live")
        LIVE,
        @JsonProperty("past")
        PAST,
        @JsonProperty("deleted")
        DELETED
    }

    /**
     * A stream of the schedule as it is now, for those who asked for it with {@code streams.watch}.
     *
     * @param watchers 0 unless live
     * @param version that of the schedule entry; empty if it is deleted
     */
    record StreamChanged(StreamId id, Listed status, int watchers, Optional<Integer> version) implements Push {
        public static StreamChanged of(Stream stream) {
            return new StreamChanged(
                    stream.id(),
                    Listed.valueOf(stream.status().name()),
                    stream.watchers(),
                    Optional.of(stream.version()));
        }

        public static StreamChanged deleted(StreamId id) {
            return new StreamChanged(id, Listed.DELETED, 0, Optional.empty());
        }

        @Override
        public String address() {
            return "streams.changed";
        }
    }

    /** Open a new connection and enter again. */
    record Moved() implements Push {
        @Override
        public String address() {
            return "moved";
        }
    }
}
