package io.peerstage.gateway.api;

import io.peerstage.gateway.allowance.RequestLimits;
import io.peerstage.gateway.api.ContractRouter.Handler;
import io.peerstage.gateway.auth.PostgresBanStore;
import io.peerstage.gateway.auth.Revocations;
import io.peerstage.gateway.auth.SignIns;
import io.peerstage.gateway.images.Images;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.IceServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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

    public Api(
            Vertx vertx,
            Bus bus,
            SignIns signIns,
            Revocations revocations,
            PostgresBanStore bans,
            EventLog eventLog,
            RequestLimits limits,
            Images images,
            IceServers iceServers,
            Clock clock) {
        var handlers = handlers(bus, revocations, bans, eventLog, limits, images, iceServers, clock);
        router = new ContractRouter(vertx, contract, handlers, signIns, limits, bus).router();
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

    static Map<String, Handler> handlers(
            Bus bus,
            Revocations revocations,
            PostgresBanStore bans,
            EventLog eventLog,
            RequestLimits limits,
            Images images,
            IceServers iceServers,
            Clock clock) {
        var readModels = new ReadModels(bus);
        var profiles = new ProfileHandlers(bus);
        var me = new MeHandlers(bus, revocations, readModels);
        var admin = new AdminHandlers(bus, bans, revocations, readModels, clock);
        var streams = new StreamHandlers(bus);
        var record = new RecordHandlers(eventLog);
        var state = new StateExport(bus);
        var pictures = new ImageHandlers(images);
        var ways = new IceServerHandlers(iceServers, limits);
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
                Map.entry("addAdmin", plain(admin::addAdmin)),
                Map.entry("removeAdmin", plain(admin::removeAdmin)),
                Map.entry("listAdmins", plain(admin::listAdmins)),
                Map.entry("banAccount", plain(admin::banAccount)),
                Map.entry("unbanAccount", plain(admin::unbanAccount)),
                Map.entry("listBans", plain(admin::listBans)),
                Map.entry("uploadImage", plain(pictures::uploadImage)),
                Map.entry("getIceServers", plain(ways::getIceServers)),
                Map.entry("listEvents", plain(record::listEvents)),
                Map.entry("getState", state::getState));
    }

    private static Handler plain(Function<Request, Future<Answer>> handler) {
        return request -> handler.apply(request).map(Optional::of);
    }
}
