package io.peerstage.runtime;

/** A start that cannot succeed, for a reason that an operator can mend; its message is one sentence that names it. */
public final class BadSetting extends RuntimeException {
    public BadSetting(String sentence) {
        super(sentence, null, false, false);
    }
}
