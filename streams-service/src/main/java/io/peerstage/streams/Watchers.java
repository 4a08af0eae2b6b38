package io.peerstage.streams;

import io.peerstage.contract.signaling.SignalingApi.Watched;
import io.peerstage.contract.streams.StreamId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many watch each live stream, as signaling last said; what it has not said for a while is forgotten. */
final class Watchers {
    private static final Duration FRESH = Duration.ofSeconds(15);

    private final Map<StreamId, Heard> counts = new ConcurrentHashMap<>();
    private final Clock clock;

    Watchers(Clock clock) {
        this.clock = clock;
    }

    private record Heard(int watchers, Instant at) {}

    void heard(Watched watched) {
        var now = clock.instant();
        counts.values().removeIf(heard -> heard.at().plus(FRESH).isBefore(now));
        counts.put(watched.stream(), new Heard(watched.watchers(), now));
    }

    int of(StreamId stream) {
        var heard = counts.get(stream);
        return heard == null || heard.at().plus(FRESH).isBefore(clock.instant()) ? 0 : heard.watchers();
    }
}
