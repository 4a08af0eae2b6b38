package io.peerstage.gateway.images;

import io.peerstage.contract.Caller;
import io.peerstage.contract.EventType;
import io.peerstage.contract.Failure;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Pulse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Images that people uploaded. They go when the last of their owners deletes its profile, which the event log tells: followed with its
 * position in the same transaction, it is told whatever crashes.
 */
public final class Images {
    static final String PATH = "/images/";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    /** Whatever a browser might take an image for, it runs nothing and loads nothing. */
    private static final String POLICY = "default-src 'none'; sandbox";

    private final PostgresImageStore store;
    private final Decoder decoder;
    private final EventLog eventLog;
    private final Bus bus;
    private final Pulse pulse;

    public Images(Vertx vertx, Bus bus, Database database, Clock clock) {
        this.store = new PostgresImageStore(database);
        this.decoder = new Decoder(vertx, clock);
        this.eventLog = new EventLog(database.client());
        this.bus = bus;
        this.pulse = new Pulse(vertx, BEAT, "images of deleted profiles", store::readOn);
    }

    public Future<Void> start() {
        return bus.on(EventType.PROFILE_DELETED.fact(), deleted -> pulse.nudge())
                .onSuccess(listening -> pulse.start());
    }

    public void stop() {
        pulse.stop();
    }

    /** Where it can be seen, on our own origin. */
    public record Kept(String link) {}

    /**
     * Keeps an image without its metadata; the same bytes have the same link, and count once.
     *
     * @param mediaType that of a PNG, JPEG or WebP
     */
    public Future<Kept> upload(Caller caller, String mediaType, Buffer content) {
        var type = ImageType.of(mediaType);
        var account = caller.signedIn();
        // The position comes first: a profile that is deleted while the upload is under way takes the image with it.
        return eventLog.head()
                .compose(position -> bus.ask(ProfilesApi.STANDING, caller, new ProfilesApi.Which(account))
                        .compose(standing -> {
                            if (!standing.registered()) {
                                throw PostgresImageStore.notRegistered();
                            }
                            return decoder.bare(type, content.getBytes(), caller.deadline());
                        })
                        .map(bare -> Image.of(type, bare))
                        .compose(image -> store.keep(account, image, position).map(new Kept(image.link()))));
    }

    public void add(Router router) {
        router.get(PATH + ":id").handler(this::show);
        router.head(PATH + ":id").handler(this::show);
    }

    private void show(RoutingContext context) {
        var id = context.pathParam("id");
        (ID.matcher(id).matches() ? store.get(id) : Future.succeededFuture(Optional.<Image>empty()))
                .map(found -> found.orElseThrow(() -> Failure.NOT_FOUND.because("there is no such image")))
                .compose(image -> send(context, image))
                .onFailure(context::fail);
    }

    private static Future<Void> send(RoutingContext context, Image image) {
        var tag = "\"" + image.id() + "\"";
        var response = context.response()
                .putHeader("Cache-Control", FOR_EVER)
                .putHeader("ETag", tag)
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("Content-Encoding", "identity"); // smaller it does not get
        if (has(context.request().headers().getAll("If-None-Match"), tag)) {
            return response.setStatusCode(304).end();
        }
        response.putHeader("Content-Type", image.type().mediaType())
                .putHeader("Content-Length", String.valueOf(image.content().length()));
        // Over HTTP/2 nobody else keeps a body back from a HEAD.
        return HttpMethod.HEAD.equals(context.request().method()) ? response.end() : response.end(image.content());
    }

    private static boolean has(List<String> tags, String tag) {
        return tags.stream().anyMatch(listed -> listed.equals("*") || listed.contains(tag));
    }
}
