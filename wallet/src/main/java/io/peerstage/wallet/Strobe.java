package io.peerstage.wallet;

import java.nio.charset.StandardCharsets;

/**
 * STROBE-128 (strobe.sourceforge.io/specs, v1.0.2) as far as Merlin needs it. Each operation is framed in the state by
 * its flags and by where the one before began.
 */
final class Strobe {
    /** In bytes: the state of 200, less 2 · 128 bits of capacity, less 2 for the padding. */
    private static final int RATE = 166;

    private static final int INBOUND = 1;
    private static final int APPLICATION = 1 << 1;
    private static final int CIPHER = 1 << 2;
    private static final int META = 1 << 4;

    private final byte[] state = new byte[KeccakF1600.BYTES];
    private int position;
    private int operationStart;

    Strobe(String protocol) {
        absorb(new byte[] {1, RATE + 2 - 256, 1, 0, 1, 96});
        absorb("STROBEv1.0.2".getBytes(StandardCharsets.US_ASCII));
        KeccakF1600.permute(state);
        position = 0;
        describe(protocol.getBytes(StandardCharsets.US_ASCII));
    }

    /** {@code meta-AD}: framing that the application does not see, one operation for all parts. */
    void describe(byte[]... parts) {
        begin(META | APPLICATION);
        for (var part : parts) {
            absorb(part);
        }
    }

    /** {@code AD}: associated data. */
    void associate(byte[] data) {
        begin(APPLICATION);
        absorb(data);
    }

    /** {@code PRF}: bytes that depend on everything before; those that were given out are wiped from the state. */
    byte[] squeeze(int length) {
        begin(INBOUND | APPLICATION | CIPHER);
        var output = new byte[length];
        for (var i = 0; i < length; i++) {
            output[i] = state[position];
            state[position] = 0;
            advance();
        }
        return output;
    }

    private void begin(int flags) {
        var before = operationStart;
        operationStart = position + 1;
        absorb(new byte[] {(byte) before, (byte) flags});
        if ((flags & CIPHER) != 0 && position != 0) {
            permute();
        }
    }

    private void absorb(byte[] data) {
        for (var octet : data) {
            state[position] ^= octet;
            advance();
        }
    }

    private void advance() {
        position++;
        if (position == RATE) {
            permute();
        }
    }

    private void permute() {
        state[position] ^= (byte) operationStart;
        state[position + 1] ^= 0x04;
        state[RATE + 1] ^= (byte) 0x80;
        KeccakF1600.permute(state);
        position = 0;
        operationStart = 0;
    }
}
