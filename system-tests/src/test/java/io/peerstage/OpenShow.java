package io.peerstage;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;

/**
 * A show and its audience.
 *
 * @param stream its id
 */
record OpenShow(String stream, ScriptedPeer host, ApiClient api) {
    private static final Duration AN_HOUR = Duration.ofHours(1);

    static OpenShow begin(String url, Crowd crowd, TestWallet wallet, int audience) {
        return lobby(url, crowd, wallet, "everyone").with(crowd, audience);
    }

    /** Not live yet. */
    static OpenShow lobby(String url, Crowd crowd, TestWallet wallet, String audience) {
        var api = as(url, wallet);
        Crowd.await(
                "sign-ins can be checked", () -> api.get("/me").status() == 200); // right after a start they may not
        api.put("/me/profile", new JsonObject().put("name", "Ada")).expect(201);
        var stream = api.post("/streams", Stage.now("A show").put("audience", audience))
                .expect(201)
                .json()
                .getString("id");
        return new OpenShow(stream, crowd.join(api.token()), api).entered();
    }

    /** The same stream, with its broadcaster in another crowd. */
    OpenShow in(Crowd other) {
        return new OpenShow(stream, other.join(api.token()), api).entered();
    }

    /** It goes live, for so many visitors. */
    OpenShow with(Crowd crowd, int audience) {
        host.goLive();
        crowd.visitors(audience, stream);
        crowd.awaitMedia();
        crowd.awaitRest();
        return this;
    }

    private OpenShow entered() {
        host.enter(stream);
        return this;
    }

    static ApiClient as(String url, TestWallet wallet) {
        return new ApiClient(url, wallet.token(url, Instant.now(), AN_HOUR));
    }
}
