package io.peerstage.gateway.images;

import io.peerstage.contract.Refused;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JPEG (ITU-T T.81) without what its camera and its editors wrote into it: the place where a photo was taken, a thumbnail of what was
 * cropped, a film behind its end. The colour profile stays. So does the orientation, alone in an Exif segment of its own, since phones
 * turn a picture by nothing else: without it people would lie on their sides.
 */
final class JpegSegments {
    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int EXIF = 0xE1;
    private static final int PROFILE = 0xE2;
    private static final int ADOBE = 0xEE; // says how the colours are meant
    private static final int APPLICATION = 0xE0; // and after it
    private static final byte[] JFIF_NAME = "JFIF\0".getBytes(StandardCharsets.US_ASCII);
    /** Name, version, density; a thumbnail would follow. */
    private static final int JFIF_LENGTH = 12;

    private static final byte[] NO_THUMBNAIL = {0, 0};
    private static final byte[] EXIF_NAME = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROFILE_NAME = "ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII);
    /** Photos have about ten; each costs a decoder a pass over all pixels, however short it is. */
    private static final int MOST_SCANS = 100;

    private final ByteBuffer in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int scans;

    private JpegSegments(byte[] content) {
        this.in = ByteBuffer.wrap(content);
    }

    static byte[] withoutMetadata(byte[] content) {
        try {
            return new JpegSegments(content).bare();
        } catch (BufferUnderflowException | IndexOutOfBoundsException tooShort) {
            throw ImageType.refusal("is no whole JPEG");
        }
    }

    private byte[] bare() {
        if (marker() != START) {
            throw notJpeg();
        }
        writeMarker(START);
        for (var marker = marker(); marker != END; marker = marker()) {
            segment(marker);
            if (marker == SCAN) {
                scan();
            }
        }
        writeMarker(END); // what stands behind it is no part of the picture
        return out.toByteArray();
    }

    private int marker() {
        if (in.get() != (byte) 0xFF) {
            throw notJpeg();
        }
        var marker = 0xFF;
        while (marker == 0xFF) { // any number of these may stand before a marker
            marker = Byte.toUnsignedInt(in.get());
        }
        return marker;
    }

    private void segment(int marker) {
        var length = Short.toUnsignedInt(in.getShort());
        if (length < Short.BYTES) {
            throw notJpeg();
        }
        var data = new byte[length - Short.BYTES];
        in.get(data);
        if (marker == EXIF && begins(data, EXIF_NAME)) {
            var orientation = ExifOrientation.read(Arrays.copyOfRange(data, EXIF_NAME.length, data.length));
            orientation.ifPresent(value -> write(EXIF, EXIF_NAME, ExifOrientation.write(value)));
        } else if (marker == APPLICATION && begins(data, JFIF_NAME) && data.length > JFIF_LENGTH) {
            write(marker, Arrays.copyOf(data, JFIF_LENGTH), NO_THUMBNAIL);
        } else if (isPicture(marker, data)) {
            write(marker, data);
        }
    }

    private static boolean isPicture(int marker, byte[] data) {
        if (marker == PROFILE) {
            return begins(data, PROFILE_NAME);
        }
        return marker < APPLICATION || marker == ADOBE;
    }

    /** The coded pixels: everything up to the next marker that is neither a stuffed byte nor a restart. */
    private void scan() {
        scans++;
        if (scans > MOST_SCANS) {
            throw ImageType.refusal("has more than " + MOST_SCANS + " scans");
        }
        var from = in.position();
        var to = from;
        while (!endsScan(Short.toUnsignedInt(in.getShort(to)))) {
            to++;
        }
        out.write(in.array(), from, to - from);
        in.position(to);
    }

    private static boolean endsScan(int two) {
        var isRestart = two >= 0xFFD0 && two <= 0xFFD7;
        return two > 0xFF00 && two < 0xFFFF && !isRestart;
    }

    private void write(int marker, byte[]... parts) {
        var length =
                Short.BYTES + Arrays.stream(parts).mapToInt(part -> part.length).sum();
        writeMarker(marker);
        out.write(length >> 8);
        out.write(length);
        Arrays.stream(parts).forEach(out::writeBytes);
    }

    private void writeMarker(int marker) {
        out.write(0xFF);
        out.write(marker);
    }

    private static boolean begins(byte[] data, byte[] name) {
        return data.length >= name.length && Arrays.equals(data, 0, name.length, name, 0, name.length);
    }

    private static Refused notJpeg() {
        return ImageType.refusal("is no JPEG");
    }
}
