package io.peerstage;

import static io.peerstage.Action.Kind.DELETE_STREAM;
import static io.peerstage.Action.Kind.EDIT_PROFILE;
import static io.peerstage.Action.Kind.EDIT_STREAM;
import static io.peerstage.Action.Kind.SCHEDULE;
import static io.peerstage.Action.Kind.SUBSCRIBE;
import static io.peerstage.Action.Kind.UNSUBSCRIBE;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.Action.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Any sequence of actions is answered, and leaves a state, as the {@link Model} says. One that is not is shrunk before it is told. */
class ModelTest {
    private static final long SEED = 20_261_122;
    private static final int SEQUENCES = 1_000;
    /** So many sequences share one reading of the state; each has accounts of its own. */
    private static final int BATCH = 50;

    private static Stage stage;
    private static long hour;

    @BeforeAll
    static void open() {
        stage = Stage.open(Map.of("ADMINS", World.ROOT.account().hex()));
        hour = Instant.now()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(2, ChronoUnit.HOURS)
                .toEpochMilli();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void any_sequence_of_actions_comes_to_what_the_model_says() {
        firstDifferent(Model::new).ifPresent(different -> {
            var shortest = shrunk(different, Model::new);
            throw new AssertionError("\n" + difference(shortest, Model::new).orElse("not again") + "\nafter " + shortest
                    + "\nwhich is left of " + different);
        });
    }

    @Test
    void a_model_in_which_anybody_schedules_is_found_out() {
        foundOut(
                () -> new Model() {
                    @Override
                    String answer(Action action) {
                        return action.kind() == SCHEDULE ? "201" : super.answer(action);
                    }
                },
                SCHEDULE);
    }

    @Test
    void a_model_in_which_anybody_deletes_is_found_out() {
        foundOut(
                () -> new Model() {
                    @Override
                    String answer(Action action) {
                        var stream = streams.get(action.target());
                        return super.answer(
                                action.kind() == DELETE_STREAM && stream != null && profiles.containsKey(action.who())
                                        ? new Action(DELETE_STREAM, stream.broadcaster(), action.target(), Map.of())
                                        : action);
                    }
                },
                EDIT_PROFILE,
                EDIT_PROFILE,
                SCHEDULE,
                DELETE_STREAM);
    }

    /** As the program did that this product replaces. */
    @Test
    void a_model_in_which_an_edit_wipes_the_description_is_found_out() {
        foundOut(
                () -> new Model() {
                    @Override
                    String answer(Action action) {
                        var answer = super.answer(action);
                        if (action.kind() == EDIT_STREAM && answer.equals("200")) {
                            var fields =
                                    new TreeMap<>(streams.get(action.target()).fields());
                            fields.remove("description");
                            streams.put(action.target(), new Stream(action.who(), fields));
                        }
                        return answer;
                    }
                },
                EDIT_PROFILE,
                SCHEDULE,
                EDIT_STREAM);
    }

    @Test
    void a_model_in_which_nobody_gets_away_is_found_out() {
        foundOut(
                () -> new Model() {
                    @Override
                    String answer(Action action) {
                        var before = Set.copyOf(subscriptions);
                        var answer = super.answer(action);
                        if (action.kind() == UNSUBSCRIBE) {
                            subscriptions.addAll(before);
                        }
                        return answer;
                    }
                },
                EDIT_PROFILE,
                EDIT_PROFILE,
                SUBSCRIBE,
                UNSUBSCRIBE);
    }

    @Test
    void a_model_in_which_the_banned_go_on_is_found_out() {
        Supplier<Model> wrong = () -> new Model() {
            @Override
            String answer(Action action) {
                var answer = super.answer(action);
                banned.clear();
                return answer;
            }
        };
        assertThat(shrunk(firstDifferent(wrong).orElseThrow(), wrong))
                .hasSizeBetween(1, 2)
                .first()
                .extracting(Action::kind)
                .isEqualTo(Kind.BAN);
    }

    private static void foundOut(Supplier<Model> wrong, Kind... byKinds) {
        var shortest = shrunk(firstDifferent(wrong).orElseThrow(), wrong);
        assertThat(shortest).extracting(Action::kind).containsExactlyInAnyOrder(byKinds);
    }

    private static Optional<List<Action>> firstDifferent(Supplier<Model> models) {
        return LongStream.iterate(SEED, seed -> seed < SEED + SEQUENCES, seed -> seed + BATCH)
                .mapToObj(first -> LongStream.range(first, first + BATCH)
                        .mapToObj(seed -> Action.sequence(seed, hour))
                        .toList())
                .flatMap(batch -> different(batch, models).stream())
                .findFirst();
    }

    private static List<List<Action>> different(List<List<Action>> batch, Supplier<Model> models) {
        var played = batch.parallelStream()
                .map(actions -> Played.of(actions, models.get()))
                .toList();
        var state = World.State.of(stage);
        return played.stream()
                .filter(one -> one.difference(state).isPresent())
                .map(Played::actions)
                .toList();
    }

    private static Optional<String> difference(List<Action> actions, Supplier<Model> models) {
        return Played.of(actions, models.get()).difference(World.State.of(stage));
    }

    /** What is left when no action can be left out any more without the difference going away. */
    private static List<Action> shrunk(List<Action> different, Supplier<Model> models) {
        for (var index = different.size() - 1; index >= 0; index--) {
            var shorter = new ArrayList<>(different);
            shorter.remove(index);
            if (difference(shorter, models).isPresent()) {
                return shrunk(shorter, models);
            }
        }
        return different;
    }

    /**
     * A sequence that was carried out.
     *
     * @param answered how an answer differed, if one did
     */
    private record Played(List<Action> actions, World world, Model model, Optional<String> answered) {
        static Played of(List<Action> actions, Model model) {
            var world = new World(stage);
            for (var action : actions) {
                var real = world.answer(action);
                var expected = model.answer(action);
                if (!real.equals(expected)) {
                    return new Played(
                            actions,
                            world,
                            model,
                            Optional.of(action + " is answered " + real + ", and by the model " + expected));
                }
            }
            return new Played(actions, world, model, Optional.empty());
        }

        Optional<String> difference(World.State state) {
            return answered.or(() -> world.difference(state, model));
        }
    }
}
