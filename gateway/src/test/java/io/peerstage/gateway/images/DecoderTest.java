package io.peerstage.gateway.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestClock;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an image, and what is left of it. */
class DecoderTest {
    private static final long SEED = 20270115;

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock(Instant.parse("2027-01-15T12:00:00Z"));
    private final Decoder decoder = new Decoder(vertx, clock);

    @AfterEach
    void close() {
        Await.get(vertx.close());
    }

    static Stream<Arguments> whole() {
        return Stream.of(
                Arguments.of(ImageType.PNG, Pictures.png(1, 1)),
                Arguments.of(ImageType.PNG, Pictures.png(500, 300)),
                Arguments.of(ImageType.JPEG, Pictures.jpeg(500, 301)),
                Arguments.of(ImageType.WEBP, Pictures.WEBP_LOSSY),
                Arguments.of(ImageType.WEBP, Pictures.WEBP_LOSSLESS),
                Arguments.of(ImageType.WEBP, Pictures.WEBP_ALPHA));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void an_image_without_metadata_stays_as_it_is(ImageType type, byte[] content) {
        assertThat(bare(type, content)).isEqualTo(content);
    }

    @ParameterizedTest
    @MethodSource("whole")
    void an_image_is_of_one_type_only(ImageType type, byte[] content) {
        Stream.of(ImageType.values()).filter(other -> other != type).forEach(other -> assertRefused(other, content));
    }

    @ParameterizedTest
    @MethodSource("whole")
    void what_is_cut_off_is_no_image(ImageType type, byte[] content) {
        for (var length : new int[] {0, 1, 7, 12, content.length / 2, content.length - 3}) {
            assertRefused(type, Arrays.copyOf(content, length));
        }
    }

    @ParameterizedTest
    @MethodSource("whole")
    void what_stands_behind_the_end_goes(ImageType type, byte[] content) {
        var longer = Arrays.copyOf(content, content.length + 100);
        assertThat(bare(type, longer)).isEqualTo(content);
    }

    @ParameterizedTest
    @EnumSource(ImageType.class)
    void any_bytes_are_an_image_or_a_refusal(ImageType type) {
        var random = new Random(SEED);
        var contents = whole().filter(each -> each.get()[0] == type).map(each -> (byte[]) each.get()[1]);
        contents.forEach(content -> IntStream.range(0, 100).forEach(n -> {
            var changed = content.clone();
            for (var flip = 0; flip < 3; flip++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            var outcome = Await.get(decoder.bare(type, changed, clock.instant())
                    .map(kept -> Failure.INTERNAL)
                    .otherwise(thrown -> ((Refused) thrown).failure()));
            assertThat(outcome).isIn(Failure.INTERNAL, Failure.INVALID_REQUEST);
        }));
    }

    @Test
    void a_jpeg_loses_the_place_where_it_was_taken() {
        var plain = Pictures.jpeg(8, 8);
        var photo = Pictures.jpeg(
                Pictures.exif(ByteOrder.BIG_ENDIAN, 1),
                Pictures.segment(0xE1, "http://ns.adobe.com/xap/1.0/\0<gps>SECRET</gps>"),
                Pictures.segment(0xE2, "MPF\0SECRET"),
                Pictures.segment(0xED, "Photoshop 3.0\0SECRET"),
                Pictures.segment(0xFE, "SECRET"));
        assertThat(text(bare(ImageType.JPEG, photo))).doesNotContain("SECRET", "Exif");
        assertThat(bare(ImageType.JPEG, photo)).isEqualTo(bare(ImageType.JPEG, plain));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
    void a_jpeg_keeps_which_side_is_up(String order) {
        var bytes = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        var bare = bare(ImageType.JPEG, Pictures.jpeg(Pictures.exif(bytes, 6)));
        assertThat(text(bare)).doesNotContain("SECRET").contains("Exif");
        var tiff = text(bare).indexOf("Exif") + 6;
        assertThat(ExifOrientation.read(Arrays.copyOfRange(bare, tiff, bare.length)))
                .hasValue(6);
        assertThat(bare(ImageType.JPEG, bare)).isEqualTo(bare);
    }

    @Test
    void an_orientation_that_cannot_be_is_none() {
        for (var value : new int[] {0, 1, 9, 6_000}) {
            var bare = bare(ImageType.JPEG, Pictures.jpeg(Pictures.exif(ByteOrder.BIG_ENDIAN, value)));
            assertThat(text(bare)).doesNotContain("Exif");
        }
        assertThat(ExifOrientation.read(new byte[] {'M', 'M', 0, 42, 0x7F, 0, 0, 0}))
                .isEmpty();
    }

    @Test
    void a_colour_profile_stays() {
        var profile = Pictures.segment(0xE2, "ICC_PROFILE\0\1\1" + "p".repeat(40));
        assertThat(text(ImageType.JPEG.withoutMetadata(Pictures.jpeg(profile)))).contains("ICC_PROFILE");
    }

    @Test
    void a_png_loses_its_texts_and_the_frames_of_a_film() {
        var secret = "SECRET".getBytes(StandardCharsets.US_ASCII);
        var png = Pictures.png(
                Pictures.chunk("tEXt", secret),
                Pictures.chunk("eXIf", secret),
                Pictures.chunk("acTL", secret),
                Pictures.chunk("gAMA", new byte[] {0, 0, (byte) 0xB1, (byte) 0x8F}));
        var kept = Pictures.png(Pictures.chunk("gAMA", new byte[] {0, 0, (byte) 0xB1, (byte) 0x8F}));
        assertThat(bare(ImageType.PNG, png)).isEqualTo(kept);
        assertRefused(
                ImageType.PNG,
                Pictures.png(Pictures.chunk(
                        "IHDR", ByteBuffer.allocate(13).putInt(1).putInt(1).array())));
    }

    @Test
    void a_webp_loses_its_metadata_and_must_not_move() {
        var photo =
                Pictures.webp(Pictures.webp(Pictures.WEBP_ALPHA, "EXIF", "MM SECRET "), "XMP ", "<gps>SECRET</gps>");
        photo[20] |= 0x08 | 0x04; // says so in its header
        assertThat(bare(ImageType.WEBP, photo)).isEqualTo(Pictures.WEBP_ALPHA);
        assertRefused(ImageType.WEBP, Pictures.webp(Pictures.WEBP_ALPHA, "ANMF", "frame!"));
    }

    @Test
    void what_would_take_too_much_memory_is_refused_before_it_is_decoded() {
        assertThat(refusal(ImageType.PNG, Pictures.pngHeader(5_001, 5_000))).contains("25 million");
        assertThat(refusal(ImageType.PNG, Pictures.pngHeader(16_385, 1))).contains("16384");
        assertThat(refusal(ImageType.PNG, Pictures.pngHeader(Integer.MAX_VALUE, Integer.MAX_VALUE)))
                .contains("25 million");
        assertThat(refusal(ImageType.PNG, Pictures.pngHeader(5_000, 5_000))).contains("decoded");
        var large = Pictures.WEBP_LOSSY.clone();
        large[27] = 0x3F; // thousands of pixels wide
        large[29] = 0x3F;
        assertThat(refusal(ImageType.WEBP, large)).contains("4 million");
        var twoFaced = Pictures.WEBP_ALPHA.clone();
        twoFaced[24] = 0x7F; // its own header says another size than the one around it
        assertRefused(ImageType.WEBP, twoFaced);
    }

    @Test
    void a_jpeg_of_countless_scans_is_refused() {
        var scan = Pictures.segment(0xDA, "\1\1\0\0\77\0");
        var scans = new byte[101][];
        Arrays.fill(scans, scan);
        assertThat(refusal(ImageType.JPEG, Pictures.jpeg(scans))).contains("100 scans");
    }

    /** Found among damaged files; without an end they kept the decoder busy for more than 30 s. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UklGRh4AAABXRUJQVlA4TBIAAAAvAkC8AA8Q87//84MO5jai/xE=",
                "UklGRh4AAABXRUJQVlA4TBIAAAAvAkAAAA8Q87//8x8OByCitns=",
                "UklGRh4AAABXRUJQVlA4TBIAAAAvAkAAAA8Q80X/8x8O5nWi/xE="
            })
    void a_webp_that_never_ends_is_refused(String base64) {
        assertRefused(ImageType.WEBP, Base64.getDecoder().decode(base64));
    }

    @Test
    void a_jpeg_keeps_no_thumbnail() {
        var jpeg = bare(ImageType.JPEG, Pictures.jpeg(8, 8));
        assertThat(text(jpeg)).contains("JFIF");
        var thumbnail = Pictures.segment(0xE0, "JFIF\0\1\1\0\0\1\0\1\2\2SECRETSECRET");
        assertThat(text(ImageType.JPEG.withoutMetadata(Pictures.jpeg(thumbnail))))
                .doesNotContain("SECRET");
    }

    @Test
    void nothing_is_decoded_for_whoever_has_gone() {
        var deadline = clock.instant();
        clock.advance(Duration.ofMillis(1));
        Await.refusal(Failure.UNAVAILABLE, decoder.bare(ImageType.PNG, Pictures.png(1, 1), deadline));
    }

    private byte[] bare(ImageType type, byte[] content) {
        return Await.get(decoder.bare(type, content, clock.instant())).getBytes();
    }

    private String refusal(ImageType type, byte[] content) {
        return Await.refusal(Failure.INVALID_REQUEST, decoder.bare(type, content, clock.instant()))
                .getMessage();
    }

    private void assertRefused(ImageType type, byte[] content) {
        assertThat(refusal(type, content)).isNotEmpty();
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.ISO_8859_1);
    }
}
