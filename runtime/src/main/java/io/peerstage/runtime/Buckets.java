package io.peerstage.runtime;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The times that are told in steps, so that percentiles of several processes can be taken together. Few steps, for each of them is a
 * series of its own for each operation.
 */
final class Buckets implements MeterFilter {
    private static final Set<String> MEASURED = Set.of("peerstage.bus.answers", "vertx.http.server.response.time");
    private static final double[] STEPS = LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000)
            .mapToDouble(milliseconds -> Duration.ofMillis(milliseconds).toNanos())
            .toArray();

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return MEASURED.contains(id.getName())
                ? DistributionStatisticConfig.builder()
                        .serviceLevelObjectives(STEPS)
                        .build()
                        .merge(config)
                : config;
    }
}
