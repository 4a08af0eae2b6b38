package io.peerstage.standalone;

import io.peerstage.contract.Account;
import io.peerstage.contract.Operation;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.streams.Audience;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.runtime.Bus;
import io.peerstage.runtime.Node;
import io.peerstage.runtime.Sha256;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Made-up people and streams, so that a first look is not empty: what {@code mvn -Pdemo} asks for. They come about as any others do, through
 * the services' operations, and their events are in the log. An account is the hash of a name: nobody has a key for it, so nobody can ever
 * sign in as one of them.
 */
public final class Demo {
    private record Player(Account account, ProfilesApi.Edit profile) {
        static Player of(String name, String surname, String timeZone) {
            return new Player(
                    new Account("0x" + Sha256.hex("Peerstage demo: " + name)),
                    new ProfilesApi.Edit(
                            Optional.of(name), Optional.of(surname), Optional.empty(), Optional.of(timeZone)));
        }
    }

    private static final Player GAFFER = Player.of("Gaffer", "of the Lights", "Europe/Paris");
    private static final Player FOLEY = Player.of("Foley", "of the Sounds", "America/New_York");
    private static final Player PROMPTER = Player.of("Prompter", "of the Words", "Europe/London");
    private static final Player RIGGER = Player.of("Rigger", "of the Ropes", "Asia/Tokyo");
    private static final Player DRESSER = Player.of("Dresser", "of the Costumes", "America/Sao_Paulo");
    private static final List<Player> PLAYERS = List.of(GAFFER, FOLEY, PROMPTER, RIGGER, DRESSER);

    /**
     * A stream of the demo.
     *
     * @param ahead how long after now it starts
     */
    private record Show(
            Player player, String title, String description, Duration ahead, Duration length, Audience audience) {}

    /** The first began within the leeway for new streams and is over already; a show that is on cannot be made up. */
    private static final List<Show> SHOWS = List.of(
            new Show(
                    FOLEY,
                    "Sound check",
                    "One, two. It was a short one.",
                    Duration.ofMinutes(-3),
                    Duration.ofMinutes(2),
                    Audience.EVERYONE),
            new Show(
                    GAFFER,
                    "Lighting a stage with three lamps",
                    "Key, fill, back: where each one goes, and why the fourth stays in its case.",
                    Duration.ZERO,
                    Duration.ofHours(2),
                    Audience.EVERYONE),
            new Show(
                    FOLEY,
                    "Rain from a biscuit tin",
                    "Weather for radio plays, made of what is in the kitchen.\n\nBring a tin and some rice.",
                    Duration.ofHours(3),
                    Duration.ofHours(1),
                    Audience.SUBSCRIBERS),
            new Show(
                    PROMPTER,
                    "An evening of forgotten lines",
                    "Read aloud, one after the other, with the help that their actors needed.",
                    Duration.ofHours(8),
                    Duration.ofMinutes(90),
                    Audience.EVERYONE),
            new Show(
                    RIGGER,
                    "Seven knots that hold a sky",
                    "Slowly, from both sides, with a rope for everyone who watches.",
                    Duration.ofHours(26),
                    Duration.ofHours(1),
                    Audience.SUBSCRIBERS),
            new Show(
                    DRESSER,
                    "A cloak in forty minutes",
                    "From a curtain, with a clock running. The buttons come next week.",
                    Duration.ofHours(49),
                    Duration.ofMinutes(40),
                    Audience.EVERYONE),
            new Show(
                    GAFFER,
                    "Moonlight, warm and cold",
                    "Two gels, one lamp, and questions from those who watch.",
                    Duration.ofHours(75),
                    Duration.ofHours(2),
                    Audience.SUBSCRIBERS),
            new Show(
                    PROMPTER,
                    "Dress rehearsal, open to all",
                    "The whole crew on one stage. Things will fall down.",
                    Duration.ofDays(6),
                    Duration.ofHours(3),
                    Audience.EVERYONE));

    private final Bus bus;
    private final Clock clock;

    private Demo(Node node) {
        this.bus = node.bus();
        this.clock = node.clock();
    }

    /**
     * Fills the schedule, unless streams lie ahead.
     *
     * @return how many streams were announced
     */
    public static Future<Integer> fill(Node node) {
        return new Demo(node).fill();
    }

    private Future<Integer> fill() {
        var ahead = StreamsApi.Query.of(Set.of(Status.LIVE, Status.UPCOMING), StreamsApi.Sort.START, 1);
        return bus.ask(StreamsApi.LIST, bus.self(), ahead)
                .compose(page -> page.items().isEmpty() ? play() : Future.succeededFuture(0));
    }

    private Future<Integer> play() {
        var now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        return inTurn(PLAYERS, this::register)
                .compose(done -> inTurn(PLAYERS, this::subscribeToTheNextTwo))
                .compose(done -> inTurn(SHOWS, show -> announce(show, now)))
                .map(done -> SHOWS.size());
    }

    /** Those of an earlier filling stay as they are. */
    private Future<?> register(Player player) {
        return ask(player, ProfilesApi.STANDING, new ProfilesApi.Which(player.account))
                .compose(standing -> standing.registered()
                        ? Future.succeededFuture()
                        : ask(player, ProfilesApi.EDIT, player.profile));
    }

    private Future<?> subscribeToTheNextTwo(Player player) {
        var place = PLAYERS.indexOf(player);
        var next = List.of(PLAYERS.get((place + 1) % PLAYERS.size()), PLAYERS.get((place + 2) % PLAYERS.size()));
        return inTurn(next, other -> ask(player, ProfilesApi.SUBSCRIBE, new ProfilesApi.Which(other.account)));
    }

    private Future<Stream> announce(Show show, Instant now) {
        var start = now.plus(show.ahead);
        var plan = new StreamsApi.Schedule(
                show.title,
                Optional.of(show.description),
                start,
                start.plus(show.length),
                Optional.empty(),
                show.audience);
        return ask(show.player, StreamsApi.SCHEDULE, new StreamsApi.Announcement(plan, Optional.empty()));
    }

    private <Q extends Record, A extends Record> Future<A> ask(Player player, Operation<Q, A> operation, Q question) {
        var caller = bus.caller(Optional.of(player.account), UUID.randomUUID().toString(), Optional.empty());
        return bus.ask(operation, caller, question);
    }

    private static <T> Future<?> inTurn(List<T> all, Function<T, Future<?>> work) {
        Future<?> done = Future.succeededFuture();
        for (var each : all) {
            done = done.compose(before -> work.apply(each));
        }
        return done;
    }
}
