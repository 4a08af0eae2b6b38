package io.peerstage.streams;

import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.Turnout;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Who watches and who has watched; for the broadcaster and for admins. While a show is on, signaling knows it. */
final class Audiences {
    private final StreamStore store;
    private final Profiles profiles;
    private final Bus bus;
    private final Clock clock;

    Audiences(StreamStore store, Profiles profiles, Bus bus, Clock clock) {
        this.store = store;
        this.profiles = profiles;
        this.bus = bus;
        this.clock = clock;
    }

    Future<StreamsApi.Summary> summary(Caller caller, StreamsApi.Which which) {
        return own(caller, which)
                .compose(stream -> turnout(caller, stream)
                        .map(turnout -> new StreamsApi.Summary(
                                stream.startedAt(),
                                stream.endedAt(),
                                turnout.peak(),
                                turnout.all(),
                                turnout.relayedShare())));
    }

    Future<StreamsApi.Watching> watching(Caller caller, StreamsApi.Which which) {
        return own(caller, which)
                .compose(stream -> bus.ask(SignalingApi.PRESENT, caller, new SignalingApi.Room(stream.id())))
                .map(present -> new StreamsApi.Watching(present.accounts()));
    }

    private Future<Turnout> turnout(Caller caller, Stream stream) {
        return stream.live()
                ? bus.ask(SignalingApi.TURNOUT, caller, new SignalingApi.Room(stream.id()))
                : store.turnout(stream);
    }

    private Future<Stream> own(Caller caller, StreamsApi.Which which) {
        return store.find(which.id(), clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .compose(stream -> stream.broadcaster().equals(caller.signedIn())
                        ? Future.succeededFuture(stream)
                        : profiles.standing(caller).map(standing -> {
                            if (!standing.admin()) {
                                throw Failure.NOT_BROADCASTER.because(
                                        "only its broadcaster may see who watches " + stream.id());
                            }
                            return stream;
                        }));
    }
}
