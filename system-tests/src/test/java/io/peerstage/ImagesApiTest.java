package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures, from the upload to the profile that shows them. */
class ImagesApiTest {
    private static final int LARGEST = 2 * 1024 * 1024;
    private static final byte[] WEBP =
            Base64.getDecoder().decode("UklGRh4AAABXRUJQVlA4TBIAAAAvAkAAAA8Q87//8x8O5iCi/xE=");

    private static Stage stage;

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestWallet ada = TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());

    @BeforeAll
    static void open() {
        stage = Stage.open();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({"image/png", "image/jpeg", "image/webp"})
    void a_picture_is_uploaded_shown_and_stands_in_a_profile(String type) throws Exception {
        var api = stage.registered(ada, "Ada");
        var picture = picture(type);
        var kept = upload(api, type, picture).expect(201);
        var link = kept.json().getString("link");
        assertThat(kept.header("Location")).isEqualTo(link);
        assertThat(upload(api, type + "; name=x", picture).expect(201).json().getString("link"))
                .isEqualTo(link);
        var shown = show("GET", link, "");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).isEqualTo(picture);
        assertThat(header(shown, "Content-Type")).isEqualTo(type);
        assertThat(header(shown, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(header(shown, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(shown, "Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        var head = show("HEAD", link, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo(String.valueOf(picture.length));
        assertThat(show("GET", link, header(shown, "ETag")).statusCode()).isEqualTo(304);
        assertThat(show("GET", link, "\"another\"").statusCode()).isEqualTo(200);
        api.put("/me/profile", new JsonObject().put("imgLink", link)).expect(200);
    }

    @Test
    void what_is_no_picture_is_refused() {
        var api = stage.registered(ada, "Ada");
        var png = picture("image/png");
        upload(api, "image/gif", png).refused(415, "unsupported-media-type");
        upload(api, "application/json", png).refused(415, "unsupported-media-type");
        upload(api, "image/jpeg", png).refused(400, "invalid-request");
        upload(api, "image/png", new byte[0]).refused(400, "invalid-request");
        upload(api, "image/png", Arrays.copyOf(png, png.length - 4)).refused(400, "invalid-request");
        upload(api, "image/png", "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8))
                .refused(400, "invalid-request");
    }

    @Test
    void two_mebibytes_are_read_and_more_are_not() {
        var api = stage.registered(ada, "Ada");
        var picture = picture("image/png");
        upload(api, "image/png", Arrays.copyOf(picture, LARGEST)).expect(201);
        upload(api, "image/png", Arrays.copyOf(picture, LARGEST + 1)).refused(413, "too-large");
    }

    @Test
    void an_account_has_a_hundred_pictures_and_no_more() {
        var api = stage.registered(ada, "Ada");
        for (var n = 0; n < 100; n++) {
            upload(api, "image/png", picture(n)).expect(201);
        }
        upload(api, "image/png", picture(100)).refused(409, "conflict");
        upload(api, "image/png", picture(0)).expect(201); // one that it has
    }

    @Test
    void whoever_uploads_needs_a_token_and_a_profile() {
        var png = picture("image/png");
        upload(stage.visitor(), "image/png", png).refused(401, "invalid-token");
        upload(stage.as(ada), "image/png", png).refused(403, "not-registered");
    }

    @Test
    void a_head_of_what_is_not_there_has_no_body() throws Exception {
        var head = show("HEAD", "/images/x", "");
        assertThat(head.statusCode()).isEqualTo(404);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"x", "%00", "..%2fopenapi.yaml", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void a_picture_that_is_not_there_is_not_found(String id) {
        ApiClient.exchange(HttpRequest.newBuilder(URI.create(stage.url() + "/images/" + id))
                        .build())
                .refused(404, "not-found");
    }

    private static ApiClient.Reply upload(ApiClient api, String type, byte[] content) {
        var request = HttpRequest.newBuilder(URI.create(stage.url() + "/api/v1/images"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(content));
        if (!api.token().isEmpty()) {
            request.header("Authorization", "Bearer " + api.token());
        }
        return ApiClient.exchange(request.build());
    }

    private HttpResponse<byte[]> show(String method, String link, String known) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(stage.url() + link))
                .header("Accept-Encoding", "gzip")
                .method(method, BodyPublishers.noBody());
        if (!known.isEmpty()) {
            request.header("If-None-Match", known);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static byte[] picture(String type) {
        if (type.equals("image/webp")) {
            return WEBP;
        }
        return written(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), type.substring("image/".length()));
    }

    /** One unlike that of any other number. */
    private static byte[] picture(int number) {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, number);
        return written(image, "png");
    }

    private static byte[] written(BufferedImage image, String format) {
        try {
            var out = new ByteArrayOutputStream();
            ImageIO.write(image, format, out);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
