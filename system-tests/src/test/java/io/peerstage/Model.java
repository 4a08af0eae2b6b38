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
    final Set<Integer> admins = new HashSet<>(Set.of(0));
    final Set<Integer> banned = new HashSet<>();

    /** Does it, and says how it is answered: with a status, and with the name of the problem if it is refused. */
    String answer(Action action) {
        var who = action.who();
        var target = action.target();
        var pair = new Subscription(who, target);
        var stream = merged(target, action.fields());
        if (banned.contains(who)) {
            return "403 banned";
        }
        return switch (action.kind()) {
            case EDIT_PROFILE -> profiles.put(who, action.fields()) == null ? "201" : "200";
            case DELETE_PROFILE -> done("204", () -> forget(who));
            case SCHEDULE -> ifPeriod(stream, () -> ifRegistered(who, () -> keep(target, who, stream)));
            case EDIT_STREAM -> ifBroadcaster(who, target, () -> ifPeriod(stream, () -> keep(target, who, stream)));
            case DELETE_STREAM -> {
                Supplier<String> delete = () -> done("204", () -> streams.remove(target));
                yield admins.contains(who)
                        ? ifShown(target, delete)
                        : ifRegistered(who, () -> ifBroadcaster(who, target, delete));
            }
            case SUBSCRIBE ->
                ifBothRegistered(
                        pair, () -> who == target ? "409 conflict" : done("200", () -> subscriptions.add(pair)));
            case UNSUBSCRIBE -> ifBothRegistered(pair, () -> done("204", () -> subscriptions.remove(pair)));
            case ADD_ADMIN -> ifAdmin(who, () -> done("204", () -> admins.add(target)));
            case REMOVE_ADMIN -> ifAdmin(who, () -> done("204", () -> admins.remove(target)));
            case BAN ->
                ifAdmin(who, () -> admins.contains(target) ? "409 conflict" : done("200", () -> banned.add(target)));
            case UNBAN -> ifAdmin(who, () -> done("204", () -> banned.remove(target)));
        };
    }

    /** Streams of the banned are hidden. */
    Map<Integer, Stream> shown() {
        var shown = new TreeMap<>(streams);
        shown.values().removeIf(stream -> banned.contains(stream.broadcaster()));
        return shown;
    }

    private void forget(int who) {
        profiles.remove(who);
        streams.values().removeIf(stream -> stream.broadcaster() == who);
        subscriptions.removeIf(pair -> pair.subscriber() == who || pair.broadcaster() == who);
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

    private String ifAdmin(int who, Supplier<String> then) {
        return admins.contains(who) ? then.get() : "403 not-admin";
    }

    private String ifShown(int id, Supplier<String> then) {
        return shown().containsKey(id) ? then.get() : "404 stream-not-found";
    }

    private String ifBroadcaster(int who, int id, Supplier<String> then) {
        return ifShown(id, () -> streams.get(id).broadcaster() == who ? then.get() : "403 not-broadcaster");
    }
}
