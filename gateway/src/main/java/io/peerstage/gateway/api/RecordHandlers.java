package io.peerstage.gateway.api;

import io.peerstage.contract.Event;
import io.peerstage.runtime.EventLog;
import io.vertx.core.Future;
import java.util.List;

/** What happened, in order. */
final class RecordHandlers {
    private final EventLog eventLog;

    RecordHandlers(EventLog eventLog) {
        this.eventLog = eventLog;
    }

    private record Page(List<Event> items, long next) {}

    Future<Answer> listEvents(Request request) {
        var after = request.parameters().getLong("after");
        return eventLog.read(after, request.parameters().getInteger("limit"))
                .map(events -> Answer.ok(new Page(
                        events,
                        events.isEmpty() ? after : events.get(events.size() - 1).position())));
    }
}
