package io.peerstage.signaling;

import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.IceServers;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Service;
import io.vertx.core.Future;

/** How signaling-service is started. */
public final class SignalingService {
    public static final Service SERVICE = new Service("signaling-service", SignalingService::verticle);

    private static Future<SignalingVerticle> verticle(Node node) {
        return node.database("signaling")
                .compose(database -> new PostgresEpochStore(database).next().map(epoch -> {
                    var rooms = new Rooms(node.bus(), node.clock(), epoch);
                    var settings = node.settings();
                    var figures = new Figures(node.meters());
                    var mutes = new PostgresMuteStore(database);
                    var voices = new Voices(node.bus(), mutes, node.clock());
                    var talk = new Talk(rooms, mutes, voices, figures, node.bus(), node.clock());
                    var signaling = new Signaling(
                            rooms,
                            new Rights(node.bus()),
                            talk,
                            new Crowd.Limits(settings.peersPerAccount(), settings.peersPerAddress()),
                            figures,
                            node.bus(),
                            node.clock(),
                            new IceServers(
                                    node.settings().iceServers(),
                                    node.settings().turnSecret(),
                                    node.clock()));
                    return new SignalingVerticle(
                            node.bus(), signaling, rooms, talk, figures, new EventLog(database.client()), epoch);
                }));
    }

    private SignalingService() {}
}
