package io.peerstage.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Account;
import io.peerstage.contract.Event;
import io.peerstage.contract.profiles.Profile;
import io.peerstage.runtime.Database;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The read model of speakers, a step at a time. */
class SpeakersTest {
    private static final Account ADA = new Account("0x" + "ad".repeat(20));

    private TestNode node;
    private Database database;
    private SpeakerStore store;

    @BeforeEach
    void open() {
        node = TestNode.start(Clock.systemUTC(), Map.of());
        database = Await.get(node.node().database("streams"));
        store = new PostgresSpeakerStore(database);
    }

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void each_event_is_read_once_and_kept_with_its_position() {
        append(150);
        List<Long> seen = new ArrayList<>();
        assertThat(Await.get(store.readOn(events -> read(events, seen)))).isTrue();
        assertThat(Await.get(store.readOn(events -> read(events, seen)))).isFalse();
        assertThat(Await.get(store.readOn(events -> read(events, seen)))).isFalse();
        assertThat(seen).hasSize(150).doesNotHaveDuplicates().isSorted();
        assertThat(names()).containsExactly("Ada");
    }

    @Test
    void a_reader_that_fails_is_asked_again_and_nothing_of_it_is_kept() {
        append(1);
        var failed = Await.get(store.readOn(events -> Future.failedFuture("profiles are away"))
                .transform(done -> Future.succeededFuture(done.failed())));
        assertThat(failed).isTrue();
        List<Long> seen = new ArrayList<>();
        Await.get(store.readOn(events -> read(events, seen)));
        assertThat(seen).containsExactly(1L);
    }

    @Test
    void of_two_instances_one_reads_and_the_other_passes() {
        append(1);
        var held = Promise.<List<SpeakerStore.Change>>promise();
        var reading = Promise.<Void>promise();
        var first = store.readOn(events -> {
            reading.complete();
            return held.future();
        });
        Await.get(reading.future());
        assertThat(Await.get(store.readOn(events -> Future.failedFuture("not to be asked"))))
                .isFalse();
        held.complete(List.of());
        Await.get(first);
    }

    @Test
    void a_speaker_whose_profile_is_gone_has_no_name() {
        append(1);
        Await.get(store.readOn(events -> read(events, new ArrayList<>())));
        append(1);
        Await.get(store.readOn(
                events -> Future.succeededFuture(List.of(new SpeakerStore.Change(ADA, Optional.empty())))));
        assertThat(names()).isEmpty();
    }

    private static Future<List<SpeakerStore.Change>> read(List<Event> events, List<Long> seen) {
        events.forEach(event -> seen.add(event.position()));
        var ada = new Profile(
                ADA,
                Optional.of("Ada"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                Instant.EPOCH,
                Optional.empty());
        return Future.succeededFuture(List.of(new SpeakerStore.Change(ADA, Optional.of(ada))));
    }

    private void append(int events) {
        for (var n = 0; n < events; n++) {
            Await.get(database.client()
                    .query("SELECT event_log.append('ProfileEdited', '" + ADA + "', '{}')")
                    .execute());
        }
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        Await.get(database.client().query("SELECT name FROM streams.speaker").execute())
                .forEach(row -> names.add(row.getString(0)));
        return names;
    }
}
