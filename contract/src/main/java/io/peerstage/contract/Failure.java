package io.peerstage.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Every way in which an operation may be refused. */
public enum Failure {
    INVALID_REQUEST(4000),
    INVALID_TOKEN(4010),
    NOT_REGISTERED(4030),
    NOT_BROADCASTER(4031),
    NOT_SUBSCRIBED(4032),
    NOT_ADMIN(4033),
    BANNED(4034),
    MUTED(4035),
    NOT_FOUND(4040),
    STREAM_NOT_FOUND(4041),
    PROFILE_NOT_FOUND(4042),
    METHOD_NOT_ALLOWED(4050),
    CONFLICT(4090),
    ALREADY_LIVE(4091),
    IDEMPOTENCY_MISMATCH(4092),
    PRECONDITION_FAILED(4120),
    TOO_LARGE(4130),
    UNSUPPORTED_MEDIA_TYPE(4150),
    MISDIRECTED(4210),
    TOO_MANY_REQUESTS(4290),
    INTERNAL(5000),
    UNAVAILABLE(5030),
    TIMEOUT(5040);

    private final int number;

    Failure(int number) {
        this.number = number;
    }

    /** Travels over the bus, so it never changes; its first three digits are the HTTP status. */
    public int number() {
        return number;
    }

    public int status() {
        return number / 10;
    }

    /** As it stands in problem documents: {@code not-registered}. */
    public String problem() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A refusal with a sentence that may be shown to the user. */
    public Refused because(String sentence) {
        return new Refused(this, sentence, List.of());
    }

    /** The failure of that number; {@link #INTERNAL} for one that a newer service sent. */
    public static Failure of(int number) {
        return Arrays.stream(values())
                .filter(failure -> failure.number == number)
                .findFirst()
                .orElse(INTERNAL);
    }
}
