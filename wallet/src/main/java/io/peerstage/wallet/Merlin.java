package io.peerstage.wallet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A Merlin transcript (merlin.cool): labelled messages go in, challenges that depend on all of them come out. */
final class Merlin {
    private final Strobe strobe = new Strobe("Merlin v1.0");

    Merlin(String protocol) {
        append("dom-sep", protocol.getBytes(StandardCharsets.UTF_8));
    }

    void append(String label, byte[] message) {
        frame(label, message.length);
        strobe.associate(message);
    }

    byte[] challenge(String label, int length) {
        frame(label, length);
        return strobe.squeeze(length);
    }

    /** Label and length go before, so that no two sequences of messages are the same bytes. */
    private void frame(String label, int length) {
        var size = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        strobe.describe(
                label.getBytes(StandardCharsets.UTF_8), size.putInt(length).array());
    }
}
