package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.OwnPostgres;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
    private static final int AUDIENCE = 40;
    private static final long AWAY = TimeUnit.SECONDS.toMillis(60);
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final Duration TO_BE_NORMAL = Duration.ofSeconds(30);
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
        crowd.close();
        cluster.close();
        postgres.close();
    }

    @Test
    void rooms_go_on_for_a_minute_without_postgresql() {
        var show = OpenShow.begin(cluster.url(), crowd, TestWallet.ed25519(1), AUDIENCE);
        var waiting = OpenShow.lobby(cluster.url(), crowd, TestWallet.ed25519(2), "everyone");
        var epoch = show.host().epoch();
        var owner = cluster.owner(show.stream());
        postgres.stop();
        var back = Crowd.now() + AWAY;
        var left = 0;
        while (Crowd.now() < back) {
            var carrier = crowd.most(peer ->
                    peer == show.host() || peer.isGone() ? 0 : peer.children().size());
            carrier.leave(); // the room moves those below it
            crowd.awaitMedia();
            left++;
            assertNobodyEnters(show.stream());
            assertCannotBegin(waiting);
        }
        log.info("{} left and those below them were fed anew while PostgreSQL was away", left);
        postgres.start();
        var again = Crowd.now();
        Awaitility.await("who wants to enter may").atMost(TO_BE_NORMAL).until(() -> enters(show.stream()));
        Awaitility.await("the API writes")
                .atMost(TO_BE_NORMAL)
                .until(() ->
                        show.api().post("/streams", Stage.now("Afterwards")).status() == 201);
        log.info("normal {} ms after PostgreSQL was back", Crowd.now() - again);
        waiting.host().goLive();
        crowd.visitors(4, show.stream());
        crowd.awaitMedia();
        assertThat(crowd.most(ScriptedPeer::epoch).epoch())
                .as("nobody takes over from owners that were there all the time")
                .isEqualTo(Math.max(epoch, waiting.host().epoch()));
        assertThat(show.host().epoch()).isEqualTo(epoch);
        assertThat(cluster.owner(show.stream())).isEqualTo(owner);
        cluster.assertOneOwnerAnEpoch();
        crowd.assertEpochsOnlyGrow();
    }

    /** Refused, with a number that says to try again, before anybody has to give up waiting. */
    private void assertNobodyEnters(String stream) {
        try (var newcomer = BridgeClient.connect(cluster.url())) {
            var before = System.nanoTime();
            var opened = newcomer.question("session.open", new JsonObject(), new JsonObject());
            var answer = opened.getString("type").equals("err")
                    ? opened
                    : newcomer.question(
                            "signaling.enter", BridgeClient.entering(stream, BridgeClient.RESUME), new JsonObject());
            assertThat(answer.getInteger("failureCode")).as(answer.encode()).isIn(HONEST);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
        }
    }

    private void assertCannotBegin(OpenShow waiting) {
        waiting.api().post("/streams", Stage.now("Not now")).refused(503, "unavailable");
    }

    private boolean enters(String stream) {
        try (var newcomer = BridgeClient.open(cluster.url(), "")) {
            var answer = newcomer.question(
                    "signaling.enter", BridgeClient.entering(stream, BridgeClient.RESUME), new JsonObject());
            return answer.getString("type").equals("rec");
        }
    }
}
