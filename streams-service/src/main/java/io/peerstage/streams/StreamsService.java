package io.peerstage.streams;

import io.peerstage.runtime.Node;
import io.peerstage.runtime.Service;
import io.vertx.core.Future;

/** How streams-service is started. */
public final class StreamsService {
    public static final Service SERVICE = new Service("streams-service", StreamsService::verticle);

    private static Future<StreamsVerticle> verticle(Node node) {
        return node.database("streams").map(database -> {
            var watchers = new Watchers(node.clock());
            var store = new PostgresStreamStore(database, watchers);
            var profiles = new BusProfiles(node.bus());
            var streams = new Streams(store, profiles, node.clock());
            var audiences = new Audiences(store, profiles, node.bus(), node.clock());
            var speakers = new Speakers(node.vertx(), node.bus(), new PostgresSpeakerStore(database));
            return new StreamsVerticle(node.bus(), streams, audiences, speakers, watchers);
        });
    }

    private StreamsService() {}
}
