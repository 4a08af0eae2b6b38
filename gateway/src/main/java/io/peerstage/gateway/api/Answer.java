package io.peerstage.gateway.api;

import io.peerstage.runtime.Json;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** What a request is answered with. */
record Answer(int status, Optional<JsonObject> body, Map<String, String> headers) {
    static Answer ok(Record body) {
        return ok(Json.of(body));
    }

    static Answer ok(JsonObject body) {
        return new Answer(200, Optional.of(body), Map.of());
    }

    static Answer noContent() {
        return new Answer(204, Optional.empty(), Map.of());
    }

    Answer with(int otherStatus, Map<String, String> otherHeaders) {
        return new Answer(otherStatus, body, otherHeaders);
    }

    void send(HttpServerResponse response) {
        response.setStatusCode(status);
        headers.forEach(response::putHeader);
        body.ifPresentOrElse(
                json -> response.putHeader("Content-Type", "application/json").end(json.toBuffer()), response::end);
    }
}
