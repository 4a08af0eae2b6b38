package io.peerstage.gateway.allowance;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcraTest {
    private final TestClock clock = new TestClock(Instant.parse("2027-01-15T12:00:00Z"));
    private Instant tat = clock.instant();

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60, 600, 1_000_000})
    void the_whole_minute_may_be_taken_at_once_and_then_one_by_one(int perMinute) {
        var gcra = new Gcra(perMinute);
        assertThat(takeAll(gcra)).isEqualTo(perMinute);
        var wait = gcra.wait(ahead());
        assertThat(wait).isPositive().isLessThanOrEqualTo(gcra.interval());
        clock.advance(wait.minusNanos(1));
        assertThat(takeAll(gcra)).isZero();
        clock.advance(Duration.ofNanos(1));
        assertThat(takeAll(gcra)).isOne();
    }

    @Test
    void it_comes_back_evenly_and_never_becomes_more_than_a_minute_s() {
        var gcra = new Gcra(60);
        takeAll(gcra);
        clock.advance(Duration.ofSeconds(15));
        assertThat(takeAll(gcra)).isEqualTo(15);
        clock.advance(Duration.ofHours(1));
        assertThat(takeAll(gcra)).isEqualTo(60);
    }

    @Test
    void in_the_long_run_it_is_as_many_a_minute_however_they_come() {
        var gcra = new Gcra(60);
        takeAll(gcra);
        var taken = 0;
        for (var tenth = 0; tenth < 6_000; tenth++) {
            clock.advance(Duration.ofMillis(100));
            taken += takeAll(gcra);
        }
        assertThat(taken).isEqualTo(600);
    }

    @Test
    void each_gateway_has_its_share_and_at_least_one() {
        assertThat(takeAll(new Gcra(60).share(4))).isEqualTo(15);
        assertThat(new Gcra(60).share(1)).isEqualTo(new Gcra(60));
        assertThat(new Gcra(2).share(5)).isEqualTo(new Gcra(1));
    }

    private int takeAll(Gcra gcra) {
        var taken = 0;
        while (gcra.wait(ahead()).isZero()) {
            tat = clock.instant().plus(gcra.taken(ahead()));
            taken++;
        }
        return taken;
    }

    private Duration ahead() {
        return Duration.between(clock.instant(), tat);
    }
}
