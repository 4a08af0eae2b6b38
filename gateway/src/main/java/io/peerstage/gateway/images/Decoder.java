package io.peerstage.gateway.images;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import javax.imageio.ImageReader;

/**
 * Sees whether bytes are the image that they are said to be, by decoding them. One at a time, since each takes up to 100 MB and a
 * second.
 */
final class Decoder {
    private static final int LARGEST = 2 * 1024 * 1024;
    private static final int LONGEST_SIDE = 16_384;
    private static final int AT_ONCE = 1;
    /** Of a PNG or JPEG all is decoded, but only about so many pixels a side are kept. */
    private static final int KEPT = 64;

    private final WorkerExecutor worker;
    private final Clock clock;

    Decoder(Vertx vertx, Clock clock) {
        this.worker = vertx.createSharedWorkerExecutor("images", AT_ONCE);
        this.clock = clock;
    }

    /** What of it is to be kept: the image without its metadata. Fails with {@code INVALID_REQUEST}. */
    Future<Buffer> bare(ImageType type, byte[] content, Instant deadline) {
        return worker.executeBlocking(
                () -> {
                    if (clock.instant().isAfter(deadline)) { // whoever asked has gone
                        throw Failure.UNAVAILABLE.because("too many images are being looked at; try again");
                    }
                    var bare = type.withoutMetadata(content);
                    if (bare.length > LARGEST) { // orientations may have taken more room than they had
                        throw Failure.TOO_LARGE.because("an image has at most 2 MiB");
                    }
                    decode(type, new BoundedInput(bare, clock, deadline));
                    return Buffer.buffer(bare);
                },
                false);
    }

    private static void decode(ImageType type, BoundedInput content) {
        try {
            var reader = type.reader();
            try {
                reader.setInput(content, true, true);
                requireSmall(type, reader.getWidth(0), reader.getHeight(0));
                read(type, reader);
            } finally {
                reader.dispose();
            }
        } catch (Refused refused) {
            throw refused;
        } catch (IOException
                | RuntimeException undecodable) { // readers throw what they like at bytes that make no sense
            throw ImageType.refusal("cannot be decoded");
        }
    }

    private static void requireSmall(ImageType type, int width, int height) {
        if (width > LONGEST_SIDE || height > LONGEST_SIDE || (long) width * height > type.mostPixels()) {
            throw ImageType.refusal("has more than " + LONGEST_SIDE + " pixels a side or "
                    + type.mostPixels() / 1_000_000 + " million in all");
        }
    }

    private static void read(ImageType type, ImageReader reader) throws IOException {
        var all = reader.getDefaultReadParam();
        if (type != ImageType.WEBP) { // whose reader takes it amiss
            var every = 1 + Math.max(reader.getWidth(0), reader.getHeight(0)) / KEPT;
            all.setSourceSubsampling(every, every, 0, 0);
        }
        // The pixels as they stand, where that can be had: whether Java knows the colours of a CMYK photo does not
        // matter.
        if (reader.canReadRaster()) {
            reader.readRaster(0, all);
        } else {
            reader.read(0, all);
        }
    }
}
