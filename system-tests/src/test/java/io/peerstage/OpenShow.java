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
        var show = lobby(url, crowd, wallet, "everyone");
        show.host().goLive();
        crowd.visitors(audience, show.stream());
        crowd.awaitMedia();
        crowd.awaitRest();
        return show;
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
        var host = crowd.join(api.token());
        host.enter(stream);
        return new OpenShow(stream, host, api);
    }

    static ApiClient as(String url, TestWallet wallet) {
        return new ApiClient(url, wallet.token(url, Instant.now(), AN_HOUR));
    }
}
