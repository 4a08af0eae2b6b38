package io.peerstage.wallet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The permutation under SHA-3 and STROBE (FIPS 202, 3.3), which neither the JDK nor Bouncy Castle gives out. */
final class KeccakF1600 {
    static final int BYTES = 200;

    private static final int LANES = 25;
    private static final long[] ROUND_CONSTANTS = {
        0x0000000000000001L, 0x0000000000008082L, 0x800000000000808aL, 0x8000000080008000L,
        0x000000000000808bL, 0x0000000080000001L, 0x8000000080008081L, 0x8000000000008009L,
        0x000000000000008aL, 0x0000000000000088L, 0x0000000080008009L, 0x000000008000000aL,
        0x000000008000808bL, 0x800000000000008bL, 0x8000000000008089L, 0x8000000000008003L,
        0x8000000000008002L, 0x8000000000000080L, 0x000000000000800aL, 0x800000008000000aL,
        0x8000000080008081L, 0x8000000000008080L, 0x0000000080000001L, 0x8000000080008008L
    };

    /** Where ρ and π take the lanes, one after the other, starting from lane 1, and by how many bits they turn them. */
    private static final int[] PATH = {
        10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1
    };

    private static final int[] TURNS = {
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44
    };

    static void permute(byte[] state) {
        var buffer = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        var lanes = new long[LANES];
        buffer.get(lanes);
        var five = new long[5];
        for (var constant : ROUND_CONSTANTS) {
            theta(lanes, five);
            rhoAndPi(lanes);
            chi(lanes, five);
            lanes[0] ^= constant; // ι
        }
        buffer.rewind().put(lanes);
    }

    private static void theta(long[] lanes, long[] parity) {
        for (var x = 0; x < 5; x++) {
            parity[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
        }
        for (var x = 0; x < 5; x++) {
            var mix = parity[(x + 4) % 5] ^ Long.rotateLeft(parity[(x + 1) % 5], 1);
            for (var lane = x; lane < LANES; lane += 5) {
                lanes[lane] ^= mix;
            }
        }
    }

    private static void rhoAndPi(long[] lanes) {
        var moving = lanes[1];
        for (var step = 0; step < PATH.length; step++) {
            var displaced = lanes[PATH[step]];
            lanes[PATH[step]] = Long.rotateLeft(moving, TURNS[step]);
            moving = displaced;
        }
    }

    private static void chi(long[] lanes, long[] row) {
        for (var y = 0; y < LANES; y += 5) {
            System.arraycopy(lanes, y, row, 0, 5);
            for (var x = 0; x < 5; x++) {
                lanes[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
    }

    private KeccakF1600() {}
}
