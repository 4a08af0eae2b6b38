package io.peerstage.gateway.allowance;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.Pulse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests a minute, one allowance over all gateways. The database counts; what it said last is remembered, so that it is not asked for
 * what it would refuse, and so that each gateway can go on with its share of what is left while the database is away. Belongs to one
 * event loop.
 */
public final class Allowances {
    private static final Logger log = LoggerFactory.getLogger(Allowances.class);
    /** Longer than this nobody is kept waiting for being counted. */
    private static final Duration PATIENCE = Duration.ofMillis(300);
    /** For which a database that did not answer in time is not asked again. */
    private static final Duration RESPITE = Duration.ofSeconds(1);

    private static final Duration BETWEEN_PRUNINGS = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 50_000;

    /** By key, when the whole allowance will be there again. */
    private final Map<String, Instant> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private final PostgresAllowanceStore store;
    private final Gateways gateways;
    private final Clock clock;
    private final Pulse pruning;
    private Instant askAgainAt = Instant.MIN;

    public Allowances(Vertx vertx, Database database, Gateways gateways, Clock clock) {
        this.store = new PostgresAllowanceStore(database);
        this.gateways = gateways;
        this.clock = clock;
        this.pruning = new Pulse(
                vertx, BETWEEN_PRUNINGS, "old allowances", () -> store.prune().map(false));
    }

    public void start() {
        pruning.start();
    }

    public void stop() {
        pruning.stop();
    }

    /**
     * Takes one. Fails with {@code TOO_MANY_REQUESTS}, and how long to wait, if none is left; never because of the database.
     *
     * @param what is counted by itself: {@code read}
     * @param whom an account, or a network
     * @param perMinute all of which may be taken at once
     */
    public Future<Void> take(String what, String whom, int perMinute) {
        var key = what + " " + whom;
        var gcra = new Gcra(perMinute);
        var wait = gcra.wait(ahead(key));
        if (!wait.isZero()) {
            return refuse(wait);
        }
        if (clock.instant().isBefore(askAgainAt)) {
            return takeOfShare(key, gcra);
        }
        return store.take(key, gcra)
                .compose(ahead -> ahead.isPresent()
                        ? Future.succeededFuture(ahead.get())
                        : store.ahead(key).compose(full -> {
                            remember(key, full);
                            return Allowances.<Duration>refuse(gcra.wait(full));
                        }))
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .<Void>map(ahead -> {
                    remember(key, ahead);
                    return null;
                })
                .recover(thrown -> thrown instanceof Refused ? Future.failedFuture(thrown) : away(thrown, key, gcra));
    }

    private Future<Void> away(Throwable thrown, String key, Gcra gcra) {
        if (!clock.instant().isBefore(askAgainAt)) {
            log.warn("allowances are not shared at the moment: {}", thrown.toString());
        }
        askAgainAt = clock.instant().plus(RESPITE);
        return takeOfShare(key, gcra);
    }

    private Future<Void> takeOfShare(String key, Gcra whole) {
        var share = whole.share(gateways.count());
        var ahead = ahead(key);
        var wait = share.wait(ahead);
        if (!wait.isZero()) {
            return refuse(wait);
        }
        remember(key, share.taken(ahead));
        return Future.succeededFuture();
    }

    /** Answers may overtake each other; the one that tells of more counts. */
    private void remember(String key, Duration ahead) {
        var before = ahead(key);
        known.put(key, clock.instant().plus(ahead.compareTo(before) > 0 ? ahead : before));
    }

    /** What lies further ahead than it ever could was remembered before this machine's clock was set back. */
    private Duration ahead(String key) {
        var now = clock.instant();
        var ahead = Duration.between(now, known.getOrDefault(key, now));
        return ahead.isNegative() || ahead.compareTo(Gcra.WINDOW) > 0 ? Duration.ZERO : ahead;
    }

    private static <T> Future<T> refuse(Duration wait) {
        return Future.failedFuture(Failure.TOO_MANY_REQUESTS
                .because("too many requests; wait a little")
                .retryAfter(wait));
    }
}
