package io.peerstage.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.Event;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Settings;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestPostgres;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveEventsTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));
    private static final int KILOBYTE = 1_000;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private Database database;
    private EventLog log;
    private EventTail tail;
    private LiveEvents live;

    @BeforeEach
    void open() {
        var settings = Settings.from(
                Map.of("PEERSTAGE_DATABASE_URL", TestPostgres.freshDatabase().toString()));
        database = Await.get(Database.open(vertx, settings, "event_log"));
        log = new EventLog(database.client());
        tail = new EventTail(vertx, new Bus(vertx, Clock.systemUTC()), log);
        live = new LiveEvents(vertx, tail);
    }

    @AfterEach
    void close() {
        tail.stop();
        Await.get(database.close());
        Await.get(vertx.close());
    }

    @Test
    void what_is_remembered_what_is_read_and_what_was_told_are_the_same() {
        happen(1_000, 10);
        Await.get(onLoop(tail::start));
        List<Long> told = new CopyOnWriteArrayList<>();
        tail.follow(events -> events.forEach(event -> told.add(event.position())));
        for (var n = 0; n < 5; n++) {
            happen(1_000, 10); // 5,000 in all, of which 2,000 are remembered
            var last = 2_000 + n * 1_000L;
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !told.isEmpty() && told.get(told.size() - 1) == last);
        }
        assertThat(told).isEqualTo(LongStream.rangeClosed(1_001, 6_000).boxed().toList());
        for (var position : List.of(0L, 999L, 1_000L, 3_999L, 4_000L, 4_001L, 5_998L, 5_999L, 6_000L, 7_000L)) {
            var expected = Await.get(log.read(position, 200));
            assertThat(Await.get(onLoop(() -> tail.after(position, 200))))
                    .as("behind " + position)
                    .isEqualTo(expected);
        }
    }

    @Test
    void many_who_are_far_behind_are_all_served() {
        happen(500, 10);
        Await.get(onLoop(tail::start));
        var reads = LongStream.range(0, 300)
                .mapToObj(position -> onLoop(() -> tail.after(position, 10)))
                .toList();
        var read = Await.get(Future.all(reads)).<List<Event>>list();
        for (var n = 0; n < 300; n++) {
            assertThat(read.get(n))
                    .extracting(Event::position)
                    .isEqualTo(LongStream.rangeClosed(n + 1, n + 10).boxed().toList());
        }
    }

    @Test
    void a_reader_that_does_not_read_is_not_written_for_and_later_misses_nothing() throws Exception {
        var events = 40_000;
        happen(events, KILOBYTE);
        Await.get(onLoop(tail::start));
        var response = new AtomicReference<HttpServerResponse>();
        var server = Await.get(onLoop(() -> {
            live.start();
            return vertx.createHttpServer()
                    .requestHandler(request -> {
                        response.set(request.response());
                        live.serve("::1", 0, request.response());
                    })
                    .listen(0);
        }));
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(64 * 1024);
            socket.connect(new InetSocketAddress("localhost", server.actualPort()));
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var written = awaitStandstill(response);
            assertThat(written)
                    .as("bytes handed over for a reader that reads nothing, of 40 MB")
                    .isLessThan(10_000_000);
            assertSeesAll(socket, events);
        }
    }

    @Test
    void a_gateway_that_stops_ends_its_responses_and_takes_no_more_readers() throws Exception {
        happen(3, 10);
        Await.get(onLoop(tail::start));
        var refused = Promise.<Throwable>promise();
        var server = Await.get(onLoop(() -> {
            live.start();
            return vertx.createHttpServer()
                    .requestHandler(request -> {
                        try {
                            live.serve("127.0.0.1", 0, request.response());
                        } catch (RuntimeException refusal) {
                            refused.tryComplete(refusal);
                            request.response().setStatusCode(503).end();
                        }
                    })
                    .listen(0);
        }));
        try (var first = request(server.actualPort());
                var lines = lines(first)) {
            while (!lines.readLine().startsWith("id: 3")) {
                assertThat(first.isConnected()).isTrue();
            }
            onLoop(() -> {
                live.drain();
                return Future.succeededFuture();
            });
            var line = lines.readLine();
            while (!line.equals("0")) { // the last chunk: complete, not broken off
                line = lines.readLine();
                assertThat(line).as("the end of the response").isNotNull();
            }
        }
        try (var second = request(server.actualPort());
                var lines = lines(second)) {
            assertThat(lines.readLine()).contains("503");
            assertThat(Await.get(refused.future())).hasMessageContaining("no more readers");
        }
    }

    private static Socket request(int port) throws IOException {
        var socket = new Socket("localhost", port);
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static BufferedReader lines(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static long awaitStandstill(AtomicReference<HttpServerResponse> response) {
        var last = new AtomicReference<>(-1L);
        Awaitility.await()
                .pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    var now = response.get() == null ? -1L : response.get().bytesWritten();
                    return now == last.getAndSet(now) && now > 0;
                });
        return last.get();
    }

    private static void assertSeesAll(Socket socket, int events) throws IOException {
        socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        var lines = lines(socket);
        for (var next = 1L; next <= events; ) {
            var line = lines.readLine();
            if (line.startsWith("id: ")) {
                assertThat(line).isEqualTo("id: " + next);
                next++;
            }
        }
    }

    /** Many at once, as if each had been appended. */
    private void happen(int count, int size) {
        Await.get(database.client().query("""
                        WITH head AS (UPDATE event_log.head SET position = position + %1$d RETURNING position - %1$d AS before)
                        INSERT INTO event_log.event (position, type, account, at, data)
                        SELECT before + n, 'ProfileEdited', '%2$s', now(), jsonb_build_object('text', repeat('x', %3$d))
                          FROM head, generate_series(1, %1$d) n
                        """.formatted(count, ADA.hex(), size)).execute());
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> work) {
        var promise = Promise.<T>promise();
        loop.runOnContext(
                now -> Future.succeededFuture().compose(begun -> work.get()).onComplete(promise));
        return promise.future();
    }
}
