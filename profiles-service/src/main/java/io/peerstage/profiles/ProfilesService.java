package io.peerstage.profiles;

import io.peerstage.runtime.Foreground;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Service;
import io.vertx.core.Future;

/** How profiles-service is started. */
public final class ProfilesService {
    public static final Service SERVICE = new Service("profiles-service", ProfilesService::verticle);

    /** In a process of its own, set by the environment. */
    public static void main(String[] arguments) throws InterruptedException {
        Foreground.run(SERVICE);
    }

    private static Future<ProfilesVerticle> verticle(Node node) {
        return node.database("profiles").map(database -> {
            var admins =
                    new Admins(new PostgresAdmins(database), node.settings().admins(), node.clock());
            var profiles = new Profiles(
                    new PostgresProfileStore(database), new PostgresBans(database), admins, node.bus(), node.clock());
            return new ProfilesVerticle(node.bus(), profiles, admins);
        });
    }

    private ProfilesService() {}
}
