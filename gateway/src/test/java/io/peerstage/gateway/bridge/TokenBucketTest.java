package io.peerstage.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");

    private final TokenBucket bucket = new TokenBucket(50, 100, NOON);

    @Test
    void a_full_bucket_gives_what_it_holds_and_then_what_flows_in() {
        assertThat(taken(NOON, 150)).isEqualTo(100);
        assertThat(taken(NOON.plusMillis(100), 150)).isEqualTo(5);
        assertThat(taken(NOON.plusSeconds(3_600), 150)).isEqualTo(100);
    }

    @Test
    void a_clock_that_is_set_back_gives_nothing() {
        taken(NOON, 150);
        assertThat(taken(NOON.minusSeconds(10), 10)).isZero();
    }

    private long taken(Instant now, int tries) {
        return IntStream.range(0, tries).filter(n -> bucket.take(now)).count();
    }
}
