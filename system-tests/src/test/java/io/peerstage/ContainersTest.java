package io.peerstage;

import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.PeerPage;
import io.peerstage.testkit.PeerShow;
import io.peerstage.testkit.TestBrowser;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The product as operators run it: two containers of each service behind a proxy, on a database and with a TURN server. What was measured is in {@code target/containers.md}. */
@Tag("system")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContainersTest {
    private static final Path FIGURES = Path.of("target", "containers.md");
    private static final int OF_EACH = 2;
    private static final int WRITES_A_SECOND = 50;
    private static final int VIEWERS = 4;
    private static final long MEGABYTE = 1_000_000;
    /** Three times the goal of 500 ms. */
    private static final int PAUSE = 1_500;
    /** Three times the goal of 2 s. */
    private static final int LATE = 6_000;

    /** Browsers, proxy, database and services share this machine's processors; it is pictures that are measured. */
    private static final Map<String, Object> SMALL =
            Map.of("width", 160, "height", 120, "frameRate", 10, "sound", false);

    private static final double TO_SETTLE = 15_000;
    private static final double A_MOMENT = 1_000;

    private static Compose stack;
    private static TestBrowser browser;

    @BeforeAll
    static void up() throws IOException {
        Compose.requireDocker();
        browser = TestBrowser.open();
        Files.deleteIfExists(FIGURES);
        stack = Compose.up(OF_EACH);
    }

    @AfterAll
    static void down() {
        if (stack != null) {
            stack.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    @Order(1)
    void the_main_job_passes_through_the_proxy() {
        try (var creator = new Person(browser, stack.url());
                var viewer = new Person(browser, stack.url())) {
            var id = creator.signsInAsGuest().schedules("Ada", "First light", "subscribers");
            viewer.signsInAsGuest().visits("/streams/" + id).sees("not-registered");
            viewer.givesName("Bob").sees("not-subscribed");
            viewer.the("subscribe").click();
            viewer.sees("lobby");
            creator.goesLive();
            viewer.sees("playing").keepsReceiving(10);
            creator.the("end-show").click();
            creator.the("confirm-yes").click();
            viewer.sees("ended");
            assertThat(viewer.complaints()).isEmpty();
        }
    }

    @Test
    @Order(2)
    void images_are_small_start_soon_and_rest_in_little_memory() throws IOException {
        for (var service : Compose.SERVICES) {
            var size = stack.sizeAboveBase(service);
            note("%s: image %d MB above its base".formatted(service, size / MEGABYTE));
            assertThat(size).as(service).isLessThan(150 * MEGABYTE);
        }
        for (var container : stack.containers()) {
            stack.restart(container); // alone: at the first start all eight began at once on what processors there are
            var seconds = stack.secondsToReady(container);
            note("%s: ready after %.1f s".formatted(container, seconds));
            assertThat(seconds).as(container).isLessThan(24);
        }
        stack.memory().forEach((container, memory) -> note("%s: %s at rest".formatted(container, memory)));
    }

    @Test
    @Order(3)
    void who_hides_the_address_watches_through_the_turn_server() {
        try (var show = new PeerShow(browser, stack.url(), Map.of(), Map.of())) {
            var viewer = show.comeIn(Map.of("relayOnly", true));
            viewer.pause(2 * A_MOMENT);
            assertThat(viewer.pictures().count()).isPositive();
            var ways = viewer.page().evaluate("""
                    async () => {
                      const reports = (await peer.edges()).flat();
                      return reports.filter(({type, state, nominated}) => type === 'candidate-pair' && state === 'succeeded' && nominated)
                        .map(({localCandidateId}) => reports.find(({id}) => id === localCandidateId).candidateType);
                    }""");
            assertThat(ways)
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .containsOnly("relay");
        }
    }

    @Test
    @Order(4)
    void credentials_that_are_over_open_nothing() {
        var secret = stack.exec(stack.containers("gateway").get(0), "cat", "/secrets/turn/secret")
                .strip();
        var url = "turn:" + stack.turnAddress() + ":3478?transport=udp";
        try (var page = new PeerPage(browser, stack.url())) {
            var now = System.currentTimeMillis() / 1000;
            assertThat(candidates(page, url, secret, now + 60)).isEqualTo("relay");
            assertThat(candidates(page, url, secret, now - 60)).isEqualTo("error 401");
        }
    }

    /** What an address of the TURN server is given for: credentials made as the product makes them. */
    private static Object candidates(PeerPage page, String url, String secret, long until) {
        return page.page().evaluate("""
                async ([url, secret, username]) => {
                  const bytes = new TextEncoder();
                  const key = await crypto.subtle.importKey('raw', bytes.encode(secret), {name: 'HMAC', hash: 'SHA-1'}, false, ['sign']);
                  const mac = await crypto.subtle.sign('HMAC', key, bytes.encode(username));
                  const credential = btoa(String.fromCharCode(...new Uint8Array(mac)));
                  const connection = new RTCPeerConnection({iceServers: [{urls: [url], username, credential}], iceTransportPolicy: 'relay'});
                  connection.createDataChannel('any');
                  return new Promise(resolve => {
                    connection.onicecandidate = ({candidate}) => { if (candidate?.type) resolve(candidate.type); };
                    connection.onicecandidateerror = ({errorCode}) => resolve(`error ${errorCode}`);
                    connection.setLocalDescription();
                  });
                }""", List.of(url, secret, until + ":test"));
    }

    @Test
    @Order(5)
    void each_container_is_killed_in_turn_and_nothing_acknowledged_is_lost() throws Exception {
        underLoad("killed", stack::kill, outcome -> {});
    }

    @Test
    @Order(6)
    void a_rolling_restart_of_everything_fails_nobody() throws Exception {
        underLoad("restarted", container -> {}, outcome -> {
            assertThat(outcome.failed()).isEmpty();
            assertThat(outcome.percentile(99)).isLessThan(LATE);
        });
    }

    /** Something is done to each container in turn while streams are scheduled and a show goes on. */
    private static void underLoad(String what, Consumer<String> harm, Consumer<Writers.Outcome> also) throws Exception {
        try (var show = new PeerShow(browser, stack.url(), SMALL, Map.of());
                var writers = Writers.start(stack.url(), WRITES_A_SECOND)) {
            show.comeIn(VIEWERS);
            show.relay(true);
            show.host().pause(TO_SETTLE);
            show.pauses();
            show.host().pause(TO_SETTLE);
            writers.measure();
            note("nothing is %s yet: longest pauses between two pictures %s ms".formatted(what, show.pauses()));
            for (var container : stack.containers()) {
                harm.accept(container);
                var back = CompletableFuture.runAsync(() -> {
                    if (what.equals("killed")) {
                        stack.start(container);
                    } else {
                        stack.restart(container);
                    }
                });
                while (!back.isDone()) {
                    show.host().pause(A_MOMENT); // the browser's own thread has to go on
                }
                back.get();
                show.host().pause(TO_SETTLE); // who is not back before the next goes is no second
                var pauses = show.pauses();
                note("%s %s by %s: longest pauses between two pictures %s ms"
                        .formatted(
                                container, what, LocalTime.now(ZoneOffset.UTC).truncatedTo(SECONDS), pauses));
                assertThat(pauses).as(container + " " + what).allMatch(pause -> pause < PAUSE);
            }
            show.host().pause(5 * A_MOMENT);
            var outcome = writers.stop();
            note("all %s: %d writes acknowledged, p50 %d, p99 %d ms, longest %d; failed after all tries %d; wrong %d"
                    .formatted(
                            what,
                            outcome.acknowledged().size(),
                            outcome.percentile(50),
                            outcome.percentile(99),
                            outcome.percentile(100),
                            outcome.failed().size(),
                            outcome.wrong().size()));
            outcome.failed().stream().limit(10).forEach(each -> note("    %s".formatted(each)));
            Files.write(FIGURES.resolveSibling("slow-" + what + ".txt"), outcome.slow());
            assertThat(outcome.wrong()).isEmpty();
            assertThat(scheduled()).containsAll(outcome.acknowledged());
            also.accept(outcome);
        }
    }

    /** By the log of events, and by the state. */
    private static Set<String> scheduled() {
        var visitor = new ApiClient(stack.url(), "");
        Set<String> announced = new HashSet<>();
        var after = 0L;
        for (JsonObject page; ; after = page.getLong("next")) {
            page = visitor.get("/events?limit=100&after=" + after).expect(200).json();
            if (page.getJsonArray("items").isEmpty()) {
                break;
            }
            page.getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .filter(event -> event.getString("type").equals("StreamIsScheduled"))
                    .forEach(event -> announced.add(event.getJsonObject("data").getString("id")));
        }
        var kept = visitor.get("/state").expect(200).json().getJsonArray("streams").stream()
                .map(entry -> ((io.vertx.core.json.JsonArray) entry).getString(0))
                .toList();
        announced.retainAll(kept);
        return announced;
    }

    /** By the commands of docs/operations.md. */
    @Test
    @Order(7)
    void what_was_backed_up_is_restored_to_the_byte() {
        var visitor = new ApiClient(stack.url(), "");
        var before = visitor.get("/state").expect(200).response().body();
        var database = stack.containers("postgres").get(0);
        stack.exec(database, "pg_dump", "-U", "peerstage", "-Fc", "-f", "/tmp/peerstage.dump", "peerstage");
        stack.stop(Compose.SERVICES.toArray(String[]::new));
        stack.exec(database, "dropdb", "-U", "peerstage", "--maintenance-db=postgres", "--force", "peerstage");
        stack.exec(database, "createdb", "-U", "peerstage", "--maintenance-db=postgres", "peerstage");
        stack.exec(
                database, "pg_restore", "-U", "peerstage", "--exit-on-error", "-d", "peerstage", "/tmp/peerstage.dump");
        stack.startAll();
        var after = visitor.get("/state").expect(200).response().body();
        assertThat(before.length()).isGreaterThan(100);
        assertThat(after).isEqualTo(before);
        note("backed up and restored: the state, %d bytes, is the same".formatted(before.length()));
    }

    private static void note(String line) {
        try {
            Files.writeString(FIGURES, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
