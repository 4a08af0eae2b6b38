package io.peerstage.gateway;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Fault;
import io.peerstage.contract.Refused;
import io.peerstage.gateway.allowance.Allowances;
import io.peerstage.gateway.allowance.Gateways;
import io.peerstage.gateway.allowance.RequestLimits;
import io.peerstage.gateway.api.Api;
import io.peerstage.gateway.api.Problem;
import io.peerstage.gateway.api.RequestId;
import io.peerstage.gateway.auth.ClientAddress;
import io.peerstage.gateway.auth.FailedSignIns;
import io.peerstage.gateway.auth.PostgresBanStore;
import io.peerstage.gateway.auth.PostgresRevocationStore;
import io.peerstage.gateway.auth.Revocations;
import io.peerstage.gateway.auth.SignIns;
import io.peerstage.gateway.auth.WalletAuth;
import io.peerstage.gateway.bridge.Bridge;
import io.peerstage.gateway.bridge.PostgresRoomOwners;
import io.peerstage.gateway.events.EventTail;
import io.peerstage.gateway.events.LiveEvents;
import io.peerstage.gateway.feeds.Site;
import io.peerstage.gateway.images.Images;
import io.peerstage.gateway.pages.ApiPage;
import io.peerstage.gateway.pages.EmbedPage;
import io.peerstage.gateway.pages.Pages;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.IceServers;
import io.peerstage.runtime.Node;
import io.peerstage.wallet.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The HTTP server: API, bridge and pages on one port. */
final class GatewayVerticle extends VerticleBase {
    private static final int LARGEST_HEADER = 16 * 1024;
    private static final int SECONDS_OF_SILENCE = 90;
    private static final long MILLISECONDS_BETWEEN_CHECKS = 500;
    private static final Duration TO_BE_NOTICED = Duration.ofSeconds(2);
    private static final Duration TO_FINISH = Duration.ofSeconds(3);

    private final Node node;
    private final Database database;
    private final OwnOrigin origin;
    private final Site site;
    private Revocations revocations;
    private EventTail eventTail;
    private LiveEvents liveEvents;
    private Allowances allowances;
    private Images images;
    private Bridge bridge;
    private HttpServer server;

    GatewayVerticle(Node node, Database database) {
        this.node = node;
        this.database = database;
        this.origin = new OwnOrigin(node.settings().publicUrl(), node.settings().allowedOrigins());
        this.site = new Site(node.settings().publicUrl());
    }

    @Override
    public Future<?> start() {
        var settings = node.settings();
        var longestLifetime = Duration.ofHours(settings.maxTokenHours());
        revocations = new Revocations(
                vertx,
                new PostgresRevocationStore(database),
                node.clock(),
                longestLifetime,
                () -> bridge.expelSignedOut());
        var verifier = new TokenVerifier(settings.publicUrl().toString(), longestLifetime);
        var auth = new WalletAuth(verifier, revocations, node.clock());
        var addresses = new ClientAddress(settings.behindProxy());
        var failures = new FailedSignIns(settings.failedSignInsPerMinute(), node.clock(), node.meters());
        var signIns = new SignIns(auth, failures, addresses);
        var eventLog = new EventLog(database.client());
        eventTail = new EventTail(vertx, node.bus(), eventLog);
        liveEvents = new LiveEvents(vertx, eventTail);
        bridge = new Bridge(
                vertx, node.bus(), signIns, auth, addresses, node.clock(), eventTail, new PostgresRoomOwners(database));
        var gateways = new Gateways(vertx, node.bus(), node.clock(), bridge.address());
        allowances = new Allowances(vertx, database, gateways, node.clock());
        images = new Images(vertx, node.bus(), database, node.clock());
        var api = new Api(vertx, parts(signIns, addresses, eventLog));
        vertx.setPeriodic(MILLISECONDS_BETWEEN_CHECKS, tick -> bridge.expelSignedOut());
        node.readyWhen(
                "revoked-tokens",
                () -> revocations.isFresh() ? Future.succeededFuture() : Future.failedFuture("not refreshed"));
        node.gauge("peerstage.sockets", "browsers connected to this gateway", bridge::sockets);
        node.gaugeReader("gateway", eventTail::secondsBehind);
        allowances.start();
        return revocations
                .start()
                .compose(loaded -> gateways.start())
                .compose(heard -> images.start())
                .compose(following -> bridge.start())
                .compose(listening -> eventTail.start())
                .onSuccess(following -> liveEvents.start())
                .compose(following -> listen(router(api)))
                .compose(listening -> rehearse());
    }

