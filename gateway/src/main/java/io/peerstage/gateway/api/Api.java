package io.peerstage.gateway.api;

import io.peerstage.gateway.allowance.RequestLimits;
import io.peerstage.gateway.api.ContractRouter.Handler;
import io.peerstage.gateway.auth.ClientAddress;
import io.peerstage.gateway.auth.PostgresBanStore;
import io.peerstage.gateway.auth.Revocations;
import io.peerstage.gateway.auth.SignIns;
import io.peerstage.gateway.events.LiveEvents;
import io.peerstage.gateway.feeds.Site;
import io.peerstage.gateway.images.Images;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.IceServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The HTTP API: which method answers which operation of the contract. */
public final class Api {
    public static final String BASE = "/api/v1";

    private final Contract contract = Contract.read();
    private final Router router;

    public Api(Vertx vertx, Parts parts) {
        router = new ContractRouter(vertx, contract, handlers(parts), parts.signIns(), parts.limits(), parts.bus())
                .router();
    }

    /** What the operations are answered with. */
    public record Parts(
            Bus bus,
            SignIns signIns,
            ClientAddress addresses,
            Revocations revocations,
            PostgresBanStore bans,
            EventLog eventLog,
            LiveEvents liveEvents,
            RequestLimits limits,
            Images images,
            IceServers iceServers,
            Site site,
            Clock clock) {}

    /** To be mounted at {@link #BASE}. */
    public Router router() {
        return router;
    }

    /** To be mounted at the root: this API's contract, and the bridge's. */
    public void addContract(Router root) {
        serve(root, "/openapi.yaml", contract.text());
        serve(root, "/asyncapi.yaml", Contract.file("asyncapi.yaml"));
    }

    private static void serve(Router root, String path, Buffer yaml) {
        root.get(path)
                .handler(context -> context.response()
                        .putHeader("Content-Type", "application/yaml")
                        .putHeader("Cache-Control", "no-cache")
                        .end(yaml));
    }

    static Map<String, Handler> handlers(Parts parts) {
        var bus = parts.bus();
        var readModels = new ReadModels(bus);
        var profiles = new ProfileHandlers(bus);
        var me = new MeHandlers(bus, parts.revocations(), readModels);
        var admin = new AdminHandlers(bus, parts.bans(), parts.revocations(), readModels, parts.clock());
        var streams = new StreamHandlers(bus);
        var record = new RecordHandlers(parts.eventLog(), parts.liveEvents(), parts.addresses());
        var state = new StateExport(bus);
        var pictures = new ImageHandlers(parts.images());
        var ways = new IceServerHandlers(parts.iceServers(), parts.limits());
        var feeds = new FeedHandlers(bus, parts.site());
        return Map.ofEntries(
                Map.entry("getMe", plain(me::getMe)),
                Map.entry("signOut", plain(me::signOut)),
                Map.entry("editProfile", plain(me::editProfile)),
                Map.entry("deleteProfile", plain(me::deleteProfile)),
                Map.entry("listMyBans", plain(me::listMyBans)),
                Map.entry("banFromMyStreams", plain(me::banFromMyStreams)),
                Map.entry("unbanFromMyStreams", plain(me::unbanFromMyStreams)),
                Map.entry("subscribe", plain(me::subscribe)),
                Map.entry("unsubscribe", plain(me::unsubscribe)),
                Map.entry("getProfile", plain(profiles::getProfile)),
                Map.entry("listProfiles", plain(profiles::listProfiles)),
                Map.entry("listSubscribers", plain(profiles::listSubscribers)),
                Map.entry("listSubscriptions", plain(profiles::listSubscriptions)),
                Map.entry("scheduleStream", plain(streams::scheduleStream)),
                Map.entry("listStreams", plain(streams::listStreams)),
                Map.entry("getStream", plain(streams::getStream)),
                Map.entry("editStream", plain(streams::editStream)),
                Map.entry("deleteStream", plain(streams::deleteStream)),
                Map.entry("getSummary", plain(streams::getSummary)),
                Map.entry("listWatchers", plain(streams::listWatchers)),
                Map.entry("getStreamRoom", plain(streams::getStreamRoom)),
                Map.entry("addAdmin", plain(admin::addAdmin)),
                Map.entry("removeAdmin", plain(admin::removeAdmin)),
                Map.entry("listAdmins", plain(admin::listAdmins)),
                Map.entry("banAccount", plain(admin::banAccount)),
                Map.entry("unbanAccount", plain(admin::unbanAccount)),
                Map.entry("listBans", plain(admin::listBans)),
                Map.entry("getRoom", plain(admin::getRoom)),
                Map.entry("uploadImage", plain(pictures::uploadImage)),
                Map.entry("getIceServers", plain(ways::getIceServers)),
                Map.entry("getCalendar", feeds::getCalendar),
                Map.entry("getStreamCalendar", feeds::getStreamCalendar),
                Map.entry("getProfileCalendar", feeds::getProfileCalendar),
                Map.entry("getSubscriptionsCalendar", feeds::getSubscriptionsCalendar),
                Map.entry("getFeed", feeds::getFeed),
                Map.entry("getProfileFeed", feeds::getProfileFeed),
                Map.entry("getOembed", plain(feeds::getOembed)),
                Map.entry("listEvents", record::listEvents),
                Map.entry("getState", state::getState));
    }

    private static Handler plain(Function<Request, Future<Answer>> handler) {
        return request -> handler.apply(request).map(Optional::of);
    }
}
