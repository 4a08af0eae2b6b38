package io.peerstage.benchmarks.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Faults that a fail-over by silence alone has had, and does not have by beats; and what is to be reached. */
class SimulationTest {
    private static final long SEED = 20_261_122;
    private static final int AUDIENCE = 1_000;

    @Test
    void when_a_relay_crashes_its_children_move_and_nobody_below_them() {
        var simulation = simulation(Scenario.ofQuiet());
        var children = simulation.crashLargest();
        var result = simulation.run();
        assertThat(children.get()).isPositive();
        assertThat(result.tookStandby()).isLessThanOrEqualTo(children.get());
        assertThat(result.unfed()).isZero();
        assertThat(result.interruptions()).isZero();
    }

    @Test
    void by_silence_alone_those_below_them_move_too() {
        var simulation = simulation(Scenario.ofQuiet().bySilence());
        var children = simulation.crashLargest();
        assertThat(simulation.run().tookStandby()).isGreaterThan(5 * children.get());
    }

    @Test
    void when_the_broadcaster_reloads_nobody_moves_and_no_loop_is_closed() {
        var result = simulation(Scenario.ofAwayBroadcaster()).run();
        assertThat(result.tookStandby()).isZero();
        assertThat(result.moves().failedOver())
                .isEqualTo(simulation(Scenario.ofQuiet()).run().moves().failedOver());
        assertThat(result.loops()).isZero();
        assertThat(result.unfed()).isZero();
    }

    @Test
    void by_silence_alone_they_close_loops() {
        assertThat(simulation(Scenario.ofAwayBroadcaster().bySilence()).run().loops())
                .isPositive();
    }

    @Test
    void a_thousand_who_come_and_go_are_at_most_six_below_the_broadcaster() {
        assertThat(simulation(Scenario.ofChurn(15)).run().depth().max()).isLessThanOrEqualTo(6);
    }

    @Test
    void nobody_notices_that_the_owner_is_lost() {
        var result = simulation(Scenario.ofLostOwner()).run();
        assertThat(result.interruptions()).isZero();
        assertThat(result.unfed()).isZero();
    }

    @Test
    void messages_that_are_lost_late_or_doubled_leave_nobody_without_a_picture_for_long() {
        var result = simulation(Scenario.ofLossyMessages()).run();
        assertThat(result.fullRate()).isGreaterThan(0.97);
        assertThat(result.unfed()).isLessThan(AUDIENCE / 100);
    }

    @Test
    void the_same_seed_gives_the_same_history() {
        var scenario = Scenario.ofKilledQuarter();
        assertThat(simulation(scenario).run()).isEqualTo(simulation(scenario).run());
    }

    private static Simulation simulation(Scenario scenario) {
        return new Simulation(scenario, AUDIENCE, SEED);
    }
}
