package io.peerstage;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import io.peerstage.testkit.TestBrowser;
import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Every page of the site in every state that people come to see, one after another, at one size and in one theme. */
final class Tour implements AutoCloseable {
    private static final int HEIGHT = 900;
    /** As browsers that want a click first. */
    private static final String REFUSES_TO_PLAY =
            "HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException('', 'NotAllowedError'));";

    private final Stage stage;
    private final TestBrowser browser;
    private final TestWallet root;
    private final ColorScheme scheme;
    private final int width;
    private final BiConsumer<String, Person> stop;
    private final List<Person> people = new ArrayList<>();

    private final TestWallet ada = wallet();
    private final TestWallet bob = wallet();
    private final TestWallet eve = wallet();

    /**
     * @param root an admin
     * @param stop is told the name of what is seen, and whose page it is
     */
    Tour(
            Stage stage,
            TestBrowser browser,
            TestWallet root,
            ColorScheme scheme,
            int width,
            BiConsumer<String, Person> stop) {
        this.stage = stage;
        this.browser = browser;
        this.root = root;
        this.scheme = scheme;
        this.width = width;
        this.stop = stop;
    }

    void walk() {
        nobodyHasCome();
        var api = stage.registered(ada, "Ada Lovelace");
        stage.registered(bob, "Bob");
        stage.registered(eve, "Eve");
        stage.as(bob).put("/me/subscriptions/" + ada.account()).expect(200);
        stage.as(eve).put("/me/subscriptions/" + ada.account()).expect(200);
        schedule(api, "A night of the analytical engine", Duration.ofDays(2), "everyone");
        schedule(api, "Questions and answers", Duration.ofDays(5), "subscribers");
        var over = over(api);
        var soon = schedule(api, "Notes on the weaving of numbers", Duration.ofMinutes(30), "everyone");
        var closed = schedule(api, "For those who subscribed", Duration.ofMinutes(40), "subscribers");
        var now = schedule(api, "First light", Duration.ZERO, "everyone");
        asVisitor(soon, closed, over);
        asNewcomer(closed);
        asViewer(soon, closed);
        asCreator(soon, closed, over);
        onAir(now);
    }

    @Override
    public void close() {
        people.forEach(Person::close);
    }

    private void nobodyHasCome() {
        var visitor = person();
        at("streams-nothing-found", visitor.visits("/streams?q=" + UUID.randomUUID()), "empty");
        at("streams-none-over", visitor.visits("/streams?show=mine"), "empty");
        at("account-signed-out", visitor.visits("/account"), "empty");
        at("schedule-signed-out", visitor.visits("/schedule"), "sign-in");
        at("admin-not", visitor.visits("/admin"), "empty");
        at("profile-missing", visitor.visits("/profiles/" + wallet().account()), "empty");
        at("stream-missing", visitor.visits("/streams/1-gone"), "empty");
        at("lost", visitor.visits("/no/such/page"), "empty");
        visitor.close();
    }

    private void asVisitor(String soon, String closed, String over) {
        var visitor = person();
        at("landing", visitor.visits("/"), "stream-card");
        visitor.the("sign-in").click();
        at("sign-in", visitor, "wallet-guest");
        at("streams", visitor.visits("/streams"), "stream-card");
        visitor.visits("/streams?month=")
                .page()
                .locator("month-calendar [aria-busy=false]")
                .waitFor();
        stop.accept("calendar", visitor);
        at("profile", visitor.visits("/profiles/" + ada.account()), "stream-card");
        visitor.visits("/streams/" + soon).sees("lobby");
        stop.accept("stage-lobby", visitor);
        visitor.visits("/streams/" + closed).sees("signed-out");
        stop.accept("stage-signed-out", visitor);
        visitor.visits("/streams/" + over).sees("ended");
        stop.accept("stage-ended", visitor);
        at("embed-card", visitor.visits("/embed/" + closed), null);
        at("embed", visitor.visits("/embed/" + soon), "embed-play");
        visitor.the("embed-play").click();
        visitor.sees("lobby");
        stop.accept("embed-lobby", visitor);
        visitor.close();
    }

    private void asNewcomer(String closed) {
        var newcomer = person().isSignedIn(stage.token(wallet()));
        at("account-new", newcomer.visits("/account"), "profile-save");
        at("schedule-new", newcomer.visits("/schedule"), "profile-name");
        newcomer.visits("/streams/" + closed).sees("not-registered");
        stop.accept("stage-not-registered", newcomer);
        newcomer.close();

        var guest = person().signsInAsGuest().visits("/account");
        guest.the("guest-export").click();
        at("account-guest-key", guest, "guest-exported");
        guest.close();
    }

