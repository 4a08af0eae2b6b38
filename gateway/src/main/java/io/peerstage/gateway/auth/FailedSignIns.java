package io.peerstage.gateway.auth;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bad tokens by address in the current minute; an IPv6 network of 64 bits counts as one. Remembers at most 50,000 addresses. */
public final class FailedSignIns {
    private static final int MOST_ADDRESSES = 50_000;
    private static final int SECONDS = 60;
    private static final String REFUSED = "peerstage.sign.ins.refused";

    private final Map<String, Integer> counts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };
    private final int most;
    private final Clock clock;
    private final Counter bad;
    private final Counter heldBack;
    private long minute;

    public FailedSignIns(int mostPerMinute, Clock clock, MeterRegistry meters) {
        this.most = mostPerMinute;
        this.clock = clock;
        this.bad = meters.counter(REFUSED, "cause", "bad-token");
        this.heldBack = meters.counter(REFUSED, "cause", "held-back");
    }

    /** Fails with {@code TOO_MANY_REQUESTS} for an address that has tried too often. */
    public void requireFew(String address) throws Refused {
        turnMinute();
        if (counts.getOrDefault(Network.of(address), 0) >= most) {
            heldBack.increment();
            throw Failure.TOO_MANY_REQUESTS.because("too many bad tokens from your address; try again in a minute");
        }
    }

    public void count(String address) {
        turnMinute();
        bad.increment();
        counts.merge(Network.of(address), 1, Integer::sum);
    }

    private void turnMinute() {
        var now = clock.instant().getEpochSecond() / SECONDS;
        if (now != minute) {
            minute = now;
            counts.clear();
        }
    }
}
