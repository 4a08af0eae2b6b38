package io.peerstage.streams;

import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Json;
import io.peerstage.runtime.Sha256;
import java.util.Optional;

/**
 * What makes an announcement the same as another.
 *
 * @param text as the client chose it
 * @param request SHA-256 of what was asked, in hex
 */
record Key(String text, String request) {
    static Optional<Key> of(StreamsApi.Announcement announcement) {
        return announcement
                .key()
                .map(text ->
                        new Key(text, Sha256.hex(Json.of(announcement.plan()).encode())));
    }
}
