package io.peerstage.contract;

import java.util.List;
import java.util.stream.Collectors;

/** An operation was refused for a reason that its caller can act on. */
public final class Refused extends RuntimeException {
    private final Failure failure;
    private final transient List<Fault> faults;

    Refused(Failure failure, String sentence, List<Fault> faults) {
        super(sentence, null, false, false); // no stack trace: a refusal is an answer, not a fault
        this.failure = failure;
        this.faults = List.copyOf(faults);
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

    public Failure failure() {
        return failure;
    }

    /** Empty unless the failure is {@link Failure#INVALID_REQUEST}. */
    public List<Fault> faults() {
        return faults;
    }
}
