package io.peerstage.signaling;

import static io.peerstage.contract.Nothing.NOTHING;

import io.peerstage.contract.Nothing;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Bus;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows that are over and whose end the schedule does not know yet. */
final class Endings {
    /** For each the attempt under way, or the last that failed. */
    private final Map<StreamId, Ending> endings = new HashMap<>();

    private final Bus bus;

    Endings(Bus bus) {
        this.bus = bus;
    }

    private record Ending(StreamsApi.End show, Future<Nothing> kept) {}

    boolean include(StreamId id) {
        return endings.containsKey(id);
    }

    Future<Nothing> keep(StreamsApi.End show) {
        var kept = bus.ask(StreamsApi.END, bus.self(), show);
        var ending = new Ending(show, kept);
        endings.put(show.id(), ending);
        return kept.onSuccess(done -> endings.remove(show.id(), ending));
    }

    /** Succeeds when the end of that stream's show, if one is still to be kept, is. A new show must not overtake it. */
    Future<Nothing> kept(StreamId id) {
        var ending = endings.get(id);
        if (ending == null) {
            return Future.succeededFuture(NOTHING);
        }
        return ending.kept().failed() ? keep(ending.show()) : ending.kept();
    }

    /** Tries once more to keep what could not be kept. */
    Future<Boolean> keepAll() {
        return Future.join(
                        List.copyOf(endings.keySet()).stream().map(this::kept).toList())
                .map(false);
    }
}
