package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/** The same request 64 times at once has one effect. */
class SixtyFourAtOnceTest {
    private static final int MANY = 64;

    private static Stage stage;

    private final TestWallet ada = TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());
    private final TestWallet bob = TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());

    @BeforeAll
    static void open() {
        stage = Stage.open();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @RepeatedTest(3)
    void subscribes_of_one_pair() {
        var api = stage.registered(ada, "Ada");
        stage.registered(bob, "Bob");
        var replies = atOnce(() -> api.put("/me/subscriptions/" + bob.account()));
        assertThat(replies).allMatch(reply -> reply.status() == 200);
        assertThat(bodies(replies)).hasSize(1);
        assertThat(api.get("/profiles/" + bob.account()).json().getInteger("subscriberCount"))
                .isEqualTo(1);
        assertThat(eventsOf(ada)).containsExactly("ProfileEdited", "Subscribed");
    }

    @RepeatedTest(3)
    void unsubscribes_of_one_pair() {
        var api = stage.registered(ada, "Ada");
        stage.registered(bob, "Bob");
        api.put("/me/subscriptions/" + bob.account()).expect(200);
        assertThat(atOnce(() -> api.delete("/me/subscriptions/" + bob.account())))
                .allMatch(reply -> reply.status() == 204);
        assertThat(eventsOf(ada)).containsExactly("ProfileEdited", "Subscribed", "Unsubscribed");
    }

    @RepeatedTest(3)
    void registrations_of_one_account() {
        var api = stage.as(ada);
        var replies = atOnce(() -> api.put("/me/profile", new JsonObject().put("name", "Ada")));
        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(MANY - 1);
    }

    @RepeatedTest(3)
    void edits_with_one_etag() {
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("x")).expect(201).json().getString("id");
        var replies = atOnce(() -> api.send(
                "PATCH",
                "/streams/" + id,
                new JsonObject().put("title", "y").encode(),
                request -> request.header("Content-Type", "application/merge-patch+json")
                        .header("If-Match", "\"1\"")));
        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.outcome().toString().equals("412 precondition-failed"))
                .hasSize(MANY - 1);
        assertThat(api.get("/streams/" + id).header("ETag")).isEqualTo("\"2\"");
        assertThat(eventsOf(ada)).containsExactly("ProfileEdited", "StreamIsScheduled", "StreamEdited");
    }

    @RepeatedTest(3)
    void schedules_with_one_idempotency_key() {
        var api = stage.registered(ada, "Ada");
        var plan = Stage.now("x").encode();
        var replies = atOnce(() -> api.send(
                "POST",
                "/streams",
                plan,
                request -> request.header("Content-Type", "application/json").header("Idempotency-Key", "once")));
        assertThat(replies).allMatch(reply -> reply.status() == 201);
        assertThat(bodies(replies)).hasSize(1);
        assertThat(api.get("/profiles/" + ada.account()).json().getJsonArray("streamIds"))
                .hasSize(1);
        assertThat(eventsOf(ada)).containsExactly("ProfileEdited", "StreamIsScheduled");
    }

    @RepeatedTest(3)
    void deletions_of_one_stream() {
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("x")).expect(201).json().getString("id");
        var replies = atOnce(() -> api.delete("/streams/" + id));
        assertThat(replies).filteredOn(reply -> reply.status() == 204).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.outcome().toString().equals("404 stream-not-found"))
                .hasSize(MANY - 1);
        assertThat(eventsOf(ada)).containsExactly("ProfileEdited", "StreamIsScheduled", "StreamDeleted");
    }

    /** What all were answered; they are let go together. */
    private static List<ApiClient.Reply> atOnce(Callable<ApiClient.Reply> request) {
        var threads = Executors.newFixedThreadPool(MANY);
        try {
            var start = new CyclicBarrier(MANY);
            Callable<ApiClient.Reply> together = () -> {
                start.await();
                return request.call();
            };
            var running = threads.invokeAll(
                    IntStream.range(0, MANY).mapToObj(one -> together).toList());
            return running.stream().map(SixtyFourAtOnceTest::reply).toList();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        } finally {
            threads.shutdownNow();
        }
    }

    private static ApiClient.Reply reply(Future<ApiClient.Reply> done) {
        try {
            return done.get();
        } catch (ExecutionException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Set<String> bodies(List<ApiClient.Reply> replies) {
        var bodies = new HashSet<String>();
        replies.forEach(reply -> bodies.add(reply.response().body()));
        return bodies;
    }

    /** What happened through an account, in order. */
    private static List<String> eventsOf(TestWallet wallet) {
        return stage.visitor().get("/events?limit=1000").expect(200).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(event ->
                        event.getString("account").equals(wallet.account().hex()))
                .map(event -> event.getString("type"))
                .toList();
    }
}
