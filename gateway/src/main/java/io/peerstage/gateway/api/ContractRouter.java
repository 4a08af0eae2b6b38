package io.peerstage.gateway.api;

import io.peerstage.contract.Failure;
import io.peerstage.gateway.allowance.RequestLimits;
import io.peerstage.gateway.auth.SignIns;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Trail;
import io.peerstage.wallet.WalletToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Routes by the contract, with its checks in their order: path (404), method (405), size (413), media type (415), allowance (429),
 * token (401), shape (400), ban (403). What a request means is for the operation's handler, and whether it may be for the service that
 * answers it.
 */
final class ContractRouter {
    private final Vertx vertx;
    private final Contract contract;
    private final Map<String, Handler> handlers;
    private final SignIns signIns;
    private final RequestLimits limits;
    private final Bus bus;

    /**
     * @param handlers by operationId
     */
    ContractRouter(
            Vertx vertx,
            Contract contract,
            Map<String, Handler> handlers,
            SignIns signIns,
            RequestLimits limits,
            Bus bus) {
        this.vertx = vertx;
        this.contract = contract;
        this.handlers = handlers;
        this.signIns = signIns;
        this.limits = limits;
        this.bus = bus;
    }

    /** Answers one operation. A handler that writes its answer by itself gives an empty one. */
    interface Handler {
        Future<Optional<Answer>> answer(Request request);
    }

    Router router() {
        var router = Router.router(vertx);
        byPath().forEach((path, operations) -> {
            var route = path.replaceAll("\\{(\\w+)}", ":$1");
            operations.forEach(operation -> add(router, route, operation));
            var allowed = operations.stream().map(Contract.Operation::method).collect(Collectors.joining(", "));
            router.route(route).handler(context -> {
                context.response().putHeader("Allow", allowed);
                throw Failure.METHOD_NOT_ALLOWED.because("this path takes " + allowed);
            });
        });
        router.route().handler(context -> {
            throw Failure.NOT_FOUND.because("there is nothing at this address");
        });
        return router;
    }

    private Map<String, List<Contract.Operation>> byPath() {
        return contract.operations().stream()
                .collect(Collectors.groupingBy(Contract.Operation::path, LinkedHashMap::new, Collectors.toList()));
    }

    private void add(Router router, String path, Contract.Operation operation) {
        var handler = handlers.get(operation.id());
        if (handler == null) {
            throw new IllegalStateException("no handler for operation " + operation.id());
        }
        var parameters = new Parameters(operation.parameters());
        var body = operation.body().filter(Contract.Body::isJson).map(wanted -> new SchemaCheck(wanted.schema()));
        var route = router.route(HttpMethod.valueOf(operation.method()), path);
        // Read the body in any case: a small one that nobody wants is not a reason to break the connection.
        route.handler(BodyHandler.create(false)
                .setBodyLimit(operation.body().map(Contract.Body::largest).orElse(Contract.LARGEST_BODY)));
        route.handler(context -> serve(context, operation, parameters, body, handler));
    }

    private void serve(
            RoutingContext context,
            Contract.Operation operation,
            Parameters parameters,
            Optional<SchemaCheck> body,
            Handler handler) {
        Trail.route(operation.method(), Api.BASE + operation.path());
        operation.body().ifPresent(wanted -> requireMediaType(context, wanted.mediaTypes()));
        // A bad token counts too, so what is wrong with it is told only then.
        var signIn = Future.succeededFuture(context).map(asked -> signIns.of(asked, operation.needsToken()));
        limits.take(
                        operation.method(),
                        signIns.whom(context, signIn.otherwise(Optional.empty()).result()))
                .compose(taken -> signIn)
                .map(token -> request(context, token, parameters, body))
                .map(request -> requireOpen(operation, request))
                .compose(handler::answer)
                .onSuccess(answer -> answer.ifPresent(ready -> ready.send(context.response())))
                .onFailure(thrown -> Problem.send(context, thrown));
    }

    private Request requireOpen(Contract.Operation operation, Request request) {
        if (!operation.isOpenToBanned()) {
            signIns.requireNotBanned(request.token());
        }
        return request;
    }

    private Request request(
            RoutingContext context, Optional<WalletToken> token, Parameters parameters, Optional<SchemaCheck> body) {
        var json = body.map(check -> json(context, check)).orElseGet(JsonObject::new);
        var caller = bus.caller(token.map(WalletToken::account), RequestId.of(context), Optional.empty());
        return new Request(context, caller, token, parameters.read(context), json);
    }

    private static void requireMediaType(RoutingContext context, List<String> wanted) {
        var sent = context.parsedHeaders().contentType();
        if (!wanted.contains(sent.component() + "/" + sent.subComponent())) {
            throw Failure.UNSUPPORTED_MEDIA_TYPE.because("send " + String.join(" or ", wanted));
        }
    }

    private static JsonObject json(RoutingContext context, SchemaCheck check) {
        var value = StrictJson.read(context.body().buffer());
        check.require(value);
        return (JsonObject) value;
    }
}
