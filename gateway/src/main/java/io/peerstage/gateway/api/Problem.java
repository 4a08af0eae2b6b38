package io.peerstage.gateway.api;

import io.peerstage.contract.Failure;
import io.peerstage.contract.Fault;
import io.peerstage.contract.Refused;
import io.peerstage.runtime.Database;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures as problem documents (RFC 9457); the one place where they become HTTP. */
public final class Problem {
    private static final Logger log = LoggerFactory.getLogger(Problem.class);
    private static final int SECONDS_TO_RETRY = 2;
    private static final int SECONDS_TO_COOL_DOWN = 60;

    /** Answers with what was thrown; of a fault nobody foresaw only the request's id is told, the log has the rest. */
    public static void send(RoutingContext context, Throwable thrown) {
        if (context.response().headWritten()) {
            log.warn("request {} broke off", RequestId.of(context), thrown);
            context.response().reset(); // so that nobody takes what has been sent for the whole
            return;
        }
        send(
                context,
                thrown instanceof Refused refused
                        ? refused
                        : Database.refusal(thrown).orElseGet(() -> unforeseen(context, thrown)));
    }

    private static void send(RoutingContext context, Refused refused) {
        var failure = refused.failure();
        var response = context.response()
                .setStatusCode(failure.status())
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store");
        switch (failure) {
            case INVALID_TOKEN -> response.putHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
            case UNAVAILABLE -> response.putHeader("Retry-After", seconds(refused, SECONDS_TO_RETRY));
            case TOO_MANY_REQUESTS -> response.putHeader("Retry-After", seconds(refused, SECONDS_TO_COOL_DOWN));
            default -> {}
        }
        if (HttpMethod.HEAD.equals(context.request().method())) { // over HTTP/2 nobody else keeps its body back
            response.end();
        } else {
            response.end(document(context, refused).encode());
        }
    }

    /** Whole seconds, rounded up, since whoever comes a moment too early is refused again. */
    private static String seconds(Refused refused, int otherwise) {
        var seconds = refused.retryAfter()
                .map(wait -> Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds()));
        return String.valueOf(seconds.orElse((long) otherwise));
    }

    private static JsonObject document(RoutingContext context, Refused refused) {
        var failure = refused.failure();
        var document = new JsonObject()
                .put("type", "urn:peerstage:problem:" + failure.problem())
                .put("title", failure.problem().replace('-', ' '))
                .put("status", failure.status())
                .put("detail", refused.getMessage())
                .put("instance", RequestId.of(context));
        if (!refused.faults().isEmpty()) {
            document.put(
                    "errors",
                    new JsonArray(refused.faults().stream().map(Problem::error).collect(Collectors.toList())));
        }
        return document;
    }

    private static JsonObject error(Fault fault) {
        return new JsonObject().put("pointer", fault.pointer()).put("detail", fault.detail());
    }

    private static Refused unforeseen(RoutingContext context, Throwable thrown) {
        log.error("request {} failed", RequestId.of(context), thrown);
        return Failure.INTERNAL.because("something went wrong here; request " + RequestId.of(context));
    }

    private Problem() {}
}
