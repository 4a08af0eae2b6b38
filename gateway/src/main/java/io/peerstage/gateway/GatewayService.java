package io.peerstage.gateway;

import io.peerstage.runtime.Foreground;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Service;
import io.vertx.core.Future;

/** How the gateway is started. */
public final class GatewayService {
    public static final Service SERVICE = new Service("gateway", GatewayService::verticle);

    /** In a process of its own, set by the environment. */
    public static void main(String[] arguments) throws InterruptedException {
        Foreground.run(SERVICE);
    }

    private static Future<GatewayVerticle> verticle(Node node) {
        return node.database("gateway").map(database -> new GatewayVerticle(node, database));
    }

    private GatewayService() {}
}
