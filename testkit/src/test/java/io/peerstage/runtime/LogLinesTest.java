package io.peerstage.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.peerstage.contract.Nothing;
import io.peerstage.contract.Operation;
import io.peerstage.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private static final Operation<Nothing, Nothing> WORK = new Operation<>("work", Nothing.class, Nothing.class);

    @Test
    void a_line_for_machines_is_one_json_object() {
        var text = line("JSON", new IllegalStateException("two\nlines"));
        assertThat(text).endsWith("}\n").containsOnlyOnce("\n");
        var json = new JsonObject(text);
        assertThat(json.getString("level")).isEqualTo("WARN");
        assertThat(json.getString("logger")).isEqualTo("a.Logger");
        assertThat(json.getString("message")).isEqualTo("hello \"Ada\"");
        assertThat(json.getString("error")).contains("two\nlines", "LogLinesTest");
        assertThat(Instant.parse(json.getString("time")))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        assertThat(json.fieldNames()).doesNotContain("requestId", "traceId", "spanId");
    }

    @Test
    void a_line_for_people_is_as_the_pattern_has_it() {
        assertThat(line("text", null)).isEqualTo("WARN: hello \"Ada\"\n");
        assertThat(line("", null)).isEqualTo("WARN: hello \"Ada\"\n");
    }

    @Test
    void a_line_that_is_written_late_in_a_handler_knows_its_request_and_others_do_not_mix_in() {
        var vertx = Vertx.vertx();
        var bus = new Bus(vertx, Clock.systemUTC());
        Await.get(bus.answer(
                WORK,
                (caller, question) -> vertx.timer(20, TimeUnit.MILLISECONDS)
                        .compose(
                                later -> vertx.executeBlocking(() -> requestId().orElse("")))
                        .map(onAnotherThread -> {
                            assertThat(onAnotherThread).isEqualTo(caller.requestId());
                            assertThat(requestId()).contains(caller.requestId());
                            return question;
                        })));
        var first = bus.ask(WORK, bus.caller(Optional.empty(), "first", Optional.empty()), Nothing.NOTHING);
        var second = bus.ask(WORK, bus.caller(Optional.empty(), "second", Optional.empty()), Nothing.NOTHING);
        assertThat(Await.get(first)).isEqualTo(Nothing.NOTHING);
        assertThat(Await.get(second)).isEqualTo(Nothing.NOTHING);
        Await.get(vertx.close());
    }

    @Test
    void a_pulse_that_a_request_nudges_does_not_belong_to_it() {
        var vertx = Vertx.vertx();
        var bus = new Bus(vertx, Clock.systemUTC());
        var beat = new CompletableFuture<Optional<String>>();
        var pulse = new Pulse(vertx, Duration.ofHours(1), "test", () -> {
            beat.complete(requestId());
            return vertx.timer(1, TimeUnit.MILLISECONDS).map(false);
        });
        Await.get(bus.answer(WORK, (caller, question) -> {
            pulse.nudge();
            assertThat(requestId()).contains("first");
            return Future.succeededFuture(question);
        }));
        Await.get(bus.ask(WORK, bus.caller(Optional.empty(), "first", Optional.empty()), Nothing.NOTHING));
        assertThat(beat).succeedsWithin(1, TimeUnit.SECONDS).isEqualTo(Optional.empty());
        pulse.stop();
        Await.get(vertx.close());
    }

    private static Optional<String> requestId() {
        return Optional.ofNullable(new JsonObject(line("json", null)).getString("requestId"));
    }

    private static String line(String format, Throwable thrown) {
        var context = new LoggerContext();
        var lines = new LogLines();
        lines.setContext(context);
        lines.setFormat(format);
        lines.setPattern("%level: %msg%n");
        lines.start();
        var event = new LoggingEvent(
                "", context.getLogger("a.Logger"), Level.WARN, "hello {}", thrown, new Object[] {"\"Ada\""});
        return new String(lines.encode(event), StandardCharsets.UTF_8);
    }
}
