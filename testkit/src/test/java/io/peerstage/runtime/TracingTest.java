package io.peerstage.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.peerstage.contract.Caller;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.ClusteredPair;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What browsers ask over their sockets, on its way over the bus, as a collector sees it. */
class TracingTest {
    private static final Operation<Nothing, Nothing> GREET =
            new Operation<>("greet", Nothing.class, Nothing.class).at("node-1");
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
    private static final AttributeKey<String> INSTANCE = AttributeKey.stringKey("service.instance.id");

    @Test
    void a_trace_crosses_the_bus_from_one_node_to_another() {
        var spans = InMemorySpanExporter.create();
        try (var cluster = new ClusteredPair(tracing(spans, "asking", 100), tracing(spans, "answering", 100))) {
            var asking = new Bus(cluster.first(), Clock.systemUTC());
            Await.get(new Bus(cluster.second(), Clock.systemUTC())
                    .answer(GREET, (caller, question) -> Future.succeededFuture(question)));
            Await.get(asking.ask(GREET, browser(asking, "request-1"), Nothing.NOTHING));
            var asked = span(spans, "asking");
            var answered = span(spans, "answering");
            assertThat(asked.getName()).as("without the node's name").isEqualTo("greet");
            assertThat(asked.getParentSpanContext().isValid()).isFalse();
            assertThat(answered.getTraceId()).isEqualTo(asked.getTraceId());
            assertThat(answered.getParentSpanId()).isEqualTo(asked.getSpanId());
            assertThat(List.of(asked, answered))
                    .allSatisfy(span -> assertThat(span.getAttributes().get(Spans.REQUEST_ID))
                            .isEqualTo("request-1"))
                    .allSatisfy(span -> assertThat(span.getResource().getAttribute(INSTANCE))
                            .startsWith("instance of "));
        }
    }

    @Test
    void what_a_service_asks_by_itself_begins_no_trace() {
        var spans = InMemorySpanExporter.create();
        onOneNode(tracing(spans, "one", 100), bus -> {
            Await.get(bus.answer(GREET, (caller, question) -> Future.succeededFuture(question)));
            Await.get(bus.ask(GREET, bus.self(), Nothing.NOTHING));
        });
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void of_a_refusal_only_its_name_is_told_and_it_is_no_fault() {
        var spans = InMemorySpanExporter.create();
        onOneNode(tracing(spans, "one", 100), bus -> {
            Await.get(bus.answer(
                    GREET, (caller, question) -> Future.failedFuture(Failure.BANNED.because("Ada is banned"))));
            Await.refusal(Failure.BANNED, bus.ask(GREET, browser(bus, "r"), Nothing.NOTHING));
        });
        assertThat(root(spans).getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo("BANNED");
        assertThat(root(spans).getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(spans.getFinishedSpanItems().toString()).doesNotContain("Ada");
    }

    @Test
    void nobody_there_is_a_fault() {
        var spans = InMemorySpanExporter.create();
        onOneNode(
                tracing(spans, "one", 100),
                bus -> Await.refusal(Failure.UNAVAILABLE, bus.ask(GREET, browser(bus, "r"), Nothing.NOTHING)));
        assertThat(root(spans).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void of_none_in_a_hundred_none_is_kept_and_all_is_answered() {
        var spans = InMemorySpanExporter.create();
        onOneNode(tracing(spans, "one", 0), bus -> {
            Await.get(bus.answer(GREET, (caller, question) -> Future.succeededFuture(question)));
            Await.get(bus.ask(GREET, browser(bus, "r"), Nothing.NOTHING));
        });
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void a_collector_gets_the_traces_at_the_latest_when_the_process_ends() throws IOException {
        var body = new CompletableFuture<String>();
        var collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/base/v1/traces", exchange -> {
            body.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try {
            askOnce(platform("http://localhost:" + collector.getAddress().getPort() + "/base/"));
            assertThat(body).succeedsWithin(1, TimeUnit.SECONDS).asString().contains("greet", "service.name", "one");
        } finally {
            collector.stop(0);
        }
    }

    @Test
    void a_collector_that_is_away_costs_one_warning_and_no_waiting() {
        var log = (Logger) LoggerFactory.getLogger(CandidExporter.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            var platform = platform("http://localhost:1");
            var bus = new Bus(platform.vertx(), Clock.systemUTC());
            Await.get(bus.answer(GREET, (caller, question) -> Future.succeededFuture(question)));
            Await.get(bus.ask(GREET, browser(bus, "r"), Nothing.NOTHING));
            Awaitility.await().atMost(LONGEST).until(() -> !lines.list.isEmpty());
            Await.get(bus.ask(GREET, browser(bus, "r"), Nothing.NOTHING));
            Await.get(platform.close(), LONGEST);
            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .startsWith("PEERSTAGE_OTLP_ENDPOINT");
        } finally {
            log.detachAppender(lines);
        }
    }

    private static void askOnce(Platform platform) {
        var bus = new Bus(platform.vertx(), Clock.systemUTC());
        Await.get(bus.answer(GREET, (caller, question) -> Future.succeededFuture(question)));
        Await.get(bus.ask(GREET, browser(bus, "r"), Nothing.NOTHING));
        Await.get(platform.close());
    }

    private static Platform platform(String collector) {
        return Platform.open(
                Settings.from(Map.of("PEERSTAGE_OTLP_ENDPOINT", collector)), List.of(new Service("one", node -> null)));
    }

    /** What was traced is with the exporter when this returns. */
    private static void onOneNode(Tracing tracing, Consumer<Bus> work) {
        var vertx = Vertx.builder().withTracer(tracing.tracer()).build();
        work.accept(new Bus(vertx, Clock.systemUTC()));
        Await.get(vertx.close());
        Await.get(tracing.flush());
    }

    private static Tracing tracing(InMemorySpanExporter spans, String service, int percent) {
        return Tracing.to(spans, List.of(new Service(service, node -> null)), "instance of " + service, percent);
    }

    private static Caller browser(Bus bus, String requestId) {
        return bus.caller(
                Optional.empty(), requestId, Optional.of(new Caller.Socket("gateway.1", "socket-1", "192.0.2.1")));
    }

    private static SpanData span(InMemorySpanExporter spans, String service) {
        return Awaitility.await()
                .atMost(LONGEST)
                .until(
                        () -> spans.getFinishedSpanItems().stream()
                                .filter(span ->
                                        service.equals(span.getResource().getAttribute(SERVICE)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static SpanData root(InMemorySpanExporter spans) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> !span.getParentSpanContext().isValid())
                .findFirst()
                .orElseThrow();
    }
}
