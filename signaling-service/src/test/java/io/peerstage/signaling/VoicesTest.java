package io.peerstage.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.runtime.Database;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestClock;
import io.peerstage.testkit.TestNode;
import io.peerstage.testkit.TestPostgres;
import io.peerstage.testkit.TestProxy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may chat, and what is kept of it in the database. */
class VoicesTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));
    private static final Account BOB = new Account("0x" + "b0".repeat(20));
    private static final Account CID = new Account("0x" + "c1".repeat(20));
    private static final Instant SEVEN = Instant.parse("2027-01-15T19:00:00Z");

    private static final TestProxy LINE = new TestProxy(TestPostgres.freshDatabase());
    private static final Map<Account, String> NAMES = new HashMap<>();

    private static TestNode node;
    private static Database database;
    private static Future<Void> delay;
    private static int asked;

    private final TestClock clock = new TestClock(SEVEN);
    private PostgresMuteStore mutes;
    private Voices voices;

    @BeforeAll
    static void start() {
        node = TestNode.start(
                Clock.systemUTC(), Map.of("DATABASE_URL", LINE.url().toString()));
        database = Await.get(node.node().database("signaling"));
        // The neighbour that knows NAMES.
        Await.get(node.bus().answer(ProfilesApi.GET, (caller, which) -> {
            asked++;
            return delay.map(now -> profile(which.account()));
        }));
    }

    @AfterAll
    static void stop() {
        node.close();
        LINE.close();
    }

    @BeforeEach
    void nobody_is_muted() {
        mutes = new PostgresMuteStore(database);
        voices = new Voices(node.bus(), mutes, clock);
        Await.get(mutes.forget(ADA));
        Await.get(mutes.forget(BOB));
        NAMES.putAll(Map.of(ADA, "Ada", BOB, "Bob"));
        NAMES.keySet().retainAll(List.of(ADA, BOB));
        delay = Future.succeededFuture();
        asked = 0;
    }

    @Test
    void whoever_is_registered_and_not_muted_speaks_by_name() {
        assertThat(Await.get(speak(BOB))).isEqualTo("Bob Surname");
        Await.refusal(Failure.NOT_REGISTERED, speak(CID));
    }

    @Test
    void a_mute_is_of_one_broadcaster_and_one_account_and_lasts_until_it_is_taken_back() {
        Await.get(mutes.mute(ADA, BOB, SEVEN));
        Await.get(mutes.mute(ADA, BOB, SEVEN.plusSeconds(1)));
        Await.refusal(Failure.MUTED, speak(BOB));
        assertThat(Await.get(voices.of(node.visitor(), BOB, ADA))).isEqualTo("Ada Surname");
        assertThat(Await.get(mutes.isMuted(ADA, CID))).isFalse();
        Await.get(mutes.unmute(ADA, BOB));
        Await.get(mutes.unmute(ADA, BOB));
        assertThat(Await.get(mutes.isMuted(ADA, BOB))).isFalse();
    }

    @Test
    void a_broadcaster_that_is_gone_has_muted_nobody() {
        Await.get(mutes.mute(ADA, BOB, SEVEN));
        Await.get(mutes.mute(BOB, CID, SEVEN));
        Await.get(mutes.forget(ADA));
        assertThat(Await.get(mutes.isMuted(ADA, BOB))).isFalse();
        assertThat(Await.get(mutes.isMuted(BOB, CID))).isTrue();
    }

    @Test
    void nobody_mutes_more_accounts_than_there_is_room_for() {
        Await.get(database.client()
                .query("INSERT INTO signaling.mute SELECT '" + ADA + "', '0x' || lpad(to_hex(n), 40, '0'), now()"
                        + " FROM generate_series(1, " + PostgresMuteStore.MOST + ") n")
                .execute());
        Await.refusal(Failure.CONFLICT, mutes.mute(ADA, BOB, SEVEN));
        Await.get(mutes.mute(ADA, new Account("0x" + "%040x".formatted(7)), SEVEN));
        Await.get(mutes.mute(BOB, CID, SEVEN));
    }

    @Test
    void whoever_was_heard_is_asked_about_every_few_seconds_only() {
        Await.get(speak(BOB));
        NAMES.put(BOB, "Robert");
        clock.advance(Voices.FRESH.minusMillis(1));
        assertThat(Await.get(speak(BOB))).isEqualTo("Bob Surname");
        assertThat(asked).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(Await.get(speak(BOB))).isEqualTo("Robert Surname");
    }

    @Test
    void a_mute_that_is_told_holds_at_once_and_one_that_is_not_after_seconds() {
        Await.get(speak(BOB));
        Await.get(mutes.mute(ADA, BOB, SEVEN));
        assertThat(Await.get(speak(BOB))).isEqualTo("Bob Surname"); // the telling was lost
        voices.told(new SignalingApi.Muted(ADA, BOB, true));
        Await.refusal(Failure.MUTED, speak(BOB));
        Await.get(mutes.unmute(ADA, BOB));
        Await.refusal(Failure.MUTED, speak(BOB));
        clock.advance(Voices.FRESH);
        Await.get(speak(BOB));
    }

    @Test
    void the_database_decides_whatever_is_told() {
        voices.told(new SignalingApi.Muted(ADA, BOB, true));
        Await.get(speak(BOB));
    }

    @Test
    void an_answer_that_is_older_than_a_mute_does_not_count() {
        var promise = Promise.<Void>promise();
        delay = promise.future();
        var words = speak(BOB); // asks the database, then waits for the name
        Await.get(mutes.isMuted(ADA, BOB));
        Await.get(mutes.mute(ADA, BOB, SEVEN));
        voices.told(new SignalingApi.Muted(ADA, BOB, true));
        promise.complete();
        Await.refusal(Failure.MUTED, words);
    }

    @Test
    void without_a_database_those_who_were_heard_go_on_and_others_are_refused_honestly() {
        Await.get(speak(BOB));
        voices.told(new SignalingApi.Muted(ADA, CID, true));
        LINE.cut();
        clock.advance(Voices.FRESH);
        assertThat(Await.get(speak(BOB))).isEqualTo("Bob Surname");
        NAMES.put(CID, "Cid");
        Await.refusal(Failure.MUTED, speak(CID));
        NAMES.put(new Account("0x" + "d2".repeat(20)), "Dan");
        var refused = Await.get(speak(new Account("0x" + "d2".repeat(20))).transform(Future::succeededFuture));
        assertThat(Database.refusal(refused.cause()).orElseThrow().failure()).isEqualTo(Failure.UNAVAILABLE);
        voices.told(new SignalingApi.Muted(ADA, BOB, true));
        Await.refusal(Failure.MUTED, speak(BOB));
        LINE.listen();
    }

    @Test
    void a_database_that_says_nothing_holds_nobody_up() {
        Await.get(speak(BOB));
        LINE.stall();
        clock.advance(Voices.FRESH);
        var before = System.nanoTime();
        assertThat(Await.get(speak(BOB))).isEqualTo("Bob Surname");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        LINE.release();
    }

    private Future<String> speak(Account speaker) {
        return voices.of(node.caller(speaker), ADA, speaker);
    }

    private static Profile profile(Account account) {
        if (!NAMES.containsKey(account)) {
            throw Failure.PROFILE_NOT_FOUND.because("no profile of " + account);
        }
        return new Profile(
                account,
                Optional.of(NAMES.get(account)),
                Optional.of("Surname"),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                SEVEN,
                Optional.empty());
    }
}
