package io.peerstage.gateway.api;

import io.peerstage.gateway.images.Images;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Map;

/** Pictures for profiles and streams. */
final class ImageHandlers {
    private final Images images;

    ImageHandlers(Images images) {
        this.images = images;
    }

    Future<Answer> uploadImage(Request request) {
        var type = request.context().parsedHeaders().contentType();
        var body = request.context().body().buffer();
        return images.upload(
                        request.caller(),
                        type.component() + "/" + type.subComponent(),
                        body == null ? Buffer.buffer() : body)
                .map(kept -> Answer.ok(kept).with(201, Map.of("Location", kept.link())));
    }
}
