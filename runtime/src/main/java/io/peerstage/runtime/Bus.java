package io.peerstage.runtime;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Fact;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Operation;
import io.peerstage.contract.Refused;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Typed questions, answers and facts on the event bus: the one place where records become JSON and refusals numbers. On the wire a
 * question is a JSON object whose headers say who asks and how many milliseconds are left to answer.
 */
public final class Bus {
    /** How long a question may take from the gateway on, all services that it passes together. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Bus.class);
    private static final String ACCOUNT = "account";
    private static final String REQUEST_ID = "request-id";
    private static final String TIME_LEFT = "time-left";
    private static final String GATEWAY = "gateway";
    private static final String SOCKET = "socket";
    private static final String NETWORK = "network";

    private final Vertx vertx;
    private final Clock clock;
    private final BusFigures figures;
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    /** One that nobody measures. */
    public Bus(Vertx vertx, Clock clock) {
        this(vertx, clock, new SimpleMeterRegistry());
    }

    Bus(Vertx vertx, Clock clock, MeterRegistry meters) {
        this.vertx = vertx;
        this.clock = clock;
        this.figures = new BusFigures(meters);
    }

    /** Fails with {@link Refused} and nothing else. */
    public <Q extends Record, A extends Record> Future<A> ask(Operation<Q, A> operation, Caller caller, Q question) {
        var left = Duration.between(clock.instant(), caller.deadline()).toMillis();
        if (left <= 0) {
            return Future.failedFuture(Failure.TIMEOUT.because("no answer in time"));
        }
        var options = new DeliveryOptions().setSendTimeout(left);
        headers(caller, left, options::addHeader);
        return vertx.eventBus()
                .<JsonObject>request(operation.address(), Json.of(question), options)
                .map(message -> Json.to(operation.answer(), message.body()))
                .recover(thrown -> {
                    var refused = refusal(thrown);
                    figures.failed(operation, refused.failure());
                    return Future.failedFuture(refused);
                });
    }

    public <Q extends Record, A extends Record> Future<Void> answer(
            Operation<Q, A> operation, BiFunction<Caller, Q, Future<A>> handler) {
        answered.add(operation.address());
        return consumer(operation, handler).completion();
    }

    /** The same, for what is answered only until the consumer is unregistered. */
    public <Q extends Record, A extends Record> MessageConsumer<JsonObject> consumer(
            Operation<Q, A> operation, BiFunction<Caller, Q, Future<A>> handler) {
        return vertx.eventBus().consumer(operation.address(), message -> reply(message, operation, handler));
    }

    /**
     * Before it stops: what other members answer as well they are asked from now on, and what is on its way here is still answered. A
     * consumer that is unregistered forgets at once, while for some moments others go on sending to it.
     */
    Future<Void> withdraw() {
        return Membership.withdraw(vertx, answered);
    }

    public <T extends Record> void publish(Fact<T> fact, T content) {
        vertx.eventBus().publish(fact.address(), Json.of(content));
    }

    public <T extends Record> Future<Void> on(Fact<T> fact, Consumer<T> listener) {
        return vertx.eventBus()
                .<JsonObject>consumer(
                        fact.address(), message -> listener.accept(Json.to(fact.content(), message.body())))
                .completion();
    }

    /** Sends without waiting for an answer; lost if nobody receives at that address. */
    public void tell(String address, Record content) {
        vertx.eventBus().send(address, Json.of(content));
    }

    public <T extends Record> MessageConsumer<JsonObject> receive(String address, Class<T> type, Consumer<T> receiver) {
        return vertx.eventBus().consumer(address, message -> receiver.accept(Json.to(type, message.body())));
    }

    /** A service that asks on its own account, not for anybody; if it does so because of a request, under the request's name. */
    public Caller self() {
        var requestId = Trail.requestId().orElseGet(() -> UUID.randomUUID().toString());
        return caller(Optional.empty(), requestId, Optional.empty());
    }

