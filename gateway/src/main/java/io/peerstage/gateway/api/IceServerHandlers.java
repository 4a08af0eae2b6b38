package io.peerstage.gateway.api;

import io.peerstage.gateway.allowance.RequestLimits;
import io.peerstage.runtime.IceServers;
import io.vertx.core.Future;

/** The way from browser to browser, for those who enter no room of ours. */
final class IceServerHandlers {
    private final IceServers iceServers;
    private final RequestLimits limits;

    IceServerHandlers(IceServers iceServers, RequestLimits limits) {
        this.iceServers = iceServers;
        this.limits = limits;
    }

    Future<Answer> getIceServers(Request request) {
        var account = request.signedIn().account().hex();
        return limits.takeIceServers(account).map(taken -> Answer.ok(iceServers.to(account)));
    }
}
