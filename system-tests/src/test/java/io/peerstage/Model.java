package io.peerstage;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The whole product in one class: who may do what, and what comes of it. The real one is held against it. */
class Model {
    record Stream(int broadcaster, Map<String, Object> fields) {}

    record Subscription(int subscriber, int broadcaster) {}

    final Map<Integer, Map<String, Object>> profiles = new TreeMap<>();
    final Map<Integer, Stream> streams = new TreeMap<>();
    final Set<Subscription> subscriptions = new HashSet<>();

    /** Does it, and says how it is answered: with a status, and with the name of the problem if it is refused. */
    String answer(Action action) {
        var who = action.who();
        var target = action.target();
        var pair = new Subscription(who, target);
        var stream = merged(target, action.fields());
        return switch (action.kind()) {
            case EDIT_PROFILE -> profiles.put(who, action.fields()) == null ? "201" : "200";
            case SCHEDULE -> ifPeriod(stream, () -> ifRegistered(who, () -> keep(target, who, stream)));
            case EDIT_STREAM -> ifBroadcaster(who, target, () -> ifPeriod(stream, () -> keep(target, who, stream)));
            case DELETE_STREAM ->
                ifRegistered(who, () -> ifBroadcaster(who, target, () -> done("204", () -> streams.remove(target))));
            case SUBSCRIBE ->
                ifBothRegistered(
                        pair, () -> who == target ? "409 conflict" : done("200", () -> subscriptions.add(pair)));
            case UNSUBSCRIBE -> ifBothRegistered(pair, () -> done("204", () -> subscriptions.remove(pair)));
        };
    }

    private String ifPeriod(Map<String, Object> fields, Supplier<String> then) {
        return (long) fields.get("endTime") > (long) fields.get("startTime") ? then.get() : "400 invalid-request";
    }

    private String keep(int id, int who, Map<String, Object> fields) {
        return streams.put(id, new Stream(who, fields)) == null ? "201" : "200";
    }

    private Map<String, Object> merged(int id, Map<String, Object> edit) {
        var all =
                new TreeMap<>(streams.getOrDefault(id, new Stream(0, Map.of())).fields());
        all.putAll(edit);
        all.values().removeIf(value -> value == null);
        return all;
    }

    private static String done(String answer, Runnable effect) {
        effect.run();
        return answer;
    }

    private String ifRegistered(int who, Supplier<String> then) {
        return profiles.containsKey(who) ? then.get() : "403 not-registered";
    }

    private String ifBothRegistered(Subscription pair, Supplier<String> then) {
        return ifRegistered(
                pair.subscriber(),
                () -> profiles.containsKey(pair.broadcaster()) ? then.get() : "404 profile-not-found");
    }

    private String ifBroadcaster(int who, int id, Supplier<String> then) {
        if (!streams.containsKey(id)) {
            return "404 stream-not-found";
        }
        return streams.get(id).broadcaster() == who ? then.get() : "403 not-broadcaster";
    }
}