    /** Whoever is asking from now on, with {@link #PATIENCE}. */
    public Caller caller(Optional<Account> account, String requestId, Optional<Caller.Socket> socket) {
        return new Caller(account, requestId, clock.instant().plus(PATIENCE), socket);
    }

    /** How a question says who asks it: each header's name and value. */
    public static void headers(Caller caller, long millisecondsLeft, BiConsumer<String, String> header) {
        header.accept(REQUEST_ID, caller.requestId());
        header.accept(TIME_LEFT, Long.toString(millisecondsLeft));
        caller.account().ifPresent(account -> header.accept(ACCOUNT, account.hex()));
        caller.socket().ifPresent(socket -> {
            header.accept(GATEWAY, socket.gateway());
            header.accept(SOCKET, socket.id());
            header.accept(NETWORK, socket.network());
        });
    }

    /** Of a question, or of anything else that is sent. */
    static Optional<String> requestId(MultiMap headers) {
        return Optional.ofNullable(headers.get(REQUEST_ID));
    }

    /** Whether a browser asks it over its socket. */
    static boolean isFromSocket(MultiMap headers) {
        return headers.contains(SOCKET);
    }

    private Caller caller(MultiMap headers) {
        var left = Long.parseLong(headers.get(TIME_LEFT));
        return new Caller(
                Optional.ofNullable(headers.get(ACCOUNT)).map(Account::new),
                headers.get(REQUEST_ID),
                clock.instant().plusMillis(left),
                Optional.ofNullable(headers.get(SOCKET))
                        .map(id -> new Caller.Socket(headers.get(GATEWAY), id, headers.get(NETWORK))));
    }

    private <Q extends Record, A extends Record> void reply(
            Message<JsonObject> message, Operation<Q, A> operation, BiFunction<Caller, Q, Future<A>> handler) {
        requestId(message.headers()).ifPresent(Trail::belongTo);
        var begun = figures.begin();
        // The question is read inside the Future: what a record's constructor refuses is an answer too.
        Future.succeededFuture(message.body())
                .map(body -> Json.to(operation.question(), body == null ? new JsonObject() : body))
                .compose(question -> handler.apply(caller(message.headers()), question))
                .onSuccess(answer -> {
                    figures.answered(operation, begun);
                    if (message.replyAddress() != null) {
                        message.reply(Json.of(answer));
                    }
                })
                .onFailure(thrown -> fail(message, operation, begun, thrown));
    }

    private void fail(Message<?> message, Operation<?, ?> operation, Timer.Sample begun, Throwable thrown) {
        var refused =
                Json.refusalWithin(thrown).or(() -> Database.refusal(thrown)).or(() -> Bus.unreadable(thrown));
        if (refused.isEmpty() || refused.get().failure() == Failure.UNAVAILABLE) {
            log.warn(
                    "{} failed, request {}",
                    operation.address(),
                    message.headers().get(REQUEST_ID),
                    thrown);
        }
        var answer = refused.orElseGet(() -> Failure.INTERNAL.because("internal error")); // never its own words
        figures.refused(operation, begun, answer.failure());
        message.fail(answer.failure().number(), answer.getMessage());
    }

    /** A question whose JSON is of the wrong shape. */
    private static Optional<Refused> unreadable(Throwable thrown) {
        return thrown instanceof IllegalArgumentException && thrown.getCause() instanceof JsonMappingException mapping
                ? Optional.of(Refused.invalid(List.of(Json.fault(mapping))))
                : Optional.empty();
    }

    private static Refused refusal(Throwable thrown) {
        if (!(thrown instanceof ReplyException reply)) {
            return Json.refusalWithin(thrown)
                    .orElseGet(() -> Failure.INTERNAL.because("an answer that cannot be read"));
        }
        return switch (reply.failureType()) {
            case NO_HANDLERS -> Failure.UNAVAILABLE.because("the service is not running");
            case TIMEOUT -> Failure.TIMEOUT.because("no answer in time");
            case RECIPIENT_FAILURE -> Refused.read(reply.failureCode(), reply.getMessage());
            case ERROR -> Failure.INTERNAL.because("internal error");
        };
    }
}
