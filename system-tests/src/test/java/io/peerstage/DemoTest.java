package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.Event;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.profiles.ProfilesService;
import io.peerstage.runtime.EventLog;
import io.peerstage.standalone.Demo;
import io.peerstage.streams.StreamsService;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestClock;
import io.peerstage.testkit.TestNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The made-up people and streams of {@code mvn -Pdemo}. */
class DemoTest {
    private static final Instant NOW = Instant.parse("2027-01-15T12:00:42.500Z");

    private final TestClock clock = new TestClock(NOW);

    @Test
    void an_empty_schedule_is_filled_around_now_with_people_who_follow_each_other() {
        try (var node = TestNode.start(clock, Map.of(), ProfilesService.SERVICE, StreamsService.SERVICE)) {
            var announced = Await.get(Demo.fill(node.node()));
            var streams = streams(node);
            assertThat(streams).hasSize(announced);
            assertThat(streams)
                    .filteredOn(stream -> stream.status() == Status.PAST)
                    .isNotEmpty();
            assertThat(streams)
                    .filteredOn(stream -> stream.status() == Status.UPCOMING)
                    .anyMatch(stream -> stream.startTime().isBefore(NOW))
                    .anyMatch(stream -> stream.startTime().isBefore(NOW.plus(Duration.ofHours(12))))
                    .anyMatch(stream -> stream.startTime().isAfter(NOW.plus(Duration.ofDays(2))))
                    .allMatch(stream -> stream.startTime().isBefore(NOW.plus(Duration.ofDays(7))));
            var people = Await.get(node.bus()
                            .ask(
                                    ProfilesApi.LIST,
                                    node.visitor(),
                                    new ProfilesApi.Query(Optional.empty(), 100, Optional.empty())))
                    .items();
            assertThat(people)
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(profile -> profile.name().isPresent()
                            && profile.subscriberCount() > 0
                            && profile.subscriptionCount() > 0);
            assertThat(events(node)).extracting(Event::type).contains("ProfileEdited", "Subscribed");
            assertThat(events(node))
                    .filteredOn(event -> event.type().equals("StreamIsScheduled"))
                    .hasSize(announced);
        }
    }

    @Test
    void nothing_is_added_while_streams_lie_ahead_and_the_same_people_come_back_later() {
        try (var node = TestNode.start(clock, Map.of(), ProfilesService.SERVICE, StreamsService.SERVICE)) {
            var announced = Await.get(Demo.fill(node.node()));
            var before = events(node).size();
            assertThat(Await.get(Demo.fill(node.node()))).isZero();
            assertThat(events(node)).hasSize(before);
            clock.advance(Duration.ofDays(7));
            assertThat(Await.get(Demo.fill(node.node()))).isEqualTo(announced);
            assertThat(streams(node)).hasSize(2 * announced);
            assertThat(events(node).subList(before, events(node).size()))
                    .allMatch(event -> event.type().equals("StreamIsScheduled"));
        }
    }

    @Test
    void the_product_fills_itself_only_when_it_is_told_to(@TempDir Path data) throws Exception {
        var port = Stage.freePort();
        var settings = Map.of(
                "HTTP_PORT", String.valueOf(port),
                "MANAGEMENT_PORT", String.valueOf(Stage.freePort()),
                "DATA_DIR", data.toString());
        var visitor = new ApiClient("http://localhost:" + port, "");
        try (var product = ProductProcess.start(settings).awaitReady()) {
            assertThat(visitor.get("/streams").expect(200).json().getJsonArray("items"))
                    .isEmpty();
            product.terminate();
        }
        try (var product = ProductProcess.start(settings, "demo").awaitReady()) {
            assertThat(visitor.get("/streams?status=upcoming")
                            .expect(200)
                            .json()
                            .getJsonArray("items"))
                    .isNotEmpty();
            product.terminate();
        }
    }

    @Test
    void an_argument_that_nobody_knows_stops_the_start() throws Exception {
        try (var product = ProductProcess.start(Map.of(), "dmeo")) {
            assertThat(product.awaitExit()).isEqualTo(1);
            assertThat(product.lines()).containsExactly("unknown argument dmeo; there are demo and rebuild");
        }
    }

    private static List<Stream> streams(TestNode node) {
        var all = StreamsApi.Query.of(Set.of(), StreamsApi.Sort.START, 100);
        return Await.get(node.bus().ask(StreamsApi.LIST, node.visitor(), all)).items();
    }

    private static List<Event> events(TestNode node) {
        var database = Await.get(node.node().database("streams"));
        return Await.get(new EventLog(database.client()).read(0, 1_000));
    }
}
