package io.peerstage.contract;

/** The answer of an operation that has nothing to say but that it is done. */
public record Nothing() {
    public static final Nothing NOTHING = new Nothing();
}
