package io.peerstage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.streams.StreamsApi;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequireTest {
    private static final Instant START = Instant.parse("2027-01-15T19:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "two\nlines", "a\u0000b", "tab\there", "\ud800", "a\u2028b", "\u0085"})
    void a_title_is_one_line_of_text(String title) {
        assertThat(pointer(() -> schedule(title, START.plusSeconds(1)))).isEqualTo("/title");
    }

    @Test
    void a_title_is_counted_in_characters_not_in_units_of_utf_16() {
        assertThat(schedule("🎹".repeat(120), START.plusSeconds(1)).title()).isEqualTo("🎹".repeat(120));
        assertThat(pointer(() -> schedule("🎹".repeat(121), START.plusSeconds(1))))
                .isEqualTo("/title");
    }

    @Test
    void white_space_around_a_title_is_dropped() {
        assertThat(schedule("  First light ", START.plusSeconds(1)).title()).isEqualTo("First light");
    }

    @Test
    void a_stream_ends_after_it_starts_and_within_a_day() {
        assertThat(pointer(() -> schedule("x", START))).isEqualTo("/endTime");
        assertThat(pointer(() -> schedule("x", START.minusSeconds(1)))).isEqualTo("/endTime");
        assertThat(pointer(() -> schedule("x", START.plus(Duration.ofHours(24)).plusMillis(1))))
                .isEqualTo("/endTime");
        assertThat(schedule("across midnight", START.plus(Duration.ofHours(24))).endTime())
                .isEqualTo("2027-01-16T19:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example/x.png",
                "ftp://a.example",
                "javascript:alert(1)",
                "https://",
                "https://u:p@a.example",
                "/images/../x",
                "not a link",
                "data:image/png;base64,AAAA"
            })
    void an_image_link_is_an_https_address_or_an_image_of_our_own(String link) {
        assertThat(pointer(() -> edit(link, null))).isEqualTo("/imgLink");
    }

    @Test
    void good_links_and_zones_are_taken_as_they_are_and_blank_ones_are_none() {
        assertThat(edit("https://a.example/x.png", "Europe/Berlin").imgLink()).contains("https://a.example/x.png");
        assertThat(edit("/images/abc_DEF-123", null).imgLink()).contains("/images/abc_DEF-123");
        assertThat(edit(" ", "").imgLink()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mars/Base", "europe/berlin", "+01:00", "UTC+1", "GMT0x", "Berlin"})
    void a_time_zone_is_an_iana_name(String zone) {
        assertThat(pointer(() -> edit(null, zone))).isEqualTo("/timeZone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x1234",
                "7c0f469d3bd340bae718203fa30ca071a5e37c751e891dbded837b213d45d91d",
                "0X",
                "",
                "0x7C0F469D3BD340BAE718203FA30CA071A5E37C751E891DBDED837B213D45D91D"
            })
    void an_account_is_canonical(String text) {
        assertThat(pointer(() -> new Account(text))).isEqualTo("/account");
    }

    private static StreamsApi.Schedule schedule(String title, Instant endTime) {
        return new StreamsApi.Schedule(title, Optional.empty(), START, endTime, Optional.empty(), null);
    }

    private static ProfilesApi.Edit edit(String link, String zone) {
        return new ProfilesApi.Edit(
                Optional.empty(), Optional.empty(), Optional.ofNullable(link), Optional.ofNullable(zone));
    }

    private static String pointer(Supplier<?> question) {
        var refused = catchThrowableOfType(Refused.class, question::get);
        assertThat(refused.failure()).isEqualTo(Failure.INVALID_REQUEST);
        assertThat(refused.faults()).hasSize(1);
        return refused.faults().get(0).pointer();
    }
}
