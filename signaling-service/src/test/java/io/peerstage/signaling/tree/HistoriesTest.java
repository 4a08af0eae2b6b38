package io.peerstage.signaling.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Random histories, with all rules checked after each step; one that breaks a rule is told as short as it can be. */
class HistoriesTest {
    private static final Logger log = LoggerFactory.getLogger(HistoriesTest.class);
    private static final long SEED = Long.getLong("peerstage.test.seed", 20_261_122);
    private static final int STEPS = Integer.getInteger("peerstage.test.steps", 1_000_000);
    private static final int LENGTH = 2_000;
    private static final int MOST_TO_FIND_OUT = 200;
    /** So few that many have to wait. */
    private static final Introductions FEW = new Introductions(5, 20);

    @Test
    void no_rule_is_ever_broken() {
        log.info("{} steps, seeds {} to {}", STEPS, SEED, SEED + STEPS / LENGTH - 1);
        LongStream.range(SEED, SEED + STEPS / LENGTH).parallel().forEach(seed -> {
            var history = History.random(seed, LENGTH);
            Supplier<RelayTree> trees = () -> seed % 3 == 0 ? new RelayTree(8, FEW) : new RelayTree(8);
            history.broken(trees).ifPresent(broken -> {
                var shortest = history.shrunk(trees);
                throw new AssertionError(
                        "seed " + seed + ", " + shortest.broken(trees).orElse(broken) + "\n" + shortest.steps());
            });
        });
    }

    static Stream<Arguments> a_tree_without_one_of_its_rules_is_found_out() {
        return Stream.of(
                mutant("nobody is fed from below", forest -> new Parents(forest) {
                    @Override
                    boolean closesLoop(Node parent, Node child) {
                        return false;
                    }
                }),
                mutant("depth is at most 16", forest -> new Parents(forest) {
                    @Override
                    boolean isNearEnough(Node parent, Forest.Reach reach) {
                        return true;
                    }
                }),
                mutant("a path has at most four hops that encode again", forest -> new Parents(forest) {
                    @Override
                    boolean isSharpEnough(Node parent, Forest.Reach reach) {
                        return true;
                    }
                }),
                mutant("who is detached gets no children", forest -> new Parents(forest) {
                    @Override
                    boolean takesChildren(Node parent) {
                        return true;
                    }
                }),
                mutant("standbys are looked at again after a move", forest -> new Parents(forest) {
                    @Override
                    boolean mayStandBy(Node host, Node child, long now) {
                        return now == Long.MAX_VALUE || super.mayStandBy(host, child, now);
                    }
                }),
                mutant("a standby is not the parent", forest -> new Parents(forest) {
                    @Override
                    Optional<Node> findStandby(Node child, long now) {
                        return Optional.of(child.parent.parent);
                    }
                }),
                Arguments.of("an edge is looked at again when media comes", (Supplier<RelayTree>)
                        () -> Unruly.withoutASecondLook(FEW)),
                mutant("a peer is introduced so often and no more", FEW, forest -> new Parents(forest) {
                    @Override
                    boolean mayMeet(Node parent, Node child, long now) {
                        return true;
                    }
                }),
                Arguments.of("who comes back begins where it was", (Supplier<RelayTree>) () -> of(new Forest(8, FEW) {
                    @Override
                    Node node(String id, Traits traits, long now) {
                        return nodes.computeIfAbsent(id, absent -> create(id, traits, now));
                    }
                })),
                Arguments.of("one more than one can carry, and no two", (Supplier<RelayTree>) () ->
                        of(new Forest(8, Introductions.USUAL) {
                            @Override
                            Node create(String id, Traits traits, long now) {
                                return new Node(id, traits, now) {
                                    @Override
                                    boolean hasRoomForOneMore() {
                                        return true;
                                    }
                                };
                            }
                        })),
                Arguments.of("a path that is too long is cut after 10 s", (Supplier<RelayTree>)
                        () -> Unruly.unbalanced(new Forest(8, Introductions.USUAL) {
                            @Override
                            List<Node> beyondBounds(Node top) {
                                return List.of();
                            }
                        })),
                Arguments.of("ids of edges only grow", (Supplier<RelayTree>)
                        () -> of(new Forest(8, Introductions.USUAL) {
                            @Override
                            String nextId() {
                                return "8." + links.size();
                            }
                        })),
                Arguments.of("indexes hold only those who are reached", (Supplier<RelayTree>) () ->
                        of(new Forest(8, Introductions.USUAL) {
                            @Override
                            void keep(Node node) {
                                if (node.connected) {
                                    super.keep(node);
                                }
                            }
                        })));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_tree_without_one_of_its_rules_is_found_out(String rule, Supplier<RelayTree> mutant) {
        var foundOut = LongStream.range(0, MOST_TO_FIND_OUT)
                .map(n -> n % 2 == 0 ? SEED + n + 1 : SEED / 4 * 4 + 4 * n) // half of them deep
                .mapToObj(seed -> History.random(seed, LENGTH))
                .filter(history -> isFoundOut(history, mutant))
                .findFirst();
        assertThat(foundOut).as("nothing shows that " + rule).isPresent();
    }

    /** Some are so wrong that they throw. */
    private static boolean isFoundOut(History history, Supplier<RelayTree> mutant) {
        try {
            return history.broken(mutant).isPresent();
        } catch (RuntimeException | StackOverflowError wrong) {
            return true;
        }
    }

    private static Arguments mutant(String rule, Function<Forest, Parents> parents) {
        return mutant(rule, Introductions.USUAL, parents);
    }

    private static Arguments mutant(String rule, Introductions introductions, Function<Forest, Parents> parents) {
        return Arguments.of(rule, (Supplier<RelayTree>) () -> {
            var forest = new Forest(8, introductions);
            return new RelayTree(forest, parents.apply(forest));
        });
    }

    private static RelayTree of(Forest forest) {
        return new RelayTree(forest, new Parents(forest));
    }

    @Test
    void the_same_history_comes_to_the_same() {
        var history = History.random(SEED, LENGTH);
        assertThat(history.broken(() -> new RelayTree(8))).isEqualTo(history.broken(() -> new RelayTree(8)));
    }
}