    private Api.Parts parts(SignIns signIns, ClientAddress addresses, EventLog eventLog) {
        var settings = node.settings();
        return new Api.Parts(
                node.bus(),
                signIns,
                addresses,
                revocations,
                new PostgresBanStore(database),
                eventLog,
                liveEvents,
                new RequestLimits(allowances, settings.readsPerMinute(), settings.writesPerMinute()),
                images,
                new IceServers(settings.iceServers(), settings.turnSecret(), node.clock(), node.meters()),
                site,
                node.clock());
    }

    private Future<Void> rehearse() {
        var tls = node.settings().tlsCert().isPresent();
        return new OwnVisits(vertx, origin.authority(), server.actualPort(), tls).play();
    }

    /** Where there are others, whoever sends visitors here finds out first that this one is not ready any more. */
    @Override
    public Future<?> stop() {
        return vertx.isClustered()
                ? vertx.timer(TO_BE_NOTICED.toMillis(), TimeUnit.MILLISECONDS).compose(noticed -> drain())
                : drain();
    }

    /** Browsers and readers are told to go elsewhere; requests under way may finish. */
    private Future<?> drain() {
        revocations.stop();
        allowances.stop();
        images.stop();
        bridge.drain();
        eventTail.stop();
        liveEvents.drain();
        return server.shutdown(TO_FINISH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Router router(Api api) {
        var router = Router.router(vertx);
        router.route().handler(RequestId::stamp).handler(this::secure).handler(origin::requireHost);
        router.route(Api.BASE + "/*").handler(origin.cors());
        router.route(Api.BASE + "/*").handler(this::neverKept).subRouter(api.router());
        api.addContract(router);
        router.route("/client/*").handler(origin.cors()); // pages of allowed origins import the client module
        images.add(router);
        router.route("/eventbus/*").handler(origin::requireAllowedPage);
        // for the transports of those to whom WebSockets do not get through
        router.post("/eventbus/*").handler(BodyHandler.create(false).setBodyLimit(Bridge.LARGEST_FRAME));
        router.route("/eventbus/*").subRouter(bridge.router());
        var pages = new Pages(origin.forSockets(), site, node.bus());
        pages.add(router);
        new EmbedPage(node.bus(), site, pages).add(router);
        ApiPage.add(router);
        pages.addLost(router);
        router.route().handler(context -> {
            throw Failure.NOT_FOUND.because("there is nothing at this address");
        });
        router.route().failureHandler(GatewayVerticle::failed);
        return router;
    }

    private Future<HttpServer> listen(Router router) {
        var settings = node.settings();
        var options = new HttpServerOptions()
                .setMaxHeaderSize(LARGEST_HEADER)
                .setInitialSettings(new Http2Settings().setMaxHeaderListSize(LARGEST_HEADER))
                .setMaxWebSocketFrameSize(Bridge.LARGEST_FRAME)
                .setMaxWebSocketMessageSize(Bridge.LARGEST_FRAME)
                .setIdleTimeout(SECONDS_OF_SILENCE)
                .setCompressionSupported(true)
                // Measured: with them a join costs five times the processor and a connection 100 KB more.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        settings.tlsCert()
                .ifPresent(cert -> options.setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .setCertPath(cert.toString())
                                .setKeyPath(settings.tlsKey().orElseThrow().toString())));
        return vertx.createHttpServer(options)
                .requestHandler(router)
                .listen(settings.httpPort())
                .onSuccess(listening -> server = listening)
                .recover(thrown -> Future.failedFuture(
                        thrown instanceof BindException
                                ? Node.portInUse("PEERSTAGE_HTTP_PORT", settings.httpPort())
                                : thrown));
    }

    private void secure(RoutingContext context) {
        var response = context.response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "strict-origin-when-cross-origin");
        if (origin.isHttps()) {
            response.putHeader("Strict-Transport-Security", "max-age=31536000");
        }
        context.next();
    }

    private void neverKept(RoutingContext context) {
        context.response().putHeader("Cache-Control", "no-store");
        context.next();
    }

    /** What vertx-web found wrong is a status, with or without a cause; what we refuse is thrown, and comes with 500. */
    private static void failed(RoutingContext context) {
        var found = context.statusCode() >= 400 && context.statusCode() < 500;
        Problem.send(context, found ? refusal(context.statusCode()) : context.failure());
    }

    private static Refused refusal(int status) {
        return switch (status) {
            case 404 -> Failure.NOT_FOUND.because("there is nothing at this address");
            case 405 -> Failure.METHOD_NOT_ALLOWED.because("not with this method");
            case 413 -> Failure.TOO_LARGE.because("the body is larger than this takes");
            case 415 -> Failure.UNSUPPORTED_MEDIA_TYPE.because("not of this media type");
            default -> Refused.invalid(List.of(new Fault("", "the request is not acceptable")));
        };
    }
}
