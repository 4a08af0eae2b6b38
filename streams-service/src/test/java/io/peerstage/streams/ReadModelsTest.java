package io.peerstage.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.runtime.Database;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestNode;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The read models, a step at a time, from an event log that is written by hand. */
class ReadModelsTest {
    private static final Account ADA = account("ad");
    private static final Account BOB = account("b0");
    private static final Account EVE = account("ee");
    private static final Account ROOT = account("00");
    private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");

    private TestNode node;
    private Database database;
    private PostgresReadModels store;

    @BeforeEach
    void open() {
        node = TestNode.start(Clock.systemUTC(), Map.of()); // without the service: nothing moves unless a test says so
        database = Await.get(node.node().database("streams"));
        store = new PostgresReadModels(database);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void who_follows_whom_is_what_the_last_event_says() {
        append("Subscribed", ADA, "account_id", BOB.hex());
        append("Subscribed", EVE, "account_id", BOB.hex());
        append("Unsubscribed", EVE, "account_id", BOB.hex());
        follow();
        assertThat(column("SELECT subscriber FROM streams.follow")).containsExactly(ADA.hex());
        append("Subscribed", EVE, "account_id", ADA.hex());
        append("Unsubscribed", ADA, "account_id", BOB.hex());
        append("Subscribed", ADA, "account_id", BOB.hex());
        append("Unsubscribed", EVE, "account_id", BOB.hex());
        follow();
        assertThat(column("SELECT subscriber || broadcaster FROM streams.follow ORDER BY 1"))
                .containsExactly(ADA.hex() + BOB.hex(), EVE.hex() + ADA.hex());
    }

    @Test
    void a_deleted_profile_follows_nobody_and_is_followed_by_nobody_until_it_does_again() {
        append("Subscribed", ADA, "account_id", BOB.hex());
        append("Subscribed", BOB, "account_id", EVE.hex());
        append("Subscribed", EVE, "account_id", ADA.hex());
        append("ProfileDeleted", BOB);
        append("Subscribed", BOB, "account_id", ADA.hex()); // registered anew in between
        follow();
        assertThat(column("SELECT subscriber || broadcaster FROM streams.follow ORDER BY 1"))
                .containsExactly(BOB.hex() + ADA.hex(), EVE.hex() + ADA.hex());
        append("ProfileDeleted", ADA);
        follow();
        assertThat(column("SELECT subscriber FROM streams.follow")).isEmpty();
    }

    @Test
    void a_deleted_profile_takes_the_streams_along_that_were_announced_before_and_no_later_one() {
        schedule(1, ADA, "before");
        schedule(2, BOB, "of another");
        append("ProfileDeleted", ADA);
        schedule(3, ADA, "after");
        row(4, ADA, "its event is yet to come");
        follow();
        assertThat(column("SELECT title FROM streams.stream WHERE deleted_at IS NOT NULL"))
                .containsExactly("before");
        append("StreamIsScheduled", ADA, "id", "4-x");
        follow();
        assertThat(column("SELECT title FROM streams.stream WHERE deleted_at IS NOT NULL"))
                .containsExactly("before");
    }

    @Test
    void a_live_show_of_a_deleted_profile_is_ended_first() {
        schedule(1, ADA, "live");
        live("1-x");
        append("ProfileDeleted", ADA);
        follow();
        assertThat(types()).endsWith("ProfileDeleted", "StreamEnded", "StreamDeleted");
        assertThat(column("SELECT data->>'id' || account FROM event_log.event WHERE type = 'StreamEnded'"))
                .containsExactly("1-x" + ADA.hex());
        assertThat(column("SELECT live || ' ' || (deleted_at IS NOT NULL) FROM streams.stream"))
                .containsExactly("false true");
        again();
        assertThat(types()).endsWith("ProfileDeleted", "StreamEnded", "StreamDeleted");
    }

    @Test
    void a_live_show_of_a_banned_account_is_ended_also_if_it_went_live_meanwhile() {
        schedule(1, ADA, "x");
        live("1-x");
        append("AccountBanned", ROOT, "account_id", ADA.hex());
        follow();
        assertThat(column("SELECT account FROM streams.hidden")).containsExactly(ADA.hex());
        assertThat(column("SELECT live::text FROM streams.stream")).containsExactly("false");
        live("1-x"); // it was allowed before the ban and kept after it
        append("StreamWentLive", ADA, "id", "1-x");
        follow();
        assertThat(column("SELECT live::text FROM streams.stream")).containsExactly("false");
        assertThat(types()).filteredOn("StreamEnded"::equals).hasSize(2);
    }

    @Test
    void streams_of_a_banned_account_are_found_only_by_who_asks_for_the_hidden_ones_too() {
        var streams = new PostgresStreamStore(database, new Watchers(Clock.systemUTC()));
        schedule(1, ADA, "x");
        append("AccountBanned", ROOT, "account_id", ADA.hex());
        follow();
        assertThat(Await.get(streams.ofBroadcaster(ADA, false)).ids()).isEmpty();
        assertThat(Await.get(streams.ofBroadcaster(ADA, true)).ids()).hasSize(1);
    }

    @Test
    void a_show_that_is_live_by_right_is_not_ended_by_a_ban_of_old() {
        schedule(1, ADA, "x");
        append("AccountBanned", ROOT, "account_id", ADA.hex());
        append("AccountUnbanned", ROOT, "account_id", ADA.hex());
        live("1-x");
        follow();
        again();
        assertThat(column("SELECT live::text FROM streams.stream")).containsExactly("true");
        assertThat(column("SELECT account FROM streams.hidden")).isEmpty();
    }

    /** Each table in turn cannot be written: as after a crash, nothing is kept and the same is done again later. */
    @ParameterizedTest
    @ValueSource(strings = {"follow", "hidden", "speaker", "stream", "followed"})
    void after_a_failure_at_any_step_nothing_is_half_done(String table) {
        append("ProfileEdited", EVE);
        append("Subscribed", EVE, "account_id", BOB.hex());
        schedule(1, ADA, "x");
        append("AccountBanned", ROOT, "account_id", EVE.hex());
        append("ProfileDeleted", ADA);
        var before = contents();
        execute("""
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is on fire'; END $$;
                CREATE TRIGGER fail BEFORE INSERT OR UPDATE OR DELETE ON streams.%s EXECUTE FUNCTION fail();
                """.formatted(table));
        assertThat(Await.get(store.follow(NOON).map("kept").otherwise("failed")))
                .isEqualTo("failed");
        assertThat(contents()).isEqualTo(before);
        execute("DROP TRIGGER fail ON streams." + table);
        follow();
        assertThat(column("SELECT subscriber FROM streams.follow")).containsExactly(EVE.hex());
        assertThat(column("SELECT account FROM streams.hidden")).containsExactly(EVE.hex());
        assertThat(column("SELECT account FROM streams.speaker")).containsExactly(EVE.hex());
        assertThat(column("SELECT id FROM streams.stream WHERE deleted_at IS NULL"))
                .isEmpty();
    }

    @Test
    void events_that_come_twice_change_nothing() {
        eventful();
        follow();
        var before = contents();
        again();
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void a_rebuild_makes_of_wrong_read_models_what_they_were() {
        eventful();
        follow();
        name(ADA, "Ada");
        var before = contents();
        execute("""
                TRUNCATE streams.follow;
                INSERT INTO streams.follow VALUES ('0xnobody', '0xnowhere');
                UPDATE streams.hidden SET account = '0xinnocent';
                INSERT INTO streams.speaker (account, name) VALUES ('0xghost', 'Boo');
                UPDATE streams.speaker SET edited = 999, known = 999;
                UPDATE streams.stream SET scheduled = 999, searched = '', spoken = 'eve';
                UPDATE streams.followed SET position = 999;
                """);
        Await.get(store.rebuild(NOON));
        assertThat(column("SELECT name FROM streams.speaker"))
                .as("names stay until they are asked")
                .contains("Ada");
        name(ADA, "Ada");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void until_a_rebuild_is_done_readers_see_what_was_before() {
        append("AccountBanned", ROOT, "account_id", EVE.hex());
        follow();
        var other = Await.get(database.dedicatedConnection(node.node().vertx()));
        Await.get(other.query("BEGIN; LOCK TABLE streams.hidden IN SHARE MODE").execute());
        var rebuilding = store.rebuild(NOON); // waits to empty the table
        awaitWaiting();
        assertThat(column("SELECT account FROM streams.hidden")).containsExactly(EVE.hex());
        assertThat(Await.get(store.follow(NOON)))
                .as("leaves it to the one that is at it")
                .isFalse();
        Await.get(other.query("COMMIT").execute());
        Await.get(rebuilding);
        assertThat(column("SELECT account FROM streams.hidden")).containsExactly(EVE.hex());
        Await.get(other.close());
    }

    @Test
    void who_catches_up_waits_for_the_one_that_is_at_it_and_then_knows_all() {
        var other = Await.get(database.dedicatedConnection(node.node().vertx()));
        Await.get(other.query("BEGIN; SELECT FROM streams.followed FOR UPDATE").execute());
        append("Subscribed", ADA, "account_id", BOB.hex());
        var caughtUp = store.catchUp(NOON);
        awaitWaiting();
        assertThat(caughtUp.isComplete()).isFalse();
        Await.get(other.query("COMMIT").execute());
        Await.get(caughtUp);
        assertThat(column("SELECT subscriber FROM streams.follow")).containsExactly(ADA.hex());
        Await.get(other.close());
    }

    @Test
    void who_waits_too_long_to_catch_up_is_told_so() {
        var other = Await.get(database.dedicatedConnection(node.node().vertx()));
        Await.get(other.query("BEGIN; SELECT FROM streams.followed FOR UPDATE").execute());
        Await.refusal(Failure.UNAVAILABLE, store.catchUp(NOON));
        Await.get(other.close());
    }

    @Test
    void a_name_is_asked_once_for_each_change_and_an_old_answer_does_not_replace_a_newer_one() {
        append("ProfileEdited", ADA);
        schedule(2, ADA, "x");
        follow();
        var first = Await.get(store.edited()).get(0);
        append("ProfileEdited", ADA);
        follow();
        var second = Await.get(store.edited()).get(0);
        keep(second, "Ada Lovelace");
        keep(first, "Ada");
        assertThat(column("SELECT name FROM streams.speaker")).containsExactly("Ada Lovelace");
        assertThat(column("SELECT spoken FROM streams.stream")).containsExactly("ada lovelace");
        assertThat(Await.get(store.edited())).isEmpty();
    }

    @Test
    void a_stream_is_searched_by_the_name_its_speaker_had_when_it_was_announced_and_has_later() {
        append("ProfileEdited", ADA);
        follow();
        name(ADA, "Ádá");
        schedule(1, ADA, "Éclair");
        execute("UPDATE streams.stream SET description = 'À la crème', searched = 'eclair'"); // as before this was
        // searched
        follow();
        assertThat(column("SELECT searched || ' by ' || spoken FROM streams.stream"))
                .containsExactly("eclair\na la creme by ada");
        append("ProfileDeleted", ADA);
        schedule(2, ADA, "later");
        follow();
        assertThat(column("SELECT spoken FROM streams.stream WHERE deleted_at IS NULL"))
                .containsExactly("");
    }

    private void eventful() {
        append("ProfileEdited", ADA);
        append("ProfileEdited", BOB);
        append("ProfileEdited", EVE);
        append("Subscribed", ADA, "account_id", BOB.hex());
        append("Subscribed", BOB, "account_id", ADA.hex());
        schedule(1, ADA, "One");
        schedule(2, BOB, "Two");
        append("AccountBanned", ROOT, "account_id", BOB.hex());
        append("ProfileDeleted", EVE);
        schedule(3, EVE, "Three");
    }

    private void follow() {
        assertThat(Await.get(store.follow(NOON))).isTrue();
    }

    /** As if the position had not been kept. */
    private void again() {
        execute("UPDATE streams.followed SET position = 0");
        follow();
    }

    private void name(Account account, String name) {
        Await.get(store.edited()).stream()
                .filter(edited -> edited.account().equals(account))
                .forEach(edited -> keep(edited, name));
    }

    private void keep(ReadModelStore.Edited edited, String name) {
        Optional<String> none = Optional.empty();
        var profile = new Profile(edited.account(), Optional.of(name), none, none, none, 0, 0, NOON, Optional.empty());
        Await.get(store.keep(List.of(new ReadModelStore.Speaker(edited, Optional.of(profile)))));
    }

    private void schedule(int number, Account broadcaster, String title) {
        row(number, broadcaster, title);
        append("StreamIsScheduled", broadcaster, "id", number + "-x");
    }

    private void row(int number, Account broadcaster, String title) {
        Await.get(database.client().preparedQuery("""
                        INSERT INTO streams.stream (id, broadcaster, title, start_time, end_time, audience, searched)
                        VALUES ($1, $2, $3, now(), now() + interval '1 h', 'EVERYONE', lower($3))
                        """).execute(Tuple.of(number + "-x", broadcaster.hex(), title)));
    }

    private void live(String id) {
        execute("UPDATE streams.stream SET live = true, started_at = now(), ended_at = NULL WHERE id = '" + id + "'");
    }

    private void append(String type, Account account) {
        append(type, account, new JsonObject());
    }

    private void append(String type, Account account, String key, String value) {
        append(type, account, new JsonObject().put(key, value));
    }

    private void append(String type, Account account, JsonObject data) {
        Await.get(database.client()
                .preparedQuery("SELECT event_log.append($1, $2, $3)")
                .execute(Tuple.of(type, account.hex(), data)));
    }

    private void execute(String sql) {
        Await.get(database.client().query(sql).execute());
    }

    private List<String> types() {
        return column("SELECT type FROM event_log.event ORDER BY position");
    }

    /** All that the read models hold, as text. */
    private List<String> contents() {
        var contents = new ArrayList<String>();
        for (var table : List.of("follow", "hidden", "speaker", "stream", "followed")) {
            contents.addAll(
                    column("SELECT '" + table + " ' || to_jsonb(t)::text FROM streams." + table + " t ORDER BY 1"));
        }
        return contents;
    }

    private List<String> column(String sql) {
        var values = new ArrayList<String>();
        Await.get(database.client().query(sql).execute()).forEach(row -> values.add(row.getString(0)));
        return values;
    }

    /** Until a transaction waits for a lock. */
    private void awaitWaiting() {
        Awaitility.await()
                .until(() ->
                        column("SELECT 'waits' FROM pg_locks WHERE NOT granted").contains("waits"));
    }

    private static Account account(String digits) {
        return new Account("0x" + digits.repeat(20));
    }
}
