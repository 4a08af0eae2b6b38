package io.peerstage.contract;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An operation was refused for a reason that its caller can act on. */
public final class Refused extends RuntimeException {
    private final Failure failure;
    private final transient List<Fault> faults;
    private final transient Optional<Duration> wait;

    Refused(Failure failure, String sentence, List<Fault> faults) {
        this(failure, sentence, faults, Optional.empty());
    }

    private Refused(Failure failure, String sentence, List<Fault> faults, Optional<Duration> wait) {
        super(sentence, null, false, false); // no stack trace: a refusal is an answer, not a fault
        this.failure = failure;
        this.faults = List.copyOf(faults);
        this.wait = wait;
    }

    /** A question that cannot be meant: each fault names its field. */
    public static Refused invalid(List<Fault> faults) {
        return new Refused(
                Failure.INVALID_REQUEST,
                faults.stream().map(Fault::toString).collect(Collectors.joining("\n")),
                faults);
    }

    /** What a refusal said on the other side of the bus, where its message is all that travels. */
    public static Refused read(int number, String message) {
        var failure = Failure.of(number);
        return failure == Failure.INVALID_REQUEST
                ? invalid(message.lines().map(Fault::read).toList())
                : failure.because(message);
    }

    /** The same, with how long to wait before asking again; that does not travel over the bus. */
    public Refused retryAfter(Duration wait) {
        return new Refused(failure, getMessage(), faults, Optional.of(wait));
    }

    /** How long to wait before asking again, where that is known. */
    public Optional<Duration> retryAfter() {
        return wait;
    }

    public Failure failure() {
        return failure;
    }

    /** Empty unless the failure is {@link Failure#INVALID_REQUEST}. */
    public List<Fault> faults() {
        return faults;
    }
}
