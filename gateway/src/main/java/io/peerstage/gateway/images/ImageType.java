package io.peerstage.gateway.images;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.peerstage.contract.Fault;
import io.peerstage.contract.Refused;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** The formats that every browser shows. */
enum ImageType {
    PNG("image/png", 25_000_000) {
        @Override
        byte[] withoutMetadata(byte[] content) {
            return PngChunks.withoutMetadata(content);
        }

        @Override
        ImageReader reader() {
            return ImageIO.getImageReadersByFormatName("png").next();
        }
    },
    JPEG("image/jpeg", 25_000_000) {
        @Override
        byte[] withoutMetadata(byte[] content) {
            return JpegSegments.withoutMetadata(content);
        }

        @Override
        ImageReader reader() {
            return ImageIO.getImageReadersByFormatName("jpeg").next();
        }
    },
    /** Its decoder is written in Java: 4 million pixels take it a second and 100 MB. */
    WEBP("image/webp", 4_194_304) {
        @Override
        byte[] withoutMetadata(byte[] content) {
            return WebpChunks.withoutMetadata(content);
        }

        @Override
        ImageReader reader() throws IOException {
            return new WebPImageReaderSpi()
                    .createReaderInstance(null); // not looked for: class loaders differ by launcher
        }
    };

    private final String mediaType;
    private final long mostPixels;

    ImageType(String mediaType, long mostPixels) {
        this.mediaType = mediaType;
        this.mostPixels = mostPixels;
    }

    /** The one of that media type; anything else has been refused before. */
    static ImageType of(String mediaType) {
        return Arrays.stream(values())
                .filter(type -> type.mediaType.equals(mediaType))
                .findFirst()
                .orElseThrow();
    }

    String mediaType() {
        return mediaType;
    }

    /** What is decoded costs memory by its pixels, however few bytes say so. */
    long mostPixels() {
        return mostPixels;
    }

    /** Only the parts that make the picture; fails with {@code INVALID_REQUEST} unless it is built as the format wants. */
    abstract byte[] withoutMetadata(byte[] content);

    abstract ImageReader reader() throws IOException;

    /** What a body is refused with that is no such image. */
    static Refused refusal(String rule) {
        return Refused.invalid(List.of(new Fault("", "the image " + rule)));
    }
}
