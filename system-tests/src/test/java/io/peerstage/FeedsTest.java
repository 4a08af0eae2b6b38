package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schedule as calendar programs, feed readers and other sites get it. */
class FeedsTest {
    private static final TestWallet NOBODY = TestWallet.sr25519(404);

    private static Stage stage;

    private final TestWallet ada = TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());
    private final TestWallet bob = TestWallet.ethereum(UUID.randomUUID().getMostSignificantBits());

    @BeforeAll
    static void open() {
        stage = Stage.open();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @Test
    void a_calendar_follows_a_stream_until_it_is_cancelled() {
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("First, light; 🎭").put("description", "about\nit"))
                .expect(201)
                .json()
                .getString("id");
        var path = "/profiles/" + ada.account() + "/streams.ics";
        var first = event(calendar(path));
        assertThat(value(first, "UID")).isEqualTo(id + "@localhost");
        assertThat(value(first, "SUMMARY")).isEqualTo("First\\, light\\; 🎭");
        assertThat(value(first, "DESCRIPTION")).isEqualTo("about\\nit");
        assertThat(value(first, "URL")).isEqualTo(stage.url() + "/streams/" + id);
        assertThat(value(first, "CONTACT")).isIn("Ada", ada.account().shortened()); // the name is told a moment later
        assertThat(value(first, "SEQUENCE")).isEqualTo("0");
        api.patch("/streams/" + id, new JsonObject().put("title", "Second")).expect(200);
        var second = event(calendar(path));
        assertThat(value(second, "SEQUENCE")).isEqualTo("1");
        assertThat(value(second, "STATUS")).isEqualTo("CONFIRMED");
        api.delete("/streams/" + id).expect(204);
        var third = event(calendar(path));
        assertThat(value(third, "UID")).isEqualTo(value(first, "UID"));
        assertThat(value(third, "SEQUENCE")).isEqualTo("2");
        assertThat(value(third, "STATUS")).isEqualTo("CANCELLED");
        assertThat(calendar("/streams.ics")).contains("UID:" + id + "@localhost");
    }

    @Test
    void the_calendar_of_somebody_who_announced_nothing_is_one_all_the_same() {
        stage.registered(ada, "Ada, L.");
        var calendar = calendar("/profiles/" + ada.account() + "/streams.ics");
        assertThat(calendar)
                .contains("BEGIN:VTIMEZONE", "NAME:Ada\\, L. · Peerstage")
                .doesNotContain("BEGIN:VEVENT");
    }

    @Test
    void a_calendar_tells_the_streams_of_those_whom_somebody_follows() {
        var api = stage.registered(ada, "Ada");
        api.post("/streams", Stage.now("Hers")).expect(201);
        stage.registered(bob, "Bob");
        var path = "/profiles/" + bob.account() + "/subscriptions.ics";
        assertThat(calendar(path)).doesNotContain("BEGIN:VEVENT");
        Await.get(Await.get(stage.product().node().database("streams"))
                .client()
                .query("INSERT INTO streams.follow (subscriber, broadcaster) VALUES ('" + bob.account() + "', '"
                        + ada.account() + "') ON CONFLICT DO NOTHING")
                .execute());
        assertThat(value(event(calendar(path)), "SUMMARY")).isEqualTo("Hers");
        assertThat(stage.visitor()
                        .get("/profiles/" + bob.eip55() + "/subscriptions.ics")
                        .expect(200)
                        .response()
                        .body())
                .contains("NAME:Subscriptions of Bob · Peerstage");
    }

    @Test
    void a_feed_tells_what_was_announced_last() {
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("News & <more>"))
                .expect(201)
                .json()
                .getString("id");
        for (var path : new String[] {"/streams.atom", "/profiles/" + ada.account() + "/streams.atom"}) {
            var reply = stage.visitor().get(path).expect(200);
            assertThat(reply.header("Content-Type")).isEqualTo("application/atom+xml; charset=utf-8");
            assertThat(reply.response().body())
                    .contains("<id>" + stage.url() + "/api/v1" + path + "</id>")
                    .contains("<id>" + stage.url() + "/streams/" + id + "</id><title>News &amp; &lt;more&gt;</title>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams.ics", "streams.atom"})
    void whoever_asks_again_is_answered_with_news_only(String file) {
        var api = stage.registered(ada, "Ada");
        var path = "/profiles/" + ada.account() + "/" + file; // its own: other tests change the common one meanwhile
        var first = stage.visitor().get(path).expect(200);
        assertThat(first.header("Cache-Control")).isEqualTo("public, max-age=300");
        var etag = first.header("ETag");
        assertThat(etag).startsWith("W/\"");
        var same = again(path, "\"other\", " + etag);
        assertThat(same.expect(304).response().body()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(etag);
        api.post("/streams", Stage.now("News")).expect(201);
        assertThat(again(path, etag).expect(200).header("ETag")).isNotEqualTo(etag);
    }

    @Test
    void the_calendar_of_a_deleted_profile_cancels_its_streams() {
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("Gone")).expect(201).json().getString("id");
        api.delete("/me/profile").expect(204);
        assertThat(stage.visitor()
                        .get("/profiles/" + ada.account() + "/streams.ics")
                        .expect(200)
                        .response()
                        .body())
                .contains("UID:" + id)
                .contains("STATUS:CANCELLED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/streams.ics", "/streams.atom", "/profiles/%s/subscriptions.ics"})
    void what_has_not_changed_is_not_sent_again(String file) {
        stage.registered(ada, "Ada");
        var path = file.formatted(ada.account());
        // The speaker's name may still be on its way to the schedule.
        Awaitility.await()
                .until(() -> again(path, stage.visitor().get(path).expect(200).header("ETag"))
                                .status()
                        == 304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams.ics", "subscriptions.ics", "streams.atom"})
    void an_account_that_is_unknown_or_none_has_none_of_them(String file) {
        stage.visitor().get("/profiles/" + NOBODY.account() + "/" + file).refused(404, "profile-not-found");
        assertThat(stage.visitor()
                        .get("/profiles/nobody/" + file)
                        .refused(400, "invalid-request")
                        .pointer())
                .isEqualTo("/account");
    }

    @Test
    void another_site_is_told_how_to_show_a_stream() {
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("<Show> \"it\""))
                .expect(201)
                .json()
                .getString("id");
        var page = stage.url() + "/streams/" + id;
        var reply = stage.visitor()
                .get("/oembed?format=json&maxwidth=320&url=" + encoded(page))
                .expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        var embed = reply.json();
        assertThat(embed.getString("version")).isEqualTo("1.0");
        assertThat(embed.getString("type")).isEqualTo("rich");
        assertThat(embed.getString("title")).isEqualTo("<Show> \"it\"");
        assertThat(embed.getString("author_url")).isEqualTo(stage.url() + "/profiles/" + ada.account());
        assertThat(embed.getInteger("width")).isEqualTo(320);
        assertThat(embed.getInteger("height")).isEqualTo(180);
        assertThat(embed.getString("html")).contains("src=\"" + stage.url() + "/embed/" + id + "\"");
    }

    @Test
    void one_stream_has_a_calendar_of_its_own_with_the_same_entry() {
        var id = stage.registered(ada, "Ada")
                .post("/streams", Stage.now("To remember"))
                .expect(201)
                .json()
                .getString("id");
        var path = "/streams/" + id + "/calendar.ics";
        var calendar = stage.visitor().get(path).expect(200);
        assertThat(calendar.header("Content-Type")).isEqualTo("text/calendar; charset=utf-8");
        assertThat(calendar.response().body()).contains("UID:" + id + "@", "SUMMARY:To remember");
        assertThat(again(path, calendar.header("ETag")).expect(304).response().body())
                .isEmpty();
        stage.visitor().get("/streams/1-gone/calendar.ics").refused(404, "stream-not-found");
    }

    @Test
    void a_link_to_a_stream_unfurls_in_chats() {
        var id = stage.registered(ada, "Ada")
                .post(
                        "/streams",
                        Stage.now("<Show> \"it\"")
                                .put("description", "What\nit is")
                                .put("imgLink", "https://pictures.example/p.png"))
                .expect(201)
                .json()
                .getString("id");
        var page = html("/streams/" + id);
        assertThat(page)
                .contains("property=\"og:title\" content=\"&lt;Show&gt; &quot;it&quot;\"")
                .contains("property=\"og:image\" content=\"https://pictures.example/p.png\"")
                .contains("property=\"og:url\" content=\"" + stage.url() + "/streams/" + id + "\"")
                .contains(". What it is\"");
        assertThat(html("/streams/1-gone")).doesNotContain("og:title").contains("<site-header>");
    }

    private static String html(String path) {
        return ApiClient.exchange(
                        HttpRequest.newBuilder(URI.create(stage.url() + path)).build())
                .expect(200)
                .response()
                .body();
    }

    @Test
    void each_refusal_of_oembed_is_told() {
        var visitor = stage.visitor();
        assertThat(visitor.get("/oembed").refused(400, "invalid-request").pointer())
                .isEqualTo("/url");
        assertThat(visitor.get("/oembed?url=" + encoded("https://other.example/streams/1-x"))
                        .refused(400, "invalid-request")
                        .pointer())
                .isEqualTo("/url");
        var ours = "/oembed?url=" + encoded(stage.url() + "/streams/1-x");
        visitor.get(ours).refused(404, "stream-not-found");
        visitor.get("/oembed?url=" + encoded(stage.url())).refused(404, "stream-not-found");
        assertThat(visitor.get(ours + "&format=xml")
                        .refused(400, "invalid-request")
                        .pointer())
                .isEqualTo("/format");
        assertThat(visitor.get(ours + "&maxwidth=0")
                        .refused(400, "invalid-request")
                        .pointer())
                .isEqualTo("/maxwidth");
        assertThat(visitor.get(ours + "&maxheight=wide")
                        .refused(400, "invalid-request")
                        .pointer())
                .isEqualTo("/maxheight");
    }

    @Test
    void pages_name_their_feeds() {
        var api = stage.registered(ada, "Ada");
        var id = api.post("/streams", Stage.now("x")).expect(201).json().getString("id");
        assertThat(page("/"))
                .contains("type=\"application/atom+xml\" title=\"New streams\" href=\"/api/v1/streams.atom\"")
                .contains("type=\"text/calendar\" title=\"All streams\" href=\"/api/v1/streams.ics\"")
                .doesNotContain("oembed");
        assertThat(page("/streams/" + id))
                .contains("<link rel=\"alternate\" type=\"application/json+oembed\" href=\"" + stage.url()
                        + "/api/v1/oembed?url=" + encoded(stage.url() + "/streams/" + id) + "\">");
        assertThat(page("/streams/1-x%22%3E%3Cscript%3E"))
                .doesNotContain("oembed")
                .doesNotContain("<script>");
        assertThat(page("/profiles/" + ada.account()))
                .contains("href=\"" + stage.url() + "/api/v1/profiles/" + ada.account() + "/streams.atom\"")
                .contains("href=\"" + stage.url() + "/api/v1/profiles/" + ada.account() + "/streams.ics\"");
    }

    @Test
    void while_profiles_are_away_calendars_and_feeds_go_on_under_the_accounts_short_form() {
        try (var other = Stage.open()) {
            var id = other.registered(ada, "Ada")
                    .post("/streams", Stage.now("x"))
                    .expect(201)
                    .json()
                    .getString("id");
            Await.get(other.product().node().undeploy("profiles-service"));
            var path = "/profiles/" + ada.account();
            assertThat(other.visitor()
                            .get(path + "/streams.ics")
                            .expect(200)
                            .response()
                            .body())
                    .contains("UID:" + id)
                    .contains("NAME:" + ada.account().shortened());
            assertThat(other.visitor()
                            .get(path + "/streams.atom")
                            .expect(200)
                            .response()
                            .body())
                    .contains("/streams/" + id);
            other.visitor().get(path + "/subscriptions.ics").expect(200);
        }
    }

    @Test
    void without_streams_service_each_is_an_honest_503() {
        try (var other = Stage.open()) {
            other.registered(ada, "Ada");
            Await.get(other.product().node().undeploy("streams-service"));
            var path = "/profiles/" + ada.account();
            for (var feed : List.of(
                    "/streams.ics",
                    "/streams.atom",
                    path + "/streams.ics",
                    path + "/subscriptions.ics",
                    path + "/streams.atom",
                    "/oembed?url=" + encoded(other.url() + "/streams/1-x"))) {
                var refused = other.visitor().get(feed).refused(503, "unavailable");
                assertThat(refused.header("Cache-Control")).as(feed).isEqualTo("no-store");
            }
            ApiClient.exchange(HttpRequest.newBuilder(URI.create(other.url() + "/embed/1-x"))
                            .build())
                    .refused(503, "unavailable");
        }
    }

    /** The lines of the one event. */
    private static List<String> event(List<String> calendar) {
        assertThat(calendar).containsOnlyOnce("BEGIN:VEVENT");
        return calendar.subList(calendar.indexOf("BEGIN:VEVENT"), calendar.indexOf("END:VEVENT"));
    }

    /** Its lines, unfolded; that another program can read them is CalendarFileTest's to show. */
    private static List<String> calendar(String path) {
        var reply = stage.visitor().get(path).expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("text/calendar; charset=utf-8");
        return List.of(reply.response().body().replace("\r\n ", "").split("\r\n", -1));
    }

    private static String value(List<String> event, String property) {
        var lines =
                event.stream().filter(line -> line.matches(property + "[:;].*")).toList();
        assertThat(lines).as(property).hasSize(1);
        return lines.get(0).replaceFirst("^[A-Z-]+(;[A-Z]+=\"[^\"]*\")?:", "");
    }

    private static ApiClient.Reply again(String path, String etag) {
        return stage.visitor().send("GET", path, "", request -> request.header("If-None-Match", etag));
    }

    private static String page(String path) {
        return ApiClient.exchange(
                        HttpRequest.newBuilder(URI.create(stage.url() + path)).build())
                .expect(200)
                .response()
                .body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
