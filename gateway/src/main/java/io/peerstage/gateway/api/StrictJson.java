package io.peerstage.gateway.api;

import io.peerstage.contract.Fault;
import io.peerstage.contract.Refused;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** JSON from outside: bytes that are no UTF-8 are refused instead of mended. */
final class StrictJson {
    /** Fails with {@code INVALID_REQUEST}. */
    static Object read(Buffer body) {
        if (body == null || body.length() == 0) {
            throw malformed("is missing");
        }
        try {
            return Json.decodeValue(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            throw malformed("must be UTF-8");
        } catch (DecodeException notJson) {
            throw malformed("must be JSON");
        }
    }

    private static Refused malformed(String rule) {
        return Refused.invalid(List.of(new Fault("", "the body " + rule)));
    }

    private StrictJson() {}
}
