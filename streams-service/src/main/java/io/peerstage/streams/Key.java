package io.peerstage.streams;

import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
                .map(text -> new Key(text, sha256(Json.of(announcement.plan()).encode())));
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every Java platform has it
        }
    }
}
