package io.peerstage.profiles;

import io.peerstage.runtime.Node;
import io.peerstage.runtime.Service;
import io.vertx.core.Future;

/** How profiles-service is started. */
public final class ProfilesService {
    public static final Service SERVICE = new Service("profiles-service", ProfilesService::verticle);

    private static Future<ProfilesVerticle> verticle(Node node) {
        return node.database("profiles").map(database -> {
            var store = new PostgresProfileStore(database);
            return new ProfilesVerticle(
                    node.bus(), new Profiles(store, node.settings().admins(), node.clock()));
        });
    }

    private ProfilesService() {}
}