    private void asViewer(String soon, String closed) {
        var stranger = person().isSignedIn(stage.token(eve));
        stage.as(eve).delete("/me/subscriptions/" + ada.account()).expect(204);
        stranger.visits("/streams/" + closed).sees("not-subscribed");
        stop.accept("stage-not-subscribed", stranger);
        at("account-no-subscriptions", stranger.visits("/account?tab=subscriptions"), "empty");
        stranger.close();

        var viewer = person().isSignedIn(stage.token(bob));
        at("account", viewer.visits("/account"), "profile-save");
        at("account-subscriptions", viewer.visits("/account?tab=subscriptions"), "person");
        at("account-subscribers-none", viewer.visits("/account?tab=subscribers"), "empty");
        at("account-alerts", viewer.visits("/account?tab=alerts"), "wish-soon");
        at("account-blocked-none", viewer.visits("/account?tab=blocked"), "empty");
        viewer.visits("/streams/" + soon).sees("lobby");
        viewer.the("bell").click();
        stop.accept("bell", viewer);
        viewer.close();
    }

    private void asCreator(String soon, String closed, String over) {
        var creator = person().isSignedIn(stage.token(ada));
        at("account-streams", creator.visits("/account?tab=streams"), "stream-card");
        at("account-subscribers", creator.visits("/account?tab=subscribers"), "person");
        creator.visits("/schedule").the("schedule-save").click();
        at("schedule-faults", creator, "schedule-title-fault");
        at("edit", creator.visits("/streams/" + soon + "/edit"), "stream-delete");
        creator.visits("/streams/" + soon).sees("green-room");
        stop.accept("host-early", creator);
        creator.visits("/streams/" + over).sees("ended");
        stop.accept("host-over", creator);
        creator.visits("/streams/" + closed + "/edit").the("stream-delete").click();
        at("undo", creator, "toast-action");
        creator.the("toast-action").click();
        creator.close();
    }

    private void onAir(String id) {
        var host = person().isSignedIn(stage.token(ada));
        host.visits("/streams/" + id).sees("green-room");
        host.the("level").waitFor();
        stop.accept("host-green-room", host);
        host.goesLive();

        var viewer = person().isSignedIn(stage.token(bob));
        viewer.visits("/streams/" + id).sees("playing");
        viewer.the("chat-text").fill("Good evening from the first row");
        viewer.the("chat-text").press("Enter");
        viewer.the("message").waitFor();
        stop.accept("stage-playing", viewer);
        host.the("message").waitFor();
        host.the("show-tree").waitFor();
        stop.accept("host-live", host);
        host.the("chat-moderate").click();
        at("chat-menu", host, "chat-mute");
        host.the("chat-moderate").click();

        var visitor = person();
        at("landing-live", visitor.visits("/"), "stream-card");
        visitor.visits("/embed/" + id);
        visitor.the("embed-play").click();
        visitor.sees("playing");
        stop.accept("embed-playing", visitor);

        var told = person().isSignedIn(stage.token(bob)).visits("/streams");
        told.page().locator("[data-testid=bell][data-unseen='1']").click();
        at("bell-told", told, "alert");
        told.close();
        var blocked = person();
        blocked.context().addInitScript(REFUSES_TO_PLAY);
        blocked.visits("/streams/" + id).sees("blocked");
        stop.accept("stage-blocked", blocked);
        blocked.close();

        var admin = person().isSignedIn(stage.token(root));
        at("admin", admin.visits("/admin"), "room");
        var elsewhere = person().isSignedIn(stage.token(ada));
        elsewhere.visits("/streams/" + id).sees("elsewhere");
        stop.accept("host-elsewhere", elsewhere);

        viewer.context().setOffline(true);
        viewer.sees("reconnecting", Duration.ofSeconds(60));
        stop.accept("stage-reconnecting", viewer);
        viewer.context().setOffline(false);

        host.the("end-show").click();
        host.the("confirm-yes").waitFor();
        stop.accept("confirm", host);
        host.the("confirm-yes").click();
        host.the("summary").waitFor();
        stop.accept("host-summary", host);
        visitor.sees("ended");
        stop.accept("stage-may-go-on", visitor);
    }

    private void at(String name, Person person, String testId) {
        if (testId != null) {
            person.the(testId).waitFor();
        }
        stop.accept(name, person);
    }

    private Person person() {
        var person = new Person(browser, stage.url(), this::like);
        people.add(person);
        return person;
    }

    private void like(Browser.NewContextOptions options) {
        options.setColorScheme(scheme).setViewportSize(width, HEIGHT);
    }

    private static String schedule(ApiClient api, String title, Duration ahead, String audience) {
        var start = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(ahead);
        return announce(api, title, start, start.plus(Duration.ofHours(1)), audience);
    }

    /** One whose time has passed. */
    private static String over(ApiClient api) {
        var end = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1_500);
        var id = announce(api, "The engine, taken apart", end.minus(Duration.ofMinutes(3)), end, "everyone");
        Crowd.await(
                "its time has passed",
                () -> api.get("/streams/" + id).json().getString("status").equals("past"));
        return id;
    }

    private static String announce(ApiClient api, String title, Instant start, Instant end, String audience) {
        return api.post(
                        "/streams",
                        new JsonObject()
                                .put("title", title)
                                .put("description", "What it does, what it might do, and who will pay for it.")
                                .put("startTime", start.toString())
                                .put("endTime", end.toString())
                                .put("audience", audience))
                .expect(201)
                .json()
                .getString("id");
    }

    private static TestWallet wallet() {
        return TestWallet.ed25519(UUID.randomUUID().getMostSignificantBits());
    }
}
