package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.peerstage.profiles.ProfilesService;
import io.peerstage.runtime.LogLines;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestPostgres;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log as machines read it. */
class JsonLogTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void a_line_deep_in_a_service_has_the_id_that_the_browser_gave_its_request_and_the_trace() throws IOException {
        try (var stage = new TracedStage();
                var log = new Log()) {
            var ada = stage.registered(TestWallet.sr25519(1), "Ada");
            Await.get(stage.node().undeploy(ProfilesService.SERVICE.name()));
            ada.send(
                            "POST",
                            "/streams",
                            Stage.now("x").encode(),
                            request -> request.header("Content-Type", "application/json")
                                    .header("X-Request-Id", "announce-2")
                                    .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"))
                    .expect(503);
            assertThat(log.lines())
                    .filteredOn(line -> line.getString("message").startsWith("streams.schedule failed"))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.getString("level")).isEqualTo("WARN");
                        assertThat(line.getString("requestId")).isEqualTo("announce-2");
                        assertThat(line.getString("traceId")).isEqualTo(TRACE);
                        assertThat(line.getString("spanId")).hasSize(16);
                        assertThat(line.getString("error")).contains("the service is not running");
                    });
        }
    }

    @Test
    void a_process_that_is_told_so_writes_nothing_but_json() throws Exception {
        var settings = Map.of(
                "HTTP_PORT",
                String.valueOf(Stage.freePort()),
                "MANAGEMENT_PORT",
                "0",
                "DATABASE_URL",
                TestPostgres.freshDatabase().toString(),
                "LOG_FORMAT",
                "json");
        try (var product = ProductProcess.start(settings).awaitReady()) {
            assertThat(product.lines()).hasSizeGreaterThan(2).allMatch(JsonLogTest::isForMachines);
        }
    }

    private static boolean isForMachines(String line) {
        try {
            return new JsonObject(line).fieldNames().containsAll(List.of("time", "level", "logger", "message"));
        } catch (DecodeException forPeople) {
            return false;
        }
    }

    /** What this JVM logs meanwhile. */
    private static final class Log implements AutoCloseable {
        private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();

        Log() {
            var context = (LoggerContext) LoggerFactory.getILoggerFactory();
            var lines = new LogLines();
            lines.setContext(context);
            lines.setFormat("json");
            lines.setPattern("%msg");
            lines.start();
            appender.setContext(context);
            appender.setEncoder(lines);
            appender.setOutputStream(written);
            appender.start();
            root.addAppender(appender);
        }

        List<JsonObject> lines() {
            return written.toString(StandardCharsets.UTF_8)
                    .lines()
                    .map(JsonObject::new)
                    .toList();
        }

        @Override
        public void close() {
            root.detachAppender(appender);
        }
    }
}
