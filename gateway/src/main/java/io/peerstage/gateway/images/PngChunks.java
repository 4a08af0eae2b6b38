package io.peerstage.gateway.images;

import io.peerstage.contract.Refused;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32;

/** A PNG (W3C, third edition) with only the chunks that make a still picture and its colours: no text, no Exif, no frames. */
final class PngChunks {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final String FIRST = "IHDR";
    private static final String LAST = "IEND";
    private static final Set<String> PICTURE =
            Set.of("PLTE", "IDAT", LAST, "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD", "pHYs");
    /** Length, type and checksum. */
    private static final int AROUND = 12;

    static byte[] withoutMetadata(byte[] content) {
        try {
            return bare(ByteBuffer.wrap(content));
        } catch (BufferUnderflowException | IndexOutOfBoundsException tooShort) {
            throw tooShort();
        }
    }

    private static byte[] bare(ByteBuffer in) {
        var signature = new byte[SIGNATURE.length];
        in.get(signature);
        if (!Arrays.equals(signature, SIGNATURE)) {
            throw notPng();
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(signature);
        // What stands behind the last is no part of the picture; a header that comes again would be another picture.
        for (var type = ""; !type.equals(LAST); ) {
            var chunk = chunk(in);
            var first = type.isEmpty();
            type = type(chunk);
            if (first != type.equals(FIRST)) {
                throw notPng();
            }
            if (first || PICTURE.contains(type)) {
                out.writeBytes(chunk);
            }
        }
        return out.toByteArray();
    }

    private static byte[] chunk(ByteBuffer in) {
        var length = in.getInt(in.position());
        if (length < 0 || length > in.remaining() - AROUND) {
            throw tooShort();
        }
        var chunk = new byte[length + AROUND];
        in.get(chunk);
        var checksum = new CRC32();
        checksum.update(chunk, Integer.BYTES, chunk.length - 2 * Integer.BYTES);
        if (ByteBuffer.wrap(chunk).getInt(chunk.length - Integer.BYTES) != (int) checksum.getValue()) {
            throw ImageType.refusal("is damaged");
        }
        return chunk;
    }

    private static String type(byte[] chunk) {
        return new String(chunk, Integer.BYTES, Integer.BYTES, StandardCharsets.ISO_8859_1);
    }

    private static Refused notPng() {
        return ImageType.refusal("is no PNG");
    }

    private static Refused tooShort() {
        return ImageType.refusal("is no whole PNG");
    }

    private PngChunks() {}
}
