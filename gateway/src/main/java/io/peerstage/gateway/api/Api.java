package io.peerstage.gateway.api;

import io.peerstage.gateway.api.ContractRouter.Handler;
import io.peerstage.gateway.auth.Revocations;
import io.peerstage.gateway.auth.SignIns;
import io.peerstage.gateway.feeds.Site;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.EventLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The HTTP API: which method answers which operation of the contract. */
public final class Api {
    public static final String BASE = "/api/v1";

    private final Contract contract = Contract.read();
    private final Router router;

    public Api(Vertx vertx, Bus bus, SignIns signIns, Revocations revocations, EventLog eventLog, Site site) {
        router = new ContractRouter(vertx, contract, handlers(bus, revocations, eventLog, site), signIns, bus).router();
    }

    /** To be mounted at {@link #BASE}. */
    public Router router() {
        return router;
    }

    /** To be mounted at the root. */
    public void addContract(Router root) {
        root.get("/openapi.yaml")
                .handler(context -> context.response()
                        .putHeader("Content-Type", "application/yaml")
                        .putHeader("Cache-Control", "no-cache")
                        .end(contract.text()));
    }

    static Map<String, Handler> handlers(Bus bus, Revocations revocations, EventLog eventLog, Site site) {
        var profiles = new ProfileHandlers(bus);
        var me = new MeHandlers(bus, revocations);
        var streams = new StreamHandlers(bus);
        var record = new RecordHandlers(eventLog);
        var state = new StateExport(bus);
        var feeds = new FeedHandlers(bus, site);
        return Map.ofEntries(
                Map.entry("getMe", plain(me::getMe)),
                Map.entry("signOut", plain(me::signOut)),
                Map.entry("editProfile", plain(me::editProfile)),
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
                Map.entry("getCalendar", feeds::getCalendar),
                Map.entry("getProfileCalendar", feeds::getProfileCalendar),
                Map.entry("getSubscriptionsCalendar", feeds::getSubscriptionsCalendar),
                Map.entry("getFeed", feeds::getFeed),
                Map.entry("getProfileFeed", feeds::getProfileFeed),
                Map.entry("getOembed", plain(feeds::getOembed)),
                Map.entry("listEvents", plain(record::listEvents)),
                Map.entry("getState", state::getState));
    }

    private static Handler plain(Function<Request, Future<Answer>> handler) {
        return request -> handler.apply(request).map(Optional::of);
    }
}
