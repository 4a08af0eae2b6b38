package io.peerstage.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));
    private static final String HOME = "192.0.2.1";
    private static final Crowd.Limits LIMITS = new Crowd.Limits(2, 3);

    private final Crowd crowd = new Crowd();

    @Test
    void an_account_has_so_many_places_wherever_it_comes_from() {
        come("a", Optional.of(ADA), HOME);
        come("b", Optional.of(ADA), "192.0.2.2");
        assertThat(refused("c", Optional.of(ADA), "192.0.2.3", false)).contains("2 tabs or devices");
        assertThat(refused("c", Optional.of(ADA), "192.0.2.3", true)).contains("2 tabs or devices");
        crowd.left(new PeerId("a"));
        come("c", Optional.of(ADA), "192.0.2.3");
    }

    @Test
    void an_address_has_so_many_places_whoever_comes() {
        IntStream.range(0, 3).forEach(n -> come("v" + n, Optional.empty(), HOME));
        assertThat(refused("v3", Optional.empty(), HOME, false)).contains("3 times at your network address");
        assertThat(refused("a", Optional.of(ADA), HOME, false)).contains("3 times at your network address");
        crowd.requireSpace(new PeerId("a"), new Crowd.Origin(Optional.of(ADA), HOME), LIMITS, true);
        come("v3", Optional.empty(), "192.0.2.2");
    }

    @Test
    void a_peer_that_comes_back_is_never_refused_and_counts_once() {
        come("a", Optional.of(ADA), HOME);
        come("b", Optional.of(ADA), HOME);
        IntStream.range(0, 5).forEach(n -> come("a", Optional.of(ADA), HOME));
        come("v", Optional.empty(), HOME);
        assertThat(refused("w", Optional.empty(), HOME, false)).isNotEmpty();
    }

    @Test
    void a_peer_that_comes_back_from_another_address_counts_there() {
        IntStream.range(0, 3).forEach(n -> come("v" + n, Optional.empty(), HOME));
        come("v0", Optional.empty(), "192.0.2.2");
        come("v3", Optional.empty(), HOME);
        crowd.left(new PeerId("v0"));
        crowd.left(new PeerId("v0"));
        IntStream.range(4, 7).forEach(n -> come("v" + n, Optional.empty(), "192.0.2.2"));
        assertThat(refused("v7", Optional.empty(), "192.0.2.2", false)).isNotEmpty();
    }

    private void come(String id, Optional<Account> account, String network) {
        var origin = new Crowd.Origin(account, network);
        crowd.requireSpace(new PeerId(id), origin, LIMITS, false);
        crowd.came(new PeerId(id), origin);
    }

    private String refused(String id, Optional<Account> account, String network, boolean anywhere) {
        var refusal = catchThrowableOfType(
                Refused.class,
                () -> crowd.requireSpace(new PeerId(id), new Crowd.Origin(account, network), LIMITS, anywhere));
        assertThat(refusal.failure()).isEqualTo(Failure.TOO_MANY_REQUESTS);
        return refusal.getMessage();
    }
}
