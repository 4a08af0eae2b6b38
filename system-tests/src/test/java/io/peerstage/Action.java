package io.peerstage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Something that an account does.
 *
 * @param who the account, by number
 * @param target the account or the stream that it is done to, by number; a stream's is that of the action that scheduled it
 * @param fields those that are given; null takes a value away
 */
record Action(Kind kind, int who, int target, Map<String, Object> fields) {
    static final int ACCOUNTS = 5;
    private static final int LENGTH = 12;
    private static final long HOUR = 3_600_000;
    private static final List<Kind> OFTEN = List.of(
            Kind.EDIT_PROFILE,
            Kind.EDIT_PROFILE,
            Kind.SCHEDULE,
            Kind.EDIT_STREAM,
            Kind.SUBSCRIBE,
            Kind.SUBSCRIBE,
            Kind.UNSUBSCRIBE);

    enum Kind {
        EDIT_PROFILE,
        DELETE_PROFILE,
        SCHEDULE,
        EDIT_STREAM,
        DELETE_STREAM,
        SUBSCRIBE,
        UNSUBSCRIBE,
        ADD_ADMIN,
        REMOVE_ADMIN,
        BAN,
        UNBAN
    }

    /** A sequence of some of them, the same for the same seed. */
    static List<Action> sequence(long seed, long now) {
        var random = new Random(seed);
        List<Action> actions = new ArrayList<>();
        List<Integer> scheduled = new ArrayList<>(List.of(-1));
        while (actions.size() < LENGTH) {
            var kind = random.nextInt(3) == 0 ? one(random, List.of(Kind.values())) : one(random, OFTEN);
            var who = random.nextInt(ACCOUNTS);
            actions.add(
                    switch (kind) {
                        case EDIT_PROFILE -> new Action(kind, who, who, profile(random));
                        case SCHEDULE -> new Action(kind, who, actions.size(), stream(random, now, true));
                        case EDIT_STREAM -> new Action(kind, who, one(random, scheduled), stream(random, now, false));
                        case DELETE_STREAM -> new Action(kind, who, one(random, scheduled), Map.of());
                        case DELETE_PROFILE -> new Action(kind, who, who, Map.of());
                        case SUBSCRIBE -> new Action(kind, who, random.nextInt(ACCOUNTS), Map.of());
                        case UNSUBSCRIBE -> {
                            var subscribed = one(random, tried(actions, who));
                            yield new Action(kind, subscribed.who(), subscribed.target(), Map.of());
                        }
                        // mostly by the one who may
                        case ADD_ADMIN, REMOVE_ADMIN, BAN, UNBAN ->
                            new Action(kind, random.nextBoolean() ? 0 : who, random.nextInt(ACCOUNTS), Map.of());
                    });
            if (kind == Kind.SCHEDULE) {
                scheduled.add(actions.size() - 1);
            }
        }
        return actions;
    }

    /** Subscriptions that were tried before, and one that was perhaps not. */
    private static List<Action> tried(List<Action> before, int who) {
        List<Action> tried = new ArrayList<>(before.stream()
                .filter(action -> action.kind() == Kind.SUBSCRIBE)
                .toList());
        tried.add(new Action(Kind.SUBSCRIBE, who, (who + 1) % ACCOUNTS, Map.of()));
        return tried;
    }

    private static Map<String, Object> profile(Random random) {
        var fields = new HashMap<String, Object>();
        maybe(random, fields, "name", List.of("Ada", "Éva"));
        maybe(random, fields, "surname", List.of("Byron", "木村"));
        maybe(random, fields, "imgLink", List.of("https://a.example/1.png", "https://a.example/2.png"));
        maybe(random, fields, "timeZone", List.of("Europe/London", "Asia/Tokyo"));
        return fields;
    }

    private static Map<String, Object> stream(Random random, long now, boolean whole) {
        var fields = new HashMap<String, Object>();
        maybe(random, fields, "title", List.of("First light", "Last light"));
        maybe(random, fields, "description", List.of("about\nit", "more"));
        maybe(random, fields, "imgLink", List.of("https://a.example/1.png", "https://a.example/2.png"));
        maybe(random, fields, "startTime", List.of(now, now + HOUR));
        maybe(random, fields, "endTime", List.of(now + HOUR, now + 2 * HOUR));
        if (whole) {
            fields.putIfAbsent("title", "Noon");
            fields.putIfAbsent("startTime", now);
            fields.putIfAbsent("endTime", now + 2 * HOUR);
        } else if (random.nextInt(4) == 0) {
            fields.put(random.nextBoolean() ? "description" : "imgLink", null);
        }
        return fields;
    }

    private static void maybe(Random random, Map<String, Object> fields, String name, List<Object> values) {
        if (random.nextInt(3) == 0) {
            fields.put(name, one(random, values));
        }
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
