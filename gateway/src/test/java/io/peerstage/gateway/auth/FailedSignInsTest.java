package io.peerstage.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedSignInsTest {
    private final TestClock clock = new TestClock(Instant.parse("2027-01-15T12:00:00Z"));
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final FailedSignIns failures = new FailedSignIns(3, clock, meters);

    @Test
    void an_address_that_fails_too_often_is_held_back_for_the_rest_of_the_minute() {
        fail("192.0.2.1", 3);
        assertHeldBack("192.0.2.1");
        assertThat(meters.counter("peerstage.sign.ins.refused", "cause", "bad-token")
                        .count())
                .isEqualTo(3);
        assertThat(meters.counter("peerstage.sign.ins.refused", "cause", "held-back")
                        .count())
                .isEqualTo(1);
        assertThatCode(() -> failures.requireFew("192.0.2.2")).doesNotThrowAnyException();
        clock.advance(Duration.ofMinutes(1));
        assertThatCode(() -> failures.requireFew("192.0.2.1")).doesNotThrowAnyException();
    }

    @Test
    void an_ipv6_network_counts_as_one_address() {
        fail("2001:db8:1:2::1", 2);
        fail("2001:db8:1:2:ffff::9", 1);
        assertHeldBack("2001:db8:1:2:abcd::7");
        assertThatCode(() -> failures.requireFew("2001:db8:1:3::1")).doesNotThrowAnyException();
    }

    private void fail(String address, int times) {
        for (var n = 0; n < times; n++) {
            failures.requireFew(address);
            failures.count(address);
        }
    }

    private void assertHeldBack(String address) {
        assertThat(catchThrowableOfType(Refused.class, () -> failures.requireFew(address))
                        .failure())
                .isEqualTo(Failure.TOO_MANY_REQUESTS);
    }
}
