package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.Event;
import io.peerstage.contract.EventType;
import io.peerstage.contract.streams.StreamId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a run of events comes to for the read models; of several about one thing the last counts. To be kept in this order: what is gone,
 * then everything else.
 *
 * @param gone accounts whose profile was deleted, with the position at which
 * @param follows who follows whom, or does no longer
 * @param edited accounts whose profile changed, with the position at which, and was not deleted since
 * @param hidden accounts that are banned, or are no longer
 * @param scheduled streams that were announced, with the position at which
 */
record Changes(
        Map<String, Long> gone,
        Map<Pair, Boolean> follows,
        Map<String, Long> edited,
        Map<String, Boolean> hidden,
        Map<String, Long> scheduled) {
    private static final String ACCOUNT = "account_id";

    record Pair(Account subscriber, Account broadcaster) {
        private boolean has(Account account) {
            return subscriber.equals(account) || broadcaster.equals(account);
        }
    }

    static Changes of(List<Event> events) {
        var changes =
                new Changes(new TreeMap<>(), new LinkedHashMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        events.forEach(changes::add);
        return changes;
    }

    /** The keys with that value, for example those who are followed now. */
    static <K> List<K> keys(Map<K, Boolean> changes, boolean value) {
        return changes.keySet().stream()
                .filter(key -> changes.get(key).equals(value))
                .toList();
    }

    private void add(Event event) {
        EventType.of(event.type()).ifPresent(type -> {
            switch (type) {
                case PROFILE_EDITED -> edited.put(event.account().hex(), event.position());
                case PROFILE_DELETED -> delete(event.account(), event.position());
                case SUBSCRIBED -> follows.put(new Pair(event.account(), other(event)), true);
                case UNSUBSCRIBED -> follows.put(new Pair(event.account(), other(event)), false);
                case ACCOUNT_BANNED -> hidden.put(other(event).hex(), true);
                case ACCOUNT_UNBANNED -> hidden.put(other(event).hex(), false);
                case STREAM_IS_SCHEDULED -> scheduled.put(new StreamId(event.text("id")).value(), event.position());
                default -> {
                    // the schedule itself, and what no list shows
                }
            }
        });
    }

    private void delete(Account account, long position) {
        Predicate<Pair> itsOwn = pair -> pair.has(account);
        follows.keySet().removeIf(itsOwn);
        edited.remove(account.hex());
        gone.put(account.hex(), position);
    }

    private static Account other(Event event) {
        return new Account(event.text(ACCOUNT));
    }
}
