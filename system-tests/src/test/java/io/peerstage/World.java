package io.peerstage;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A few accounts that nobody used before, on the real product: what {@link Model} is held against. */
final class World {
    /** Makes the first account of each world an admin. */
    static final TestWallet ROOT = TestWallet.sr25519(1);

    private static final AtomicLong SEEDS = new AtomicLong(1);
    private static final Map<String, String> PROFILE =
            Map.of("name", "name", "surname", "surname", "imgLink", "img_link", "timeZone", "time_zone");
    private static final Map<String, String> STREAM = Map.of(
            "title", "title",
            "description", "description",
            "imgLink", "img_link",
            "startTime", "start_time",
            "endTime", "end_time");

    private final List<String> accounts = new ArrayList<>();
    private final List<ApiClient> apis = new ArrayList<>();
    private final Map<Integer, String> ids = new HashMap<>();

    World(Stage stage) {
        IntStream.range(0, Action.ACCOUNTS).forEach(number -> {
            var wallet = TestWallet.ed25519(SEEDS.incrementAndGet());
            accounts.add(wallet.account().hex());
            apis.add(stage.as(wallet));
        });
        stage.as(ROOT).put("/admin/admins/" + accounts.get(0)).expect(204);
    }

    /** Does it, and says how it was answered, in the model's words. */
    String answer(Action action) {
        var api = apis.get(action.who());
        var reply = switch (action.kind()) {
            case EDIT_PROFILE -> api.put("/me/profile", json(action.fields()));
            case SCHEDULE -> api.post("/streams", json(action.fields()));
            case EDIT_STREAM -> api.patch("/streams/" + id(action.target()), json(action.fields()));
            case DELETE_STREAM -> api.delete("/streams/" + id(action.target()));
            case SUBSCRIBE -> api.put("/me/subscriptions/" + accounts.get(action.target()));
            case UNSUBSCRIBE -> api.delete("/me/subscriptions/" + accounts.get(action.target()));
            case DELETE_PROFILE -> api.delete("/me/profile");
            case ADD_ADMIN -> api.put("/admin/admins/" + accounts.get(action.target()));
            case REMOVE_ADMIN -> api.delete("/admin/admins/" + accounts.get(action.target()));
            case BAN -> api.put("/admin/bans/" + accounts.get(action.target()));
            case UNBAN -> api.delete("/admin/bans/" + accounts.get(action.target()));
        };
        if (reply.status() == 201 && action.kind() == Action.Kind.SCHEDULE) {
            ids.put(action.target(), reply.json().getString("id"));
        }
        return reply.outcome().toString();
    }

    private String id(int number) {
        return ids.getOrDefault(number, "1-none");
    }

    private static JsonObject json(Map<String, Object> fields) {
        var json = new JsonObject();
        fields.forEach((name, value) -> json.put(
                name, value instanceof Long time ? Instant.ofEpochMilli(time).toString() : value));
        return json;
    }

    /** The whole state, as {@code GET /state} tells it. */
    record State(Map<String, JsonObject> streams, Map<String, JsonObject> users, JsonArray admins) {
        static State of(Stage stage) {
            var state = stage.visitor().get("/state").expect(200).json();
            return new State(
                    byKey(state.getJsonArray("streams")),
                    byKey(state.getJsonArray("users")),
                    state.getJsonArray("admins"));
        }

        private static Map<String, JsonObject> byKey(JsonArray pairs) {
            return pairs.stream()
                    .map(JsonArray.class::cast)
                    .collect(Collectors.toMap(pair -> pair.getString(0), pair -> pair.getJsonObject(1)));
        }
    }

    /** What of the state is not as the model says, as far as it concerns these accounts; empty if all is. */
    Optional<String> difference(State state, Model model) {
        return told("admins", admins(state), model.admins)
                .or(() -> told("profiles", profiles(state), model.profiles))
                .or(() -> told("streams", streams(state), model.shown()))
                .or(() -> told(
                        "own streams",
                        owned(state),
                        new ArrayList<>(model.shown().keySet())))
                .or(() -> told("subscriptions", subscriptions(state), sorted(model.subscriptions)))
                .or(() -> told("subscribers", subscribers(state), sorted(model.subscriptions)));
    }

    private static Optional<String> told(String what, Object real, Object expected) {
        return real.equals(expected)
                ? Optional.empty()
                : Optional.of(what + " are " + real + ", and by the model " + expected);
    }

    private Set<Integer> admins(State state) {
        return IntStream.range(0, accounts.size())
                .filter(number -> state.admins().contains(accounts.get(number)))
                .boxed()
                .collect(Collectors.toSet());
    }

    private Map<Integer, Map<String, Object>> profiles(State state) {
        var profiles = new TreeMap<Integer, Map<String, Object>>();
        users(state).forEach((number, user) -> profiles.put(number, fields(PROFILE, user)));
        return profiles;
    }

    private Map<Integer, Model.Stream> streams(State state) {
        var streams = new TreeMap<Integer, Model.Stream>();
        ids.forEach((number, id) -> {
            if (state.streams().containsKey(id)) {
                var stream = state.streams().get(id);
                var broadcaster = accounts.indexOf(stream.getString("broadcaster"));
                streams.put(number, new Model.Stream(broadcaster, fields(STREAM, stream)));
            }
        });
        return streams;
    }

    /** The streams that stand in the profile of their broadcaster. */
    private List<Integer> owned(State state) {
        var users = users(state);
        return ids.keySet().stream()
                .sorted()
                .filter(number -> users.values().stream()
                        .anyMatch(user -> user.getJsonArray("stream_ids").contains(ids.get(number))))
                .toList();
    }

    private List<Model.Subscription> subscriptions(State state) {
        var all = new ArrayList<Model.Subscription>();
        users(state)
                .forEach((number, user) -> user.getJsonArray("subscriptions").stream()
                        .map(one -> ((JsonObject) one).getString("account_id"))
                        .forEach(other -> all.add(new Model.Subscription(number, accounts.indexOf(other)))));
        return sorted(all);
    }

    /** The same, from the other side. */
    private List<Model.Subscription> subscribers(State state) {
        var all = new ArrayList<Model.Subscription>();
        users(state)
                .forEach((number, user) -> user.getJsonArray("subscribers")
                        .forEach(other -> all.add(new Model.Subscription(accounts.indexOf((String) other), number))));
        return sorted(all);
    }

    private Map<Integer, JsonObject> users(State state) {
        var users = new TreeMap<Integer, JsonObject>();
        for (var number = 0; number < accounts.size(); number++) {
            if (state.users().containsKey(accounts.get(number))) {
                users.put(number, state.users().get(accounts.get(number)));
            }
        }
        return users;
    }

    private static List<Model.Subscription> sorted(Collection<Model.Subscription> subscriptions) {
        return subscriptions.stream()
                .sorted(Comparator.comparing(Model.Subscription::subscriber)
                        .thenComparing(Model.Subscription::broadcaster))
                .toList();
    }

    private static Map<String, Object> fields(Map<String, String> names, JsonObject from) {
        var fields = new TreeMap<String, Object>();
        names.forEach((name, inState) -> {
            if (from.getValue(inState) != null) {
                fields.put(name, from.getValue(inState));
            }
        });
        return fields;
    }
}
