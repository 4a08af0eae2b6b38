package io.peerstage.gateway.auth;

import io.peerstage.contract.Account;
import io.peerstage.runtime.Pulse;
import io.peerstage.wallet.WalletToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The tokens that were signed out. All of them are in memory; what other gateways add is fetched every 300 ms, and when that did not
 * succeed for a second, nobody can say any longer whether a token is good.
 */
public final class Revocations {
    private static final Duration BEAT = Duration.ofMillis(300);
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Map<Account, Set<String>> tokens = new HashMap<>();
    private final Map<Account, Instant> issuedUntil = new HashMap<>();
    private final RevocationStore store;
    private final Clock clock;
    private final Duration longestLifetime;
    private final Pulse pulse;
    private final Runnable changed;
    private Instant latest = Instant.EPOCH;
    private Instant fetchedAt = Instant.MIN;

    /**
     * @param changed called after revocations were added
     */
    public Revocations(Vertx vertx, RevocationStore store, Clock clock, Duration longestLifetime, Runnable changed) {
        this.store = store;
        this.clock = clock;
        this.longestLifetime = longestLifetime;
        this.changed = changed;
        this.pulse = new Pulse(vertx, BEAT, "revoked tokens", () -> fetch().map(false));
    }

    /** Succeeds when all are known. */
    public Future<Void> start() {
        return fetch().onSuccess(loaded -> pulse.start());
    }

    public void stop() {
        pulse.stop();
    }

    public boolean isFresh() {
        return clock.instant().isBefore(fetchedAt.plus(FRESH));
    }

    public boolean isRevoked(WalletToken token) {
        return tokens.getOrDefault(token.account(), Set.of()).contains(token.jti())
                || !token.issuedAt().isAfter(issuedUntil.getOrDefault(token.account(), Instant.MIN));
    }

    public Future<Void> revoke(WalletToken token) {
        return store.revoke(token.account(), token.jti(), token.expiresAt()).compose(kept -> fetch());
    }

    /** All tokens of the account that were issued until now. */
    public Future<Void> revokeAll(Account account) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return store.revokeAll(account, now, now.plus(longestLifetime)).compose(kept -> fetch());
    }

    private Future<Void> fetch() {
        return store.since(latest, clock.instant()).map(news -> {
            news.tokens()
                    .forEach(one -> tokens.computeIfAbsent(one.account(), none -> new HashSet<>())
                            .add(one.jti()));
            news.accounts().forEach(one -> issuedUntil.merge(one.account(), one.issuedUntil(), Revocations::later));
            latest = news.latest();
            fetchedAt = clock.instant();
            if (!news.isEmpty()) {
                changed.run();
            }
            return null;
        });
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
