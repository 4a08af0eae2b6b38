package io.peerstage.gateway.api;

import io.peerstage.contract.Event;
import io.peerstage.contract.Fault;
import io.peerstage.contract.Refused;
import io.peerstage.gateway.auth.ClientAddress;
import io.peerstage.gateway.events.LiveEvents;
import io.peerstage.runtime.EventLog;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What happened, in order: a page of it, or as it comes. */
final class RecordHandlers {
    private static final String LAST_SEEN = "Last-Event-ID";
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

    private final EventLog eventLog;
    private final LiveEvents liveEvents;
    private final ClientAddress addresses;

    RecordHandlers(EventLog eventLog, LiveEvents liveEvents, ClientAddress addresses) {
        this.eventLog = eventLog;
        this.liveEvents = liveEvents;
        this.addresses = addresses;
    }

    private record Page(List<Event> items, long next) {}

    Future<Optional<Answer>> listEvents(Request request) {
        var after = request.parameters().getLong("after");
        if (wantsLive(request.context())) {
            return follow(request.context(), after);
        }
        return eventLog.read(after, request.parameters().getInteger("limit"))
                .map(events -> Answer.ok(new Page(
                        events,
                        events.isEmpty() ? after : events.get(events.size() - 1).position())))
                .map(Optional::of);
    }

    private Future<Optional<Answer>> follow(RoutingContext context, long after) {
        var http = context.request();
        liveEvents.serve(
                addresses.of(http),
                Optional.ofNullable(http.getHeader(LAST_SEEN))
                        .map(RecordHandlers::position)
                        .orElse(after),
                context.response());
        return Future.succeededFuture(Optional.empty());
    }

    /** Only who names that type wants it, and does not like JSON better. */
    private static boolean wantsLive(RoutingContext context) {
        return context.parsedHeaders().accept().stream()
                .filter(type -> !type.component().equals("*"))
                .findFirst()
                .filter(type ->
                        type.component().equals("text") && type.subComponent().equals("event-stream"))
                .isPresent();
    }

    private static long position(String lastSeen) {
        if (!POSITION.matcher(lastSeen).matches()) {
            throw Refused.invalid(List.of(new Fault("/" + LAST_SEEN, "must be the position of an event")));
        }
        return Long.parseLong(lastSeen);
    }
}
