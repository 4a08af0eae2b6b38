package io.peerstage.gateway.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OembedTest {
    @ParameterizedTest
    @CsvSource({
        "640, 360, 640, 360",
        "100000, 100000, 640, 360",
        "320, 360, 320, 180",
        "640, 90, 160, 90",
        "1, 1, 1, 1",
        "100000, 1, 1, 1"
    })
    void the_frame_fits(int maxWidth, int maxHeight, int width, int height) {
        var answer = Oembed.of(Entries.SITE, stream("x"), maxWidth, maxHeight);
        assertThat(answer.getInteger("width")).isEqualTo(width);
        assertThat(answer.getInteger("height")).isEqualTo(height);
        assertThat(answer.getString("html")).contains("width=\"" + width + "\" height=\"" + height + "\"");
    }

    @Test
    void a_title_cannot_leave_its_attribute() {
        assertThat(Oembed.of(Entries.SITE, stream("\"><script>'&"), 640, 360).getString("html"))
                .startsWith("<iframe src=\"https://stage.example/embed/1763776800123-first-light\""
                        + " title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\" ")
                .doesNotContain("<script>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://stage.example/streams/1763776800123-first-light",
                "https://STAGE.example:443/streams/1763776800123-first-light?from=feed#main"
            })
    void the_address_of_a_streams_page_is_known_in_each_of_its_forms(String address) {
        assertThat(Entries.SITE.streamAt(address)).contains(new StreamId("1763776800123-first-light"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://stage.example",
                "https://stage.example/",
                "https://stage.example/streams/",
                "https://stage.example/streams/1763776800123-first-light/edit",
                "https://stage.example/profiles/1763776800123-first-light"
            })
    void another_page_of_ours_is_of_no_stream(String address) {
        assertThat(Entries.SITE.streamAt(address)).contains(new StreamId(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example/streams/1763776800123-first-light",
                "http://stage.example/streams/1763776800123-first-light",
                "https://stage.example:8443/streams/1763776800123-first-light",
                "https://me@stage.example/streams/1763776800123-first-light",
                "https://stage.example.other.example/streams/1763776800123-first-light",
                "/streams/1763776800123-first-light",
                "mailto:stage.example",
                "https://",
                "not an address"
            })
    void an_address_of_another_site_is_none_of_ours(String address) {
        assertThat(Entries.SITE.streamAt(address)).isEmpty();
    }

    @Test
    void a_port_of_our_own_belongs_to_the_address() {
        var local = new Site(URI.create("http://localhost:8080"));
        assertThat(local.streamAt("http://localhost:8080/streams/1-x")).contains(new StreamId("1-x"));
        assertThat(local.streamAt("http://localhost/streams/1-x")).isEmpty();
    }

    private static Stream stream(String title) {
        var entry = Entries.named(title);
        return new Stream(
                entry.id(),
                entry.broadcaster(),
                entry.speaker(),
                title,
                Optional.empty(),
                entry.startTime(),
                entry.endTime(),
                Optional.empty(),
                Audience.EVERYONE,
                Status.UPCOMING,
                Optional.empty(),
                Optional.empty(),
                0,
                1);
    }
}
