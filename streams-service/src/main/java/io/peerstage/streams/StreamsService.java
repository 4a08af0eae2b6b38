package io.peerstage.streams;

import io.peerstage.runtime.Await;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.Foreground;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Service;
import io.peerstage.runtime.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How streams-service is started. */
public final class StreamsService {
    public static final Service SERVICE = new Service("streams-service", StreamsService::verticle);

    private static final String SCHEMA = "streams";

    /** In a process of its own, set by the environment; with the argument {@code rebuild} it makes the read models anew instead, and ends. */
    public static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains("rebuild")) {
            Foreground.once(() -> rebuild(Settings.from(System.getenv())));
        } else {
            Foreground.run(SERVICE);
        }
    }

    private static Future<StreamsVerticle> verticle(Node node) {
        return node.database(SCHEMA).map(database -> {
            var watchers = new Watchers(node.clock());
            var store = new PostgresStreamStore(database, watchers);
            var profiles = new BusProfiles(node.bus());
            var streams = new Streams(store, profiles, node.clock());
            var audiences = new Audiences(store, profiles, node.bus(), node.clock());
            var models = new ReadModels(node.vertx(), new PostgresReadModels(database), profiles, node.clock());
            node.gaugeReader("read-models", models::secondsBehind);
            return new StreamsVerticle(node.bus(), streams, audiences, models, watchers);
        });
    }

    /** Makes the read models anew, as an operator asks for it: blocks until it is done. */
    public static void rebuild(Settings settings) {
        var vertx = Vertx.vertx();
        try {
            Await.get(rebuild(vertx, settings, Clock.systemUTC()));
        } finally {
            Await.get(vertx.close());
        }
    }

    /**
     * Makes the read models anew from the event log, beside running services or without any. Names of speakers are then asked by whatever
     * service runs, or by the next one.
     */
    private static Future<Void> rebuild(Vertx vertx, Settings settings, Clock clock) {
        return Database.open(vertx, settings, SCHEMA)
                .compose(database -> new PostgresReadModels(database)
                        .rebuild(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                        .eventually(database::close));
    }

    private StreamsService() {}
}
