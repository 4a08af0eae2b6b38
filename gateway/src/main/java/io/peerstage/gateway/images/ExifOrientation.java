package io.peerstage.gateway.images;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/** How a picture is to be turned before it is shown, 1 to 8: the one thing in Exif's TIFF block (Exif 2.32, 4.6.4) that a picture needs. */
final class ExifOrientation {
    private static final short LITTLE_ENDIAN = 0x4949;
    private static final short BIG_ENDIAN = 0x4D4D;
    private static final short TIFF = 42;
    private static final short TAG = 0x0112;
    private static final short TYPE_SHORT = 3;
    private static final int HEADER = 8;
    private static final int ENTRY = 12;
    private static final int UPRIGHT = 1;
    private static final int LAST = 8;

    /** Empty if it is upright, or nothing that can be read. */
    static OptionalInt read(byte[] tiff) {
        try {
            var block = ByteBuffer.wrap(tiff);
            block.order(block.getShort() == LITTLE_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            var directory = block.getInt(Integer.BYTES);
            var entries = Short.toUnsignedInt(block.getShort(directory));
            for (var n = 0; n < entries; n++) {
                var at = directory + Short.BYTES + n * ENTRY;
                if (block.getShort(at) == TAG) {
                    var value = block.getShort(at + 2 * Integer.BYTES);
                    return value > UPRIGHT && value <= LAST ? OptionalInt.of(value) : OptionalInt.empty();
                }
            }
            return OptionalInt.empty();
        } catch (BufferUnderflowException | IndexOutOfBoundsException unreadable) {
            return OptionalInt.empty();
        }
    }

    /** A block that says nothing else. */
    static byte[] write(int orientation) {
        return ByteBuffer.allocate(HEADER + Short.BYTES + ENTRY + Integer.BYTES)
                .putShort(BIG_ENDIAN)
                .putShort(TIFF)
                .putInt(HEADER)
                .putShort((short) 1) // entry
                .putShort(TAG)
                .putShort(TYPE_SHORT)
                .putInt(1) // value, left in its four bytes
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0) // no directory follows
                .array();
    }

    private ExifOrientation() {}
}
