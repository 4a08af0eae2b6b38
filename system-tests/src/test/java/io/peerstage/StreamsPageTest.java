package io.peerstage;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The schedule as a list and as a month, and covers in all the ways in which they come, in a real browser. */
@Tag("system")
class StreamsPageTest {
    private static final String DROP = """
            ([base64, type]) => {
              const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
              const data = new DataTransfer();
              data.items.add(new File([bytes], 'picture', {type}));
              document.querySelector('.image-field').dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
            }
            """;
    private static final String PASTE = """
            ([base64, type]) => {
              const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
              const data = new DataTransfer();
              data.items.add(new File([bytes], 'picture', {type}));
              document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
            }
            """;
    private static final Pattern OWN = Pattern.compile("^/images/[\\w-]+$");

    @RegisterExtension
    static final House house = new House();

    @Test
    void a_month_shows_its_days_in_the_readers_zone_and_follows_changes() {
        var zone = ZoneId.of("Pacific/Auckland");
        var month = ZonedDateTime.now(zone).plusMonths(1).withDayOfMonth(1);
        var first = month.withHour(0).withMinute(30).withSecond(0).withNano(0);
        var api = house.stage().registered(TestWallet.ed25519(901), "Ada");
        schedule(api, "First of the month", first);
        schedule(api, "Eve of the month", first.minusHours(1));
        try (var visitor = house.person(options -> options.setTimezoneId(zone.getId()))) {
            visitor.visits("/streams?month=");
            visitor.the("month-after").click();
            assertThat(entry(visitor, "First of the month")).hasCount(1);
            var days = visitor.page().locator("td:not(.other)");
            assertThat(days.first()).containsText("First of the month");
            assertThat(days.first()).not().containsText("Eve of the month");

            schedule(api, "Later that day", first.plusHours(12));
            assertThat(days.first()).containsText("Later that day");
            visitor.the("search").fill("later");
            assertThat(entry(visitor, "First of the month")).hasCount(0);
            assertThat(entry(visitor, "Later that day")).hasCount(1);
            visitor.the("day-1").click();
            assertThat(visitor.page().locator(".of-day li")).hasCount(1);
            visitor.the("view-list").click();
            assertThat(visitor.page().locator("[data-testid=stream-card]")).hasCount(1);
            Assertions.assertThat(visitor.complaints()).isEmpty();
        }
    }

    @Test
    void a_list_is_sorted_either_way() {
        var api = house.stage().registered(TestWallet.ed25519(902), "Grace");
        var now = ZonedDateTime.now(ZoneOffset.UTC);
        schedule(api, "Sorted B", now.plusHours(5));
        schedule(api, "Sorted A", now.plusHours(3));
        schedule(api, "Sorted C", now.plusHours(9));
        try (var visitor = house.person()) {
            visitor.visits("/streams?q=sorted");
            titles(visitor, "Sorted A", "Sorted B", "Sorted C");
            visitor.the("sort").selectOption("-start");
            titles(visitor, "Sorted C", "Sorted B", "Sorted A");
            visitor.the("chip-upcoming").click();
            titles(visitor, "Sorted C", "Sorted B", "Sorted A");
            visitor.the("sort").selectOption("");
            titles(visitor, "Sorted A", "Sorted B", "Sorted C");
        }
    }

    @Test
    void a_cover_is_chosen_pasted_dropped_or_given_by_its_link() throws IOException {
        var wallet = TestWallet.ed25519(903);
        house.stage().registered(wallet, "Ada");
        try (var creator = house.person().isSignedIn(house.stage().token(wallet))) {
            creator.visits("/schedule");
            creator.the("schedule-image-file").setInputFiles(new FilePayload("p.png", "image/png", picture(64, 36)));
            assertThat(creator.the("schedule-image")).hasValue(OWN);
            assertThat(creator.page().locator(".image-field img")).isVisible();
            var chosen = creator.the("schedule-image").inputValue();

            creator.page().evaluate(PASTE, new Object[] {base64(picture(80, 45)), "image/png"});
            creator.page().waitForCondition(() -> isOther(creator, chosen));
            var pasted = creator.the("schedule-image").inputValue();

            // larger than the server takes: made smaller here
            creator.page().evaluate(DROP, new Object[] {base64(picture(4_000, 2_250)), "image/png"});
            creator.page().waitForCondition(() -> isOther(creator, pasted));
            var width = creator.page()
                    .locator(".image-field img")
                    .evaluate("image => image.decode().then(() => image.naturalWidth)");
            Assertions.assertThat(width).isEqualTo(1_600);

            creator.page().evaluate(DROP, new Object[] {
                base64("no picture".getBytes(StandardCharsets.UTF_8)), "image/png"
            });
            assertThat(creator.the("schedule-image-fault")).isVisible();
            creator.the("schedule-image-remove").click();
            assertThat(creator.the("schedule-image")).isEmpty();
            creator.the("schedule-image").fill("ftp://old.example/p.png");
            creator.the("schedule-title").fill("Covered");
            creator.the("schedule-save").click();
            assertThat(creator.the("schedule-image-fault")).isVisible();
            creator.the("schedule-image-file").setInputFiles(new FilePayload("p.png", "image/png", picture(64, 36)));
            assertThat(creator.the("schedule-image")).hasValue(chosen);
            creator.the("schedule-save").click();
            creator.page().waitForURL(Pattern.compile("/streams/\\d[^/]+$"));
            var id = creator.page().url().substring(creator.page().url().lastIndexOf('/') + 1);
            Assertions.assertThat(
                            house.stage().visitor().get("/streams/" + id).json().getString("imgLink"))
                    .isEqualTo(chosen);
            Assertions.assertThat(creator.complaints()).isEmpty();
        }
    }

    @Test
    void a_stream_goes_into_a_calendar() {
        var api = house.stage().registered(TestWallet.ed25519(904), "Ada");
        var id = schedule(api, "To remember", ZonedDateTime.now(ZoneOffset.UTC).plusDays(1));
        try (var visitor = house.person()) {
            visitor.visits("/streams/" + id).sees("signed-out");
            var file = visitor.page()
                    .waitForDownload(() -> visitor.the("add-to-calendar").click());
            Assertions.assertThat(file.path())
                    .content()
                    .contains("BEGIN:VEVENT", "SUMMARY:To remember", "UID:" + id + "@");
        }
        house.stage().visitor().get("/streams/1-gone/calendar.ics").refused(404, "stream-not-found");
    }

    private static boolean isOther(Person creator, String link) {
        var now = creator.the("schedule-image").inputValue();
        return !now.equals(link) && OWN.matcher(now).matches();
    }

    private static Locator entry(Person person, String title) {
        return person.page()
                .locator("[data-testid=calendar-entry]")
                .filter(new Locator.FilterOptions().setHasText(title));
    }

    private static void titles(Person person, String... titles) {
        assertThat(person.page().locator("[data-testid=stream-card] h2")).hasText(titles);
    }

    private static String schedule(ApiClient api, String title, ZonedDateTime start) {
        return api.post(
                        "/streams",
                        new JsonObject()
                                .put("title", title)
                                .put("startTime", start.toInstant().toString())
                                .put(
                                        "endTime",
                                        start.toInstant()
                                                .plus(Duration.ofMinutes(20))
                                                .toString()))
                .expect(201)
                .json()
                .getString("id");
    }

    /** Of that size, and like no other. */
    private static byte[] picture(int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (var x = 0; x < width; x++) {
            image.setRGB(x, x % height, 0xff7700 + x);
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
