package io.peerstage.gateway.images;

import io.peerstage.runtime.Sha256;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;

/**
 * An image as it is kept and shown.
 *
 * @param id its content's hash, so that the same image has one name and a name one image, for ever
 */
record Image(String id, ImageType type, Buffer content) {
    static Image of(ImageType type, Buffer content) {
        return new Image(
                Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(content.getBytes())), type, content);
    }

    String link() {
        return Images.PATH + id;
    }
}
