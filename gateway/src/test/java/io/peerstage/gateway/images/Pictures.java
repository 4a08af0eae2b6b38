package io.peerstage.gateway.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Image files for tests, with what cameras write into them. */
final class Pictures {
    /** Three pixels by two, made by libwebp. */
    static final byte[] WEBP_LOSSY =
            decode("UklGRjoAAABXRUJQVlA4IC4AAADwAQCdASoDAAIAAsBMJaACdLoAAwkG+4AA/vWjIsNov4oLhFi3v4czrtKjAAAA");

    static final byte[] WEBP_LOSSLESS = decode("UklGRh4AAABXRUJQVlA4TBIAAAAvAkAAAA8Q87//8x8O5iCi/xE=");
    /** Four pixels by four, with an extended header and an alpha channel. */
    static final byte[] WEBP_ALPHA =
            decode("UklGRlwAAABXRUJQVlA4WAoAAAAQAAAAAwAAAwAAQUxQSAoAAAABB9C/iAhERP8DVlA4ICwAAACQAQCd"
                    + "ASoEAAQAAsBMJaACdLoAA5gA/u5DH+5sc4twV/9tD/9aH/60P+lAAA==");

    private static final int JPEG_START = 2;
    private static final int PNG_HEADER = 33;

    static byte[] png(int width, int height) {
        return written("png", width, height);
    }

    static byte[] jpeg(int width, int height) {
        return written("jpeg", width, height);
    }

    /** Another picture for another number. */
    static byte[] png(int number) {
        var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, number);
        return written("png", image);
    }

    /** With segments behind its start. */
    static byte[] jpeg(byte[]... segments) {
        var jpeg = jpeg(8, 8);
        return ByteBuffer.allocate(jpeg.length + length(segments))
                .put(jpeg, 0, JPEG_START)
                .put(joined(segments))
                .put(jpeg, JPEG_START, jpeg.length - JPEG_START)
                .array();
    }

    static byte[] segment(int marker, String text) {
        var data = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(4 + data.length)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (2 + data.length))
                .put(data)
                .array();
    }

    /** As a phone writes it: the orientation among other things, and a secret place. */
    static byte[] exif(ByteOrder order, int orientation) {
        var tiff = ByteBuffer.allocate(64)
                .order(order)
                .put(order == ByteOrder.LITTLE_ENDIAN ? new byte[] {'I', 'I'} : new byte[] {'M', 'M'})
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 2)
                .putShort((short) 0x010F)
                .putShort((short) 2)
                .putInt(6)
                .putInt(40)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .put("SECRET".getBytes(StandardCharsets.US_ASCII));
        return segment(0xE1, "Exif\0\0" + new String(tiff.array(), StandardCharsets.ISO_8859_1));
    }

    /** With chunks behind its header. */
    static byte[] png(byte[]... chunks) {
        var png = png(8, 8);
        return ByteBuffer.allocate(png.length + length(chunks))
                .put(png, 0, PNG_HEADER)
                .put(joined(chunks))
                .put(png, PNG_HEADER, png.length - PNG_HEADER)
                .array();
    }

    static byte[] chunk(String type, byte[] data) {
        var checksum = new CRC32();
        checksum.update(type.getBytes(StandardCharsets.US_ASCII));
        checksum.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(data)
                .putInt((int) checksum.getValue())
                .array();
    }

    /** A PNG that says it is of that size, and has no pixels. */
    static byte[] pngHeader(int width, int height) {
        var header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        return ByteBuffer.allocate(8 + 25 + 12 + 12)
                .put(png(1, 1), 0, 8)
                .put(chunk("IHDR", header))
                .put(chunk("IDAT", new byte[0]))
                .put(chunk("IEND", new byte[0]))
                .array();
    }

    /** With another chunk at its end. */
    static byte[] webp(byte[] webp, String type, String text) {
        var data = text.getBytes(StandardCharsets.ISO_8859_1);
        var all = ByteBuffer.allocate(webp.length + 8 + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(webp)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data);
        return all.putInt(4, all.capacity() - 8).array();
    }

    private static byte[] written(String format, int width, int height) {
        return written(format, new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
    }

    private static byte[] written(String format, BufferedImage image) {
        try {
            var out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] joined(byte[]... parts) {
        var joined = ByteBuffer.allocate(length(parts));
        for (var part : parts) {
            joined.put(part);
        }
        return joined.array();
    }

    private static int length(byte[]... parts) {
        var length = 0;
        for (var part : parts) {
            length += part.length;
        }
        return length;
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private Pictures() {}
}
