package io.peerstage.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.runtime.Database;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestClock;
import io.peerstage.testkit.TestNode;
import io.peerstage.testkit.TestWallet;
import io.peerstage.wallet.TokenVerifier;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways on one database. */
class RevocationsTest {
    private static final String AUDIENCE = "https://stage.example";
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");

    private final TestClock clock = new TestClock(NOON);
    private final TestWallet ada = TestWallet.ed25519(1);
    private final AtomicInteger changes = new AtomicInteger();
    private TestNode node;
    private Database database;
    private Revocations here;
    private Revocations there;

    @BeforeEach
    void start() {
        node = TestNode.start(clock, Map.of());
        database = Await.get(node.node().database("gateway"));
        here = revocations(() -> {});
        there = revocations(changes::incrementAndGet);
    }

    @AfterEach
    void stop() {
        here.stop();
        there.stop();
        node.close();
    }

    @Test
    void what_one_gateway_revokes_another_refuses_within_a_second() {
        var auth = auth(there);
        var token = ada.token(AUDIENCE, NOON, Duration.ofHours(1));
        var verified = auth.verify(token);
        Await.get(here.revoke(verified));
        assertThat(here.isRevoked(verified)).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> there.isRevoked(verified));
        assertThat(Assertions.catchThrowableOfType(Refused.class, () -> auth.verify(token)))
                .hasMessage("revoked");
    }

    @Test
    void a_gateway_that_starts_later_knows_them_all() {
        var verified = auth(here).verify(ada.token(AUDIENCE, NOON, Duration.ofHours(1)));
        Await.get(here.revokeAll(verified));
        var late = revocations(() -> {});
        assertThat(late.isRevoked(verified)).isTrue();
        late.stop();
    }

    @Test
    void news_are_told_once() {
        Await.get(here.revoke(auth(here).verify(ada.token(AUDIENCE, NOON, Duration.ofHours(1)))));
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> changes.get() == 1);
        Await.get(there.revoke(auth(there).verify(ada.token(AUDIENCE, NOON, Duration.ofHours(2)))));
        assertThat(changes).hasValue(2);
    }

    @Test
    void a_token_is_remembered_but_its_end_is_not_forgotten() {
        var auth = auth(here);
        var token = ada.token(AUDIENCE, NOON, Duration.ofMinutes(1));
        auth.verify(token);
        assertThat(auth.remembers(token)).isTrue();
        clock.advance(Duration.ofMinutes(1));
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(here::isFresh);
        assertThat(Assertions.catchThrowableOfType(Refused.class, () -> auth.verify(token)))
                .hasMessage("exp");
    }

    @Test
    void without_news_for_a_second_nobody_can_tell() {
        var auth = auth(here);
        here.stop();
        clock.advance(Duration.ofSeconds(2));
        var refused = Assertions.catchThrowableOfType(
                Refused.class, () -> auth.verify(ada.token(AUDIENCE, NOON, Duration.ofHours(1))));
        assertThat(refused.failure()).isEqualTo(Failure.UNAVAILABLE);
    }

    @Test
    void expired_revocations_are_forgotten() {
        var store = new PostgresRevocationStore(database);
        Await.get(store.revoke(ada.account(), "a".repeat(16), NOON.plusSeconds(60)));
        Await.get(store.revokeAll(ada.account(), NOON, NOON.plusSeconds(60)));
        Await.get(store.prune(NOON.plusSeconds(60)));
        var left = Await.get(store.since(Instant.EPOCH, NOON));
        assertThat(left.tokens()).isEmpty();
        assertThat(left.accounts()).isEmpty();
    }

    private Revocations revocations(Runnable changed) {
        var revocations =
                new Revocations(node.node().vertx(), new PostgresRevocationStore(database), clock, LIFETIME, changed);
        Await.get(Future.succeededFuture().compose(now -> revocations.start()));
        return revocations;
    }

    private WalletAuth auth(Revocations revocations) {
        return new WalletAuth(new TokenVerifier(AUDIENCE, LIFETIME), revocations, clock);
    }
}
