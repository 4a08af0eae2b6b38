package io.peerstage.gateway.images;

import io.peerstage.contract.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Bytes for a decoder that may not take for ever. One of WebP (TwelveMonkeys 3.12.0, {@code LSBBitReader}) takes the end for zeros, and
 * damaged files of 38 bytes keep it busy for more than 30 s; so the end is told a few times, as decoders that look ahead want it, and then
 * breaks off.
 */
final class BoundedInput extends MemoryCacheImageInputStream {
    private static final int LOOKED_AHEAD = 64;

    private final Clock clock;
    private final Instant deadline;
    private int behind;

    BoundedInput(byte[] content, Clock clock, Instant deadline) {
        super(new ByteArrayInputStream(content));
        this.clock = clock;
        this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
        return told(super.read());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return told(super.read(into, offset, length));
    }

    private int told(int outcome) {
        if (outcome < 0) {
            behind++;
        }
        if (behind > LOOKED_AHEAD) {
            throw ImageType.refusal("is no whole file");
        }
        if (clock.instant().isAfter(deadline)) {
            throw Failure.UNAVAILABLE.because("looking at this image takes too long; try again, or a smaller one");
        }
        return outcome;
    }
}
