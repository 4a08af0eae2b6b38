package io.peerstage.signaling;

import io.peerstage.runtime.Database;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Foreground;
import io.peerstage.runtime.IceServers;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Service;
import io.peerstage.signaling.tree.Introductions;
import io.vertx.core.Future;
import java.util.UUID;

/** How signaling-service is started. */
public final class SignalingService {
    public static final Service SERVICE = new Service("signaling-service", SignalingService::verticle);

    /** In a process of its own, set by the environment. */
    public static void main(String[] arguments) throws InterruptedException {
        Foreground.run(SERVICE);
    }

    private static Future<SignalingVerticle> verticle(Node node) {
        return node.database("signaling").map(database -> verticle(node, database));
    }

    private static SignalingVerticle verticle(Node node, Database database) {
        var ownership = new Ownership(
                new PostgresLeaseStore(database), () -> UUID.randomUUID().toString());
        var rooms = new Rooms(
                node.bus(),
                node.clock(),
                ownership,
                new Introductions(
                        node.settings().introductionsPerMinute(),
                        node.settings().introductionsPerHour()));
        var iceServers =
                new IceServers(node.settings().iceServers(), node.settings().turnSecret(), node.clock(), node.meters());
        var figures = new Figures(node.meters());
        var mutes = new PostgresMuteStore(database);
        var voices = new Voices(node.bus(), mutes, node.clock());
        var talk = new Talk(rooms, mutes, voices, figures, node.bus(), node.clock());
        var limits = new Crowd.Limits(
                node.settings().peersPerAccount(), node.settings().peersPerAddress());
        var signaling = new Signaling(
                rooms, new Rights(node.bus()), talk, limits, figures, node.bus(), node.clock(), iceServers);
        var gateways = new SilentGateways(node.bus(), signaling, rooms, node.clock());
        var answers = new Answers(node.bus(), rooms, signaling, gateways, ownership);
        return new SignalingVerticle(
                node.bus(),
                signaling,
                rooms,
                talk,
                figures,
                ownership,
                answers,
                gateways,
                new EventLog(database.client()));
    }

    private SignalingService() {}
}
