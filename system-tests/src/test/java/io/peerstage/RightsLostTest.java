package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.ScriptedPeer.Edge;
import io.peerstage.ScriptedPeer.Heard;
import io.peerstage.testkit.TestWallet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who loses the right to watch is out within a second, at both ends of each of its edges, and nobody below it loses a picture. */
class RightsLostTest {
    private static final Logger log = LoggerFactory.getLogger(RightsLostTest.class);
    private static final TestWallet ROOT = TestWallet.sr25519(1);
    private static final TestWallet HOST = TestWallet.ed25519(2);
    private static final TestWallet VIEWER = TestWallet.ethereum(3);
    private static final String MORE_THAN_ENOUGH = "1000";
    private static final int AUDIENCE = 12;
    /** In milliseconds. */
    private static final long TO_BE_TOLD = 1_000;

    private Stage stage;
    private Crowd crowd;
    private OpenShow show;
    private ApiClient viewerApi;

    @BeforeEach
    void begin() {
        stage = Stage.open(Map.of("ADMINS", ROOT.account().hex(), "PEERS_PER_ADDRESS", MORE_THAN_ENOUGH));
        crowd = new Crowd(Gate.of(stage.url()));
        show = OpenShow.lobby(stage.url(), crowd, HOST, "subscribers");
        show.host().goLive();
        viewerApi = subscriber(VIEWER);
    }

    @AfterEach
    void end() {
        crowd.close();
        stage.close();
    }

    @Test
    void who_unsubscribes() {
        var viewer = carrier(viewerApi.token());
        var before = edges(viewer);
        viewerApi.delete("/me/subscriptions/" + HOST.account()).expect(204);
        assertCutOff(viewer, before, Crowd.now(), "not-subscribed");
    }

    @Test
    void whom_the_broadcaster_bans() {
        var viewer = carrier(viewerApi.token());
        var before = edges(viewer);
        show.api().put("/me/bans/" + VIEWER.account()).expect(200);
        assertCutOff(viewer, before, Crowd.now(), "banned");
    }

    @Test
    void whom_an_admin_bans() {
        var viewer = carrier(viewerApi.token());
        var before = edges(viewer);
        stage.as(ROOT).put("/admin/bans/" + VIEWER.account()).expect(200);
        assertCutOff(viewer, before, Crowd.now(), "banned");
    }

    @Test
    void who_signs_out() {
        var viewer = carrier(viewerApi.token());
        var before = edges(viewer);
        viewerApi.delete("/me/token").expect(204);
        assertCutOff(viewer, before, Crowd.now(), "invalid-token");
    }

    @Test
    void whose_token_expires() {
        var issued = Instant.now();
        var lifetime = Duration.ofSeconds(10);
        var viewer = carrier(VIEWER.token(stage.url(), issued, lifetime));
        var before = edges(viewer);
        var left = Duration.between(
                Instant.now(), issued.plus(lifetime).truncatedTo(ChronoUnit.SECONDS)); // as tokens tell it
        assertThat(left).as("the tree stood in time").isPositive();
        assertCutOff(viewer, before, Crowd.now() + left.toMillis(), "invalid-token");
    }

    /** Somebody with that token who feeds others, and as many others as that takes. */
    private ScriptedPeer carrier(String token) {
        var viewer = crowd.join(token);
        viewer.enter(show.stream());
        for (var n = 1; n < AUDIENCE; n++) {
            crowd.join(subscriber(TestWallet.ed25519(100 + n)).token()).enter(show.stream());
        }
        Crowd.await("the viewer feeds others", () -> !viewer.children().isEmpty());
        crowd.awaitMedia();
        crowd.awaitRest();
        return viewer;
    }

    private ApiClient subscriber(TestWallet wallet) {
        var api = stage.registered(wallet, "Viewer");
        api.put("/me/subscriptions/" + HOST.account()).expect(200);
        return api;
    }

    private static List<Edge> edges(ScriptedPeer viewer) {
        return List.copyOf(viewer.edges());
    }

    private void assertCutOff(ScriptedPeer viewer, List<Edge> edges, long since, String problem) {
        Crowd.await("it is told", () -> !viewer.heard("refused").isEmpty());
        List<Long> after = new ArrayList<>();
        after.add(at(viewer.heard("refused").get(0), since));
        assertThat(viewer.heard("refused")
                        .get(0)
                        .body()
                        .getJsonObject("problem")
                        .getString("name"))
                .isEqualTo(problem);
        for (var edge : edges) {
            var other = crowd.find(peer -> peer.id().equals(edge.peer())).orElseThrow();
            Crowd.await("the other end is told of " + edge, () -> releaseOf(edge, other) != null);
            after.add(at(releaseOf(edge, other), since));
            if (!edge.asChild() && !edge.is(ScriptedPeer.Part.STANDBY)) {
                assertFedAnew(other, edge, since);
            }
        }
        log.info("{}: both ends of {} edges were told after {} ms", problem, edges.size(), after);
        assertThat(after).as("milliseconds").allMatch(milliseconds -> milliseconds <= TO_BE_TOLD);
        crowd.awaitMedia();
    }

    private static long at(Heard heard, long since) {
        return heard.at() - since;
    }

    private static Heard releaseOf(Edge edge, ScriptedPeer peer) {
        return peer.heard("release").stream()
                .filter(heard -> edge.id().equals(heard.body().getString("edge")))
                .findFirst()
                .orElse(null);
    }

    /** Another edge was its source before the old one was over. */
    private static void assertFedAnew(ScriptedPeer child, Edge old, long since) {
        var released = child.heard().indexOf(releaseOf(old, child));
        assertThat(child.heard().subList(0, released))
                .as("what the child was told before its edge was over")
                .anyMatch(heard -> heard.address().equals("activate")
                        && !old.id().equals(heard.body().getString("edge"))
                        && heard.at() >= since - TO_BE_TOLD);
    }
}
