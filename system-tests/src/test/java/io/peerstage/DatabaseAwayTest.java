package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.OwnPostgres;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL is stopped for a minute: rooms go on, entering is refused honestly, and afterwards all is normal without a restart. */
@Tag("system")
class DatabaseAwayTest {
    private static final Logger log = LoggerFactory.getLogger(DatabaseAwayTest.class);
    private static final TestWallet HOST = TestWallet.ed25519(1);
    private static final TestWallet OTHER = TestWallet.ed25519(2);
    private static final TestWallet READER = TestWallet.ed25519(3);
    private static final int AUDIENCE = 60;
    private static final long AWAY = TimeUnit.SECONDS.toMillis(60);
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final Duration TO_BE_NORMAL = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LEAVERS = Duration.ofSeconds(2);
    private static final Set<Integer> HONEST = Set.of(5030, 5040);

    private OwnPostgres postgres;
    private Cluster cluster;
    private Crowd crowd;

    @TempDir
    private Path data;

    @BeforeEach
    void begin() throws Exception {
        postgres = new OwnPostgres(data);
        cluster = Cluster.start(postgres.url());
        crowd = new Crowd(cluster.gate(Cluster.FIRST), cluster.gate(Cluster.SECOND));
    }

    @AfterEach
    void end() {
        if (crowd != null) {
            crowd.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        postgres.close();
    }

    @Test
    void rooms_go_on_for_a_minute_without_postgresql() {
        var show = OpenShow.begin(cluster.url(), crowd, HOST, AUDIENCE);
        try (var elsewhere = new Crowd(cluster.gate(Cluster.SECOND))) {
            var waiting = OpenShow.lobby(cluster.url(), elsewhere, OTHER, "subscribers");
            var reader = subscriber(OTHER);
            var epoch = show.host().epoch();
            var owner = cluster.owner(show.stream());
            try (var early = BridgeClient.open(cluster.url(), reader.token())) {
                postgres.stop();
                goOn(show, waiting, early, reader.token());
                postgres.start();
                becomesNormal(show, waiting, early);
            }
            elsewhere.awaitMedia();
            crowd.visitors(4, show.stream());
            crowd.awaitMedia();
            assertThat(show.host().epoch())
                    .as("nobody takes over from owners that were there all the time")
                    .isEqualTo(epoch);
            assertThat(cluster.owner(show.stream())).isEqualTo(owner);
            cluster.assertOneOwnerAnEpoch();
            crowd.assertEpochsOnlyGrow();
        }
    }

    private void goOn(OpenShow show, OpenShow waiting, BridgeClient early, String token) {
        var back = Crowd.now() + AWAY;
        var left = 0;
        while (Crowd.now() < back) {
            crowd.most(peer -> peer == show.host() || peer.isGone()
                            ? 0
                            : peer.children().size())
                    .leave(); // the room moves those below it
            crowd.awaitMedia();
            Awaitility.await("nobody loses it again")
                    .during(BETWEEN_LEAVERS)
                    .atMost(PATIENCE)
                    .until(crowd::isFed);
            left++;
            early.write(new JsonObject().put("type", "ping"));
            assertHonest(() -> early.question(
                    "signaling.enter", BridgeClient.entering(waiting.stream(), BridgeClient.RESUME), new JsonObject()));
            waiting.api().post("/streams", Stage.now("Not now")).refused(503, "unavailable");
        }
        try (var newcomer = BridgeClient.connect(cluster.url())) { // who signed out meanwhile, nobody knows
            assertHonest(
                    () -> newcomer.question("session.open", new JsonObject().put("token", token), new JsonObject()));
        }
        log.info("{} left and those below them were fed anew while PostgreSQL was away", left);
        assertThat(left).isGreaterThan(1);
    }

    private static void becomesNormal(OpenShow show, OpenShow waiting, BridgeClient early) {
        var since = Crowd.now();
        Awaitility.await("who was refused enters")
                .atMost(TO_BE_NORMAL)
                .until(() -> early.question(
                                "signaling.enter",
                                BridgeClient.entering(waiting.stream(), BridgeClient.RESUME),
                                new JsonObject())
                        .getString("type")
                        .equals("rec"));
        Awaitility.await("the API writes")
                .atMost(TO_BE_NORMAL)
                .until(() ->
                        show.api().post("/streams", Stage.now("Afterwards")).status() == 201);
        waiting.host().goLive();
        log.info("normal {} ms after PostgreSQL was back", Crowd.now() - since);
    }

    /** Refused with a number that says to try again, before whoever asks has to give up waiting. */
    private static void assertHonest(Supplier<JsonObject> question) {
        var before = System.nanoTime();
        var answer = question.get();
        assertThat(answer.getInteger("failureCode")).as(answer.encode()).isIn(HONEST);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
    }

    private ApiClient subscriber(TestWallet of) {
        var api = OpenShow.as(cluster.url(), READER);
        api.put("/me/profile", new JsonObject().put("name", "Bob")).expect(201);
        api.put("/me/subscriptions/" + of.account()).expect(200);
        return api;
    }
}
