package io.peerstage.contract.signaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.peerstage.contract.Account;
import io.peerstage.contract.Refused;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import java.time.Instant;
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
     */
    record Connect(StreamId stream, long epoch, String edge, String peer, End as, boolean standby) implements Push {
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
