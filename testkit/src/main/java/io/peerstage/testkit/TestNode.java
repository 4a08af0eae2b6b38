package io.peerstage.testkit;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Service;
import io.peerstage.runtime.Settings;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Some of the services on a database of their own, in this JVM. */
public final class TestNode implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Node node;

    private TestNode(Settings settings, Clock clock, List<Service> services) {
        this.node = Await.get(Node.start(vertx, settings, clock, services));
    }

    /**
     * Starts them on an empty database and free ports.
     *
     * @param settings by name, without the prefix: {@code ADMINS}
     */
    public static TestNode start(Clock clock, Map<String, String> settings, Service... services) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PEERSTAGE_HTTP_PORT", "0",
                "PEERSTAGE_MANAGEMENT_PORT", "0",
                "PEERSTAGE_DATABASE_URL", TestPostgres.freshDatabase().toString()));
        settings.forEach((name, value) -> environment.put("PEERSTAGE_" + name, value));
        return new TestNode(Settings.from(environment), clock, List.of(services));
    }

    public Node node() {
        return node;
    }

    public Bus bus() {
        return node.bus();
    }

    /** Somebody who signed in, asking now. */
    public Caller caller(Account account) {
        return bus().caller(Optional.of(account), UUID.randomUUID().toString(), Optional.empty());
    }

    public Caller visitor() {
        return bus().caller(Optional.empty(), UUID.randomUUID().toString(), Optional.empty());
    }

    @Override
    public void close() {
        Await.get(node.stop());
        Await.get(vertx.close());
    }
}
