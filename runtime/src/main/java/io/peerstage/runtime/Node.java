package io.peerstage.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.backends.BackendRegistries;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of the product: the services that run in it, and what they share. */
public final class Node {
    private static final Logger log = LoggerFactory.getLogger(Node.class);
    private static final long MILLISECONDS_TO_CHECK = 2_000;

    private final Vertx vertx;
    private final Settings settings;
    private final Clock clock;
    private final Bus bus;
    private final HealthChecks health;
    private final String registry;
    private final MeterRegistry meters;
    private final Future<Void> greeted;
    private final Map<String, String> deployments = new LinkedHashMap<>();
    private final List<Database> databases = new ArrayList<>();
    private EventPublisher publisher;
    private Management management;
    private volatile boolean draining;

    private Node(Vertx vertx, Settings settings, Clock clock, String registry) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.health = HealthChecks.create(vertx);
        this.registry = registry;
        this.meters = Optional.ofNullable(BackendRegistries.getNow(registry)).orElseGet(SimpleMeterRegistry::new);
        this.bus = new Bus(vertx, clock, meters);
        this.greeted = Membership.greet(vertx);
    }

    /** As below, in a Vert.x that measures nothing, or under the name that it takes when nobody names one. */
    public static Future<Node> start(Vertx vertx, Settings settings, Clock clock, List<Service> services) {
        return start(
                new Platform(vertx, MicrometerMetricsOptions.DEFAULT_REGISTRY_NAME, Optional.empty()),
                settings,
                clock,
                services);
    }

    /** Starts the services in this order, each before the next. If one fails, what was started is stopped again. */
    public static Future<Node> start(Platform platform, Settings settings, Clock clock, List<Service> services) {
        var node = new Node(platform.vertx(), settings, clock, platform.registry());
        node.readyWhen(
                "running",
                () -> node.draining ? Future.failedFuture("the node is being stopped") : Future.succeededFuture());
        var started = Future.<Void>succeededFuture();
        for (var service : services) {
            started = started.compose(before -> node.deploy(service));
        }
        return started.compose(all -> node.open())
                .map(node)
                .recover(thrown -> node.stop().transform(stopped -> Future.failedFuture(thrown)));
    }

    public Vertx vertx() {
        return vertx;
    }

    public Settings settings() {
        return settings;
    }

    public Clock clock() {
        return clock;
    }

    public Bus bus() {
        return bus;
    }

    /** Where services count what {@code /metrics} tells; where Vert.x measures nothing, nobody reads it. */
    public MeterRegistry meters() {
        return meters;
    }

    /**
     * A figure that each scrape looks at anew, on another thread; it replaces one of that name and tags.
     *
     * @param tags names and values in turn
     */
    public void gauge(String name, String description, DoubleSupplier figure, String... tags) {
        meters.find(name).tags(tags).meters().forEach(meters::remove); // of a service that was undeployed
        Gauge.builder(name, figure::getAsDouble)
                .description(description)
                .tags(tags)
                .register(meters);
    }

    /** How long ago a reader of the event log was last at its end. */
    public void gaugeReader(String reader, DoubleSupplier secondsBehind) {
        gauge(
                "peerstage.events.behind.seconds",
                "how long ago this reader was last at the end of the event log",
                secondsBehind,
                "reader",
                reader);
    }

    /** The port that answers {@code /health/live}, {@code /health/ready} and {@code /metrics}. */
    public int managementPort() {
        return management.port();
    }

    /** What a start ends with when its port is taken. */
    public static BadSetting portInUse(String setting, int port) {
        return new BadSetting(setting + ": port " + port + " is in use by another program");
    }

    /** Opens a service's schema; it is closed when the node stops. */
    public Future<Database> database(String schema) {
        return Database.open(vertx, settings, schema).onSuccess(database -> {
            databases.add(database);
            readyWhen(
                    "database-" + schema,
                    () -> database.client().query("SELECT 1").execute().mapEmpty());
        });
    }

    /** Counts the node as not ready while that fails. */
    public void readyWhen(String name, Supplier<Future<Void>> check) {
        health.register(
                name,
                MILLISECONDS_TO_CHECK,
                checked -> check.get()
                        .onComplete(done -> checked.tryComplete(done.succeeded() ? Status.OK() : Status.KO())));
    }

    public Future<Void> deploy(Service service) {
        return service.verticle()
                .apply(this)
                .compose(verticle -> greeted.compose(known -> vertx.deployVerticle(verticle)))
                .onSuccess(id -> deployments.put(service.name(), id))
                .onSuccess(id -> log.info("{} runs", service.name()))
                .mapEmpty();
    }

    /** Stops one service; the others go on. */
    public Future<Void> undeploy(String service) {
        return vertx.undeploy(deployments.remove(service));
    }

    /** Stops the services in the opposite order, lets what is under way finish, and closes what they shared; Vert.x stays open. */
    public Future<Void> stop() {
        draining = true;
        var names = new ArrayList<>(deployments.keySet());
        Collections.reverse(names);
        var stopped = bus.withdraw().otherwiseEmpty();
        for (var name : names) {
            stopped = stopped.compose(before -> undeploy(name)).otherwiseEmpty();
        }
        return stopped.compose(all -> publisher == null ? Future.succeededFuture() : publisher.stop())
                .transform(done ->
                        Future.join(databases.stream().map(Database::close).toList()))
                .transform(done -> management == null ? Future.succeededFuture() : management.close())
                .otherwiseEmpty();
    }

    private Future<Void> open() {
        if (!databases.isEmpty()) {
            publisher = new EventPublisher(vertx, bus, databases.get(0));
            publisher.start();
            gaugeReader("bus", publisher::secondsBehind);
        }
        return Management.open(vertx, settings.managementPort(), health, registry)
                .onSuccess(opened -> management = opened)
                .mapEmpty();
    }
}
