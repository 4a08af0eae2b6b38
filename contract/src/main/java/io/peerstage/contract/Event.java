package io.peerstage.contract;

import java.time.Instant;
import java.util.Map;

/**
 * One accepted action, as the event log keeps it.
 *
 * @param position 1 for the first; no gaps; order of positions is order of effects
 * @param type one of {@link EventType#label()}, or a newer one
 * @param account who acted
 */
public record Event(long position, String type, Account account, Instant at, Map<String, Object> data) {
    public boolean is(EventType kind) {
        return kind.label().equals(type);
    }

    /** The text under that name in the event's data. */
    public String text(String name) {
        return String.valueOf(data.get(name));
    }
}
