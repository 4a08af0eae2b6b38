package io.peerstage.gateway.images;

import io.peerstage.contract.Refused;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** A WebP (RFC 9649) with only the chunks that make a still picture and its colours: no Exif, no XMP. Films are refused. */
final class WebpChunks {
    private static final String EXTENDED = "VP8X";
    private static final String LOSSY = "VP8 ";
    private static final String LOSSLESS = "VP8L";
    private static final Set<String> COLOURS = Set.of("ALPH", "ICCP");
    private static final Set<String> FILM = Set.of("ANIM", "ANMF");
    /** In the first byte of an extended header: Exif and XMP follow. */
    private static final int METADATA_FLAGS = 0x08 | 0x04;

    private static final int LENGTH_OF_NAME = 4;
    private static final int FOURTEEN_BITS = 0x3FFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Set<Size> sizes = new HashSet<>();
    private int pictures;

    private WebpChunks() {}

    private record Size(int width, int height) {}

    static byte[] withoutMetadata(byte[] content) {
        try {
            var in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
            if (!name(in).equals("RIFF")) {
                throw notWebp();
            }
            in.limit(in.getInt() + in.position()); // what stands behind is no part of the picture
            if (!name(in).equals("WEBP")) {
                throw notWebp();
            }
            return new WebpChunks().bare(in);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException tooShort) {
            throw ImageType.refusal("is no whole WebP");
        }
    }

    private byte[] bare(ByteBuffer in) {
        while (in.hasRemaining()) {
            var name = name(in);
            var length = in.getInt();
            var padded = length + (length & 1);
            chunk(name, in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN));
            in.position(Math.min(in.position() + padded, in.limit()));
        }
        // A decoder allots memory by the picture's own header, whatever the one around it says.
        if (pictures != 1 || sizes.size() != 1) {
            throw notWebp();
        }
        var body = out.toByteArray();
        return ByteBuffer.allocate(2 * LENGTH_OF_NAME + Integer.BYTES + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(LENGTH_OF_NAME + body.length)
                .put(ascii("WEBP"))
                .put(body)
                .array();
    }

    private void chunk(String name, ByteBuffer data) {
        if (FILM.contains(name)) {
            throw ImageType.refusal("must not move");
        }
        switch (name) {
            case EXTENDED -> {
                sizes.add(new Size(1 + threeBytes(data, 4), 1 + threeBytes(data, 7)));
                write(name, withoutFlags(data));
            }
            case LOSSY -> {
                pictures++;
                sizes.add(new Size(data.getShort(6) & FOURTEEN_BITS, data.getShort(8) & FOURTEEN_BITS));
                write(name, data);
            }
            case LOSSLESS -> {
                pictures++;
                var bits = data.getInt(1);
                sizes.add(new Size(1 + (bits & FOURTEEN_BITS), 1 + (bits >> 14 & FOURTEEN_BITS)));
                write(name, data);
            }
            default -> {
                if (COLOURS.contains(name)) {
                    write(name, data);
                }
            }
        }
    }

    private static ByteBuffer withoutFlags(ByteBuffer header) {
        var copy =
                ByteBuffer.allocate(header.remaining()).put(header.duplicate()).flip();
        return copy.put(0, (byte) (copy.get(0) & ~METADATA_FLAGS));
    }

    private static int threeBytes(ByteBuffer data, int at) {
        return Short.toUnsignedInt(data.getShort(at)) | Byte.toUnsignedInt(data.get(at + 2)) << 16;
    }

    private void write(String name, ByteBuffer data) {
        var length = data.remaining();
        var chunk = ByteBuffer.allocate(LENGTH_OF_NAME + Integer.BYTES + length + (length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii(name))
                .putInt(length)
                .put(data);
        out.writeBytes(chunk.array());
    }

    private static String name(ByteBuffer in) {
        var name = new byte[LENGTH_OF_NAME];
        in.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    private static Refused notWebp() {
        return ImageType.refusal("is no WebP");
    }
}
