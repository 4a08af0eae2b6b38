package io.peerstage.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Operation;
import java.util.Set;
import java.util.regex.Pattern;

/** What {@code /metrics} tells of questions: how long each operation takes to be answered, by whoever answers it, and who got no answer. */
final class BusFigures {
    /** What tells one instance's address from another's; figures are those of the operation. */
    private static final Pattern INSTANCE = Pattern.compile("@.*|\\.[0-9a-f]{8}-[0-9a-f-]{27}");
    /** Of these whoever answers knows nothing. */
    private static final Set<Failure> UNANSWERED = Set.of(Failure.UNAVAILABLE, Failure.TIMEOUT);

    private final MeterRegistry meters;

    BusFigures(MeterRegistry meters) {
        this.meters = meters;
    }

    Timer.Sample begin() {
        return Timer.start(meters);
    }

    void answered(Operation<?, ?> operation, Timer.Sample begun) {
        stop(operation, begun, "answered");
    }

    void refused(Operation<?, ?> operation, Timer.Sample begun, Failure failure) {
        stop(operation, begun, failure.problem());
    }

    private void stop(Operation<?, ?> operation, Timer.Sample begun, String outcome) {
        begun.stop(meters.timer("peerstage.bus.answers", "operation", name(operation), "outcome", outcome));
    }

    /** A question whose asker goes on without an answer. */
    void failed(Operation<?, ?> operation, Failure failure) {
        if (UNANSWERED.contains(failure)) {
            meters.counter("peerstage.bus.unanswered", "operation", name(operation), "cause", failure.problem())
                    .increment();
        }
    }

    private static String name(Operation<?, ?> operation) {
        return INSTANCE.matcher(operation.address()).replaceAll("");
    }
}
