package io.peerstage.gateway.auth;

import io.peerstage.contract.Account;
import io.peerstage.gateway.auth.RevocationStore.News.Everything;
import io.peerstage.runtime.Pulse;
import io.peerstage.wallet.WalletToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tokens that were signed out, and the accounts that were banned. All of them are in memory until they would have expired anyway; what other gateways add is fetched
 * every 300 ms, and when that did not succeed for a second, nobody can say any longer whether a token is good.
 */
public final class Revocations {
    private static final Duration BEAT = Duration.ofMillis(300);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration BETWEEN_PRUNINGS = Duration.ofMinutes(1);

    /** A token of an account, by its name, with the time at which it expires. */
    private final Map<Account, Map<String, Instant>> tokens = new HashMap<>();

    private final Map<Account, Everything> accounts = new HashMap<>();
    private Set<Account> banned = Set.of();
    private final RevocationStore store;
    private final Clock clock;
    private final Duration longestLifetime;
    private final Runnable changed;
    private final Pulse fetching;
    private final Pulse pruning;
    private Instant latest = Instant.EPOCH;
    private Instant askedAt = Instant.MIN;

    /**
     * @param changed called after revocations were added
     */
    public Revocations(Vertx vertx, RevocationStore store, Clock clock, Duration longestLifetime, Runnable changed) {
        this.store = store;
        this.clock = clock;
        this.longestLifetime = longestLifetime;
        this.changed = changed;
        this.fetching = new Pulse(vertx, BEAT, "revoked tokens", () -> refresh().map(false));
        this.pruning = new Pulse(vertx, BETWEEN_PRUNINGS, "expired revocations", () -> prune().map(false));
    }

    /** Succeeds when all are known. */
    public Future<Void> start() {
        return refresh().onSuccess(loaded -> {
            fetching.start();
            pruning.start();
        });
    }

    public void stop() {
        fetching.stop();
        pruning.stop();
    }

    public boolean isFresh() {
        return clock.instant().isBefore(askedAt.plus(FRESH));
    }

    public boolean isRevoked(WalletToken token) {
        var everything = accounts.get(token.account());
        return tokens.getOrDefault(token.account(), Map.of()).containsKey(token.jti())
                || (everything != null && !token.issuedAt().isAfter(everything.issuedUntil()));
    }

    public boolean isBanned(Account account) {
        return banned.contains(account);
    }

    public Future<Void> revoke(WalletToken token) {
        return store.revoke(token.account(), token.jti(), token.expiresAt()).compose(kept -> refresh());
    }

    /** All tokens of the account that were issued until now, and the one that asks, whose clock may be ahead of ours. */
    public Future<Void> revokeAll(WalletToken by) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var until = by.issuedAt().isAfter(now) ? by.issuedAt() : now;
        return store.revokeAll(by.account(), until, until.plus(longestLifetime)).compose(kept -> refresh());
    }

    /** Succeeds when this gateway knows what was revoked, and who was banned, until now. */
    public Future<Void> refresh() {
        var asking = clock.instant();
        return store.since(latest, asking).map(news -> {
            if (asking.isBefore(askedAt)) {
                return null; // overtaken by a later answer, which has all of this one
            }
            var isNew = false;
            for (var one : news.tokens()) {
                isNew |= tokens.computeIfAbsent(one.account(), none -> new HashMap<>())
                                .put(one.jti(), one.expiresAt())
                        == null;
            }
            for (var one : news.accounts()) {
                isNew |= !one.equals(accounts.put(one.account(), one));
            }
            isNew |= !banned.containsAll(news.banned());
            banned = news.banned();
            latest = news.latest();
            askedAt = asking;
            if (isNew) {
                changed.run();
            }
            return null;
        });
    }

    private Future<Void> prune() {
        var now = clock.instant();
        tokens.values().forEach(names -> names.values().removeIf(expiresAt -> !expiresAt.isAfter(now)));
        tokens.values().removeIf(Map::isEmpty);
        accounts.values().removeIf(everything -> !everything.expiresAt().isAfter(now));
        return store.prune(now);
    }
}
