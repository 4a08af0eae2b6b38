package io.peerstage.wallet;

import java.util.Locale;

/** A token was refused; {@link #why()} is all that its sender is told. */
public final class BadToken extends RuntimeException {
    private final Why why;

    BadToken(Why why) {
        super(why.toString(), null, false, false); // no stack trace: anyone may send millions of bad tokens
        this.why = why;
    }

    public Why why() {
        return why;
    }

    static void unless(boolean holds, Why why) {
        if (!holds) {
            throw new BadToken(why);
        }
    }

    /** The first fault of a token. */
    public enum Why {
        /** Not three canonical base64url parts with exactly our header and payload. */
        FORM,
        /** An algorithm that is not listed, or one that does not fit the account. */
        ALG,
        SUB,
        AUD,
        IAT,
        EXP,
        JTI,
        SIGNATURE;

        BadToken fault() {
            return new BadToken(this);
        }

        /** As it stands in answers: {@code signature}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
