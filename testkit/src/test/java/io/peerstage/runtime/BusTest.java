package io.peerstage.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Fact;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.contract.Require;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.ClusteredPair;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every question here crosses from one clustered node to another. */
class BusTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));

    private static ClusteredPair cluster;
    private static Bus asking;
    private static Bus answering;

    record Greet(String name, Optional<Instant> at) {
        Greet {
            name = Require.line("name", name, 1, 10);
        }
    }

    record Greeting(String words, Instant at, Optional<String> missing) {}

    @BeforeAll
    static void start() {
        cluster = new ClusteredPair();
        asking = new Bus(cluster.first(), Clock.systemUTC());
        answering = new Bus(cluster.second(), Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void records_cross_the_bus_with_their_times_and_with_what_is_missing() {
        var at = Instant.parse("2027-01-15T19:00:00.120Z");
        var greet = operation("records");
        Await.get(answering.answer(
                greet,
                (caller, question) -> Future.succeededFuture(
                        new Greeting("hello " + question.name(), question.at().orElseThrow(), Optional.empty()))));
        assertThat(Await.get(asking.ask(greet, asking.self(), new Greet("Ada", Optional.of(at)))))
                .isEqualTo(new Greeting("hello Ada", at, Optional.empty()));
    }

    @Test
    void who_withdraws_is_not_asked_where_there_are_others() {
        var greet = operation("withdrawn");
        var alone = operation("alone");
        Await.get(answering.answer(greet, (caller, question) -> greeting("there")));
        Await.get(asking.answer(greet, (caller, question) -> greeting("here")));
        Await.get(answering.answer(alone, (caller, question) -> greeting("there")));

        Await.get(answering.withdraw());
        for (var n = 0; n < 10; n++) {
            assertThat(Await.get(asking.ask(greet, asking.self(), new Greet("Ada", Optional.empty())))
                            .words())
                    .isEqualTo("here");
        }
        assertThat(Await.get(asking.ask(alone, asking.self(), new Greet("Ada", Optional.empty())))
                        .words())
                .isEqualTo("there");
    }

    private static Future<Greeting> greeting(String words) {
        return Future.succeededFuture(new Greeting(words, Instant.EPOCH, Optional.empty()));
    }

    @Test
    void the_caller_crosses_the_bus_as_the_gateway_knows_it() {
        var seen = new CompletableFuture<Caller>();
        var greet = operation("caller");
        Await.get(answering.answer(greet, (caller, question) -> {
            seen.complete(caller);
            return Future.succeededFuture(new Greeting("", Instant.EPOCH, Optional.empty()));
        }));
        var socket = new Caller.Socket("gateway.1", "socket-1", "192.0.2.1");
        var caller = asking.caller(Optional.of(ADA), "request-1", Optional.of(socket));
        Await.get(asking.ask(greet, caller, new Greet("Ada", Optional.empty())));
        assertThat(seen.join().account()).contains(ADA);
        assertThat(seen.join().requestId()).isEqualTo("request-1");
        assertThat(seen.join().socket()).contains(socket);
        assertThat(seen.join().deadline()).isBeforeOrEqualTo(Instant.now().plus(Bus.PATIENCE));
    }

    @Test
    void a_refusal_keeps_its_kind_and_its_sentence() {
        var greet = operation("refusal");
        Await.get(answering.answer(
                greet,
                (caller, question) ->
                        Future.failedFuture(Failure.NOT_BROADCASTER.because("only its broadcaster may"))));
        assertThat(Await.refusal(Failure.NOT_BROADCASTER, ask(greet))).hasMessage("only its broadcaster may");
    }

    @Test
    void answers_are_timed_by_operation_whichever_instance_gives_them_and_questions_without_one_counted() {
        var meters = new SimpleMeterRegistry();
        var timed = new Bus(cluster.second(), Clock.systemUTC(), meters);
        var greet = operation("timed");
        Await.get(timed.answer(
                greet.at("one"),
                (caller, question) -> Future.succeededFuture(new Greeting("", Instant.EPOCH, Optional.empty()))));
        Await.get(timed.answer(
                greet.at("other"), (caller, question) -> Future.failedFuture(Failure.NOT_FOUND.because("no"))));
        Await.get(ask(greet.at("one")));
        Await.refusal(Failure.NOT_FOUND, ask(greet.at("other")));
        Await.refusal(
                Failure.UNAVAILABLE, timed.ask(greet.at("nobody"), timed.self(), new Greet("Ada", Optional.empty())));
        for (var outcome : List.of("answered", "not-found")) {
            assertThat(meters.timer("peerstage.bus.answers", "operation", greet.address(), "outcome", outcome)
                            .count())
                    .isEqualTo(1);
        }
        assertThat(meters.counter("peerstage.bus.unanswered", "operation", greet.address(), "cause", "unavailable")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void what_a_record_refuses_is_told_with_its_field() {
        var greet = operation("field");
        Await.get(answering.answer(greet, (caller, question) -> Future.failedFuture("never asked")));
        var reply = cluster.first()
                .eventBus()
                .request("greet.field", new JsonObject().put("name", " "), headersOf(asking.self()));
        assertThat(Await.<Throwable>get(reply.transform(done -> Future.succeededFuture(done.cause()))))
                .hasMessage("/name must have 1 to 10 characters");
    }

    @Test
    void a_value_of_the_wrong_type_is_told_with_its_field() {
        var greet = operation("type");
        Await.get(answering.answer(greet, (caller, question) -> Future.failedFuture("never asked")));
        var reply = cluster.first()
                .eventBus()
                .request(
                        "greet.type",
                        new JsonObject().put("name", "Ada").put("at", "tomorrow"),
                        headersOf(asking.self()));
        assertThat(Await.<Throwable>get(reply.transform(done -> Future.succeededFuture(done.cause()))))
                .hasMessage("/at has a value of the wrong type");
    }

    @Test
    void the_words_of_an_unforeseen_fault_stay_inside() {
        var greet = operation("fault");
        Await.get(answering.answer(greet, (caller, question) -> {
            throw new IllegalStateException("the password is swordfish");
        }));
        assertThat(Await.refusal(Failure.INTERNAL, ask(greet))).hasMessage("internal error");
    }

    @Test
    void a_service_that_does_not_run_is_unavailable() {
        Await.refusal(Failure.UNAVAILABLE, ask(operation("nobody")));
    }

    @Test
    void a_service_that_does_not_answer_is_a_timeout_at_the_callers_deadline() {
        var greet = operation("silence");
        Await.get(answering.answer(
                greet, (caller, question) -> Promise.<Greeting>promise().future()));
        var caller = new Caller(Optional.empty(), "r", Instant.now().plusMillis(300), Optional.empty());
        var before = System.nanoTime();
        Await.refusal(Failure.TIMEOUT, asking.ask(greet, caller, new Greet("Ada", Optional.empty())));
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(250), Duration.ofSeconds(3));
    }

    @Test
    void a_question_whose_deadline_has_passed_is_not_asked() {
        var caller = new Caller(Optional.empty(), "r", Instant.now().minusMillis(1), Optional.empty());
        Await.refusal(Failure.TIMEOUT, asking.ask(operation("late"), caller, new Greet("Ada", Optional.empty())));
    }

    @Test
    void facts_reach_all_who_listen() throws Exception {
        var fact = new Fact<>("greeted", Greet.class);
        var here = new CompletableFuture<Greet>();
        var there = new CompletableFuture<Greet>();
        Await.get(asking.on(fact, here::complete));
        Await.get(answering.on(fact, there::complete));
        var greet = new Greet("Ada", Optional.of(Instant.EPOCH));
        answering.publish(fact, greet);
        assertThat(here.get(10, TimeUnit.SECONDS)).isEqualTo(greet);
        assertThat(there.get(10, TimeUnit.SECONDS)).isEqualTo(greet);
    }

    @Test
    void nothing_is_an_answer_too() {
        var vertx = Vertx.vertx();
        var bus = new Bus(vertx, Clock.systemUTC());
        var operation = new Operation<>("nothing", Nothing.class, Nothing.class);
        Await.get(bus.answer(operation, (caller, question) -> Future.succeededFuture(question)));
        assertThat(Await.get(bus.ask(operation, bus.self(), Nothing.NOTHING))).isEqualTo(Nothing.NOTHING);
        Await.get(vertx.close());
    }

    private static Operation<Greet, Greeting> operation(String name) {
        return new Operation<>("greet." + name, Greet.class, Greeting.class);
    }

    private static Future<Greeting> ask(Operation<Greet, Greeting> operation) {
        return asking.ask(operation, asking.self(), new Greet("Ada", Optional.empty()));
    }

    private static DeliveryOptions headersOf(Caller caller) {
        var options = new DeliveryOptions();
        Bus.headers(caller, 5_000, options::addHeader);
        return options;
    }
}
