package io.peerstage.runtime;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import io.vertx.micrometer.PrometheusScrapingHandler;
import java.net.BindException;

/** Health and metrics of a node, on a port that the public does not reach. */
final class Management {
    private final HttpServer server;

    private Management(HttpServer server) {
        this.server = server;
    }

    static Future<Management> open(Vertx vertx, int port, HealthChecks health, String registry) {
        var router = Router.router(vertx);
        router.get("/health/live")
                .handler(context -> context.response().setStatusCode(204).end());
        router.get("/health/ready").handler(HealthCheckHandler.createWithHealthChecks(health));
        router.get("/metrics").handler(PrometheusScrapingHandler.create(registry));
        return vertx.createHttpServer(new HttpServerOptions()
                        .setTracingPolicy(TracingPolicy.IGNORE)
                        // A response of more than 64 KB on a connection that was upgraded to HTTP/2 has come with
                        // frames mixed up (seen
                        // with the JDK's client).
                        .setHttp2ClearTextEnabled(false))
                .requestHandler(router)
                .listen(port)
                .map(Management::new)
                .recover(thrown -> Future.failedFuture(
                        thrown instanceof BindException ? Node.portInUse("PEERSTAGE_MANAGEMENT_PORT", port) : thrown));
    }

    int port() {
        return server.actualPort();
    }

    Future<Void> close() {
        return server.close();
    }
}
