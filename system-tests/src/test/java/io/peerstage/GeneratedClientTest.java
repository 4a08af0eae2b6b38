package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerstage.generated.ApiException;
import io.peerstage.generated.api.MeApi;
import io.peerstage.generated.api.RecordApi;
import io.peerstage.generated.api.StreamsApi;
import io.peerstage.generated.model.Audience;
import io.peerstage.generated.model.Event;
import io.peerstage.generated.model.ProfileEdit;
import io.peerstage.generated.model.Stream;
import io.peerstage.generated.model.StreamEdit;
import io.peerstage.generated.model.StreamSchedule;
import io.peerstage.testkit.TestWallet;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a generator of others makes of our contract works: the build generates this client (see this module's {@code pom.xml}). */
class GeneratedClientTest {
    @Test
    void a_generated_client_lists_schedules_edits_and_deletes_a_stream() throws ApiException {
        try (var stage = Stage.open()) {
            var client = client(stage, TestWallet.ed25519(1));
            var streams = new StreamsApi(client);
            new MeApi(client).editProfile(new ProfileEdit().name("Ada").timeZone("Europe/London"));
            assertThat(list(streams)).isEmpty();

            var start = OffsetDateTime.now(ZoneOffset.UTC).plusHours(1).truncatedTo(ChronoUnit.MILLIS);
            var plan = new StreamSchedule()
                    .title("First light")
                    .description("of the day")
                    .startTime(start)
                    .endTime(start.plusHours(1))
                    .audience(Audience.EVERYONE);
            var announced = streams.scheduleStream(plan, "key 1");
            assertThat(streams.scheduleStream(plan, "key 1")).isEqualTo(announced);
            assertThat(announced.getStartTime()).isEqualTo(start);
            assertThat(list(streams)) // the speaker's name may come a moment later
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("speaker")
                    .containsExactly(announced);

            var edited = streams.editStream(announced.getId(), new StreamEdit().title("Last light"), "\"1\"");
            assertThat(edited.getTitle()).isEqualTo("Last light");
            assertThat(edited.getDescription()).isEqualTo("of the day");
            assertThatThrownBy(() -> streams.editStream(announced.getId(), new StreamEdit().title("x"), "\"1\""))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            refused -> assertThat(refused.getResponseBody()).contains("precondition-failed"));

            streams.deleteStream(announced.getId());
            assertThat(list(streams)).isEmpty();
            var record = new RecordApi(client);
            assertThat(record.listEvents(null, 0L, 100).getItems())
                    .extracting(Event::getType)
                    .containsExactly("ProfileEdited", "StreamIsScheduled", "StreamEdited", "StreamDeleted");
            assertThat(record.getState().getUsers()).hasSize(1);
        }
    }

    private static List<Stream> list(StreamsApi streams) throws ApiException {
        return streams.listStreams(List.of("live", "upcoming"), null, null, "LIGHT", null, null, "start", 10, null)
                .getItems();
    }

    private static io.peerstage.generated.ApiClient client(Stage stage, TestWallet wallet) {
        var token = stage.token(wallet);
        var client = new io.peerstage.generated.ApiClient();
        client.updateBaseUri(stage.url() + "/api/v1");
        return client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
    }
}
