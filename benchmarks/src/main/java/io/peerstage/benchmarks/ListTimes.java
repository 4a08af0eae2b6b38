package io.peerstage.benchmarks;

import io.peerstage.contract.Account;
import io.peerstage.contract.Operation;
import io.peerstage.contract.profiles.ProfilesApi;
import io.peerstage.contract.streams.Status;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.profiles.ProfilesService;
import io.peerstage.runtime.Cursor;
import io.peerstage.streams.StreamsService;
import io.peerstage.testkit.Await;
import io.peerstage.testkit.PostgresCrowd;
import io.peerstage.testkit.PostgresPlan;
import io.peerstage.testkit.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a page of each list costs among 100,000 streams, 20,000 profiles and 500,000 subscriptions: asked over the bus as the gateway asks,
 * one after the other, so that each connection has its statements prepared and run many times.
 */
public final class ListTimes {
    private static final int WARM_UP = 300;
    private static final int MEASURED = 500;
    private static final Duration TO_FILL = Duration.ofMinutes(5);
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String HEAD = """
            # A page of a list

                mvn -q -pl benchmarks -am process-classes exec:exec@lists

            100,000 streams, 20,000 profiles, 500,000 subscriptions, as `PostgresCrowd` makes them; pages of 20, asked over the bus in one JVM, one after the
            other, %d times after %d to warm up; from the question to the answer as a record. JDK %s, PostgreSQL %s, %d cores
            of a virtual machine that other work shared, server and client on it. The goal is 20 ms at the median.

            | list | median | p99 |
            |---|---|---|
            """;

    private final TestNode node = TestNode.start(CLOCK, Map.of(), ProfilesService.SERVICE, StreamsService.SERVICE);
    private final Map<String, Runnable> lists = new LinkedHashMap<>();

    public static void main(String[] arguments) throws IOException {
        var times = new ListTimes();
        try {
            Files.writeString(Path.of(arguments[0]), times.measure());
        } finally {
            times.node.close();
        }
        System.exit(0); // the server of the tests ends with the JVM
    }

    private String measure() {
        var streams = Await.get(node.node().database("streams"));
        Await.get(PostgresCrowd.streams(streams), TO_FILL);
        Await.get(PostgresCrowd.profiles(Await.get(node.node().database("profiles"))), TO_FILL);
        addStreams();
        addPeople();
        var table = new StringBuilder(HEAD.formatted(
                MEASURED,
                WARM_UP,
                Runtime.version().feature(),
                PostgresPlan.setting(streams, "server_version"),
                Runtime.getRuntime().availableProcessors()));
        lists.forEach((name, page) -> table.append(row(name, page)));
        return table.toString();
    }

    private static String row(String name, Runnable page) {
        for (var n = 0; n < WARM_UP; n++) {
            page.run();
        }
        var nanoseconds = new long[MEASURED];
        for (var n = 0; n < MEASURED; n++) {
            var start = System.nanoTime();
            page.run();
            nanoseconds[n] = System.nanoTime() - start;
        }
        Arrays.sort(nanoseconds);
        return "| %s | %.1f ms | %.1f ms |%n"
                .formatted(name, nanoseconds[MEASURED / 2] / 1e6, nanoseconds[MEASURED * 99 / 100] / 1e6);
    }

    private void addStreams() {
        var nobody = Optional.<Account>empty();
        var middle = Optional.of(Cursor.at(CLOCK.instant().minus(Duration.ofDays(300)), "50000-stream")
                .text());
        streams("streams", nobody, "", Optional.empty());
        streams("streams, a page deep inside", nobody, "", middle);
        streams("streams, live", nobody, "", Optional.empty(), Status.LIVE);
        streams("streams, upcoming", nobody, "", Optional.empty(), Status.UPCOMING);
        streams("streams, live and upcoming", nobody, "", Optional.empty(), Status.LIVE, Status.UPCOMING);
        streams("streams, past, a page deep inside", nobody, "", middle, Status.PAST);
        streams("streams of 15 whom I follow", Optional.of(PostgresCrowd.ORDINARY), "", Optional.empty());
        streams("the same, a page deep inside", Optional.of(PostgresCrowd.ORDINARY), "", middle);
        streams("the same, upcoming", Optional.of(PostgresCrowd.ORDINARY), "", Optional.empty(), Status.UPCOMING);
        streams("streams of 3,000 whom I follow", Optional.of(PostgresCrowd.CURIOUS), "", Optional.empty());
        streams("streams, search for a word in all", nobody, "stream", Optional.empty());
        streams("streams, search for a word in every sixth", nobody, "painting", Optional.empty());
        streams("streams, search for a word in one", nobody, "Stream 77777 ", Optional.empty());
        streams("streams, search for a speaker", nobody, "Chloe Jk", Optional.empty());
        streams("streams, search for a letter in none", nobody, "東", Optional.empty());
    }

    private void addPeople() {
        var middle = Optional.of(new Cursor("freya", PostgresCrowd.ORDINARY.hex()).text());
        var date = Optional.of(Cursor.at(Instant.parse("2026-06-01T01:00:00Z"), PostgresCrowd.ORDINARY.hex())
                .text());
        profiles("profiles", "", Optional.empty());
        profiles("profiles, a page deep inside", "", middle);
        profiles("profiles, search for a name of every tenth", "ada", Optional.empty());
        profiles("profiles, search for a name of one", "grace fk", Optional.empty());
        var popular = PostgresCrowd.POPULAR;
        var followers = ProfilesApi.SUBSCRIBERS;
        people("10,000 subscribers by name", followers, popular, "", ProfilesApi.Sort.NAME, Optional.empty());
        people("by name, a page deep inside", followers, popular, "", ProfilesApi.Sort.NAME, middle);
        people("by name, search", followers, popular, "grace", ProfilesApi.Sort.NAME, Optional.empty());
        people("10,000 subscribers by date", followers, popular, "", ProfilesApi.Sort.SINCE, Optional.empty());
        people("by date, a page deep inside", followers, popular, "", ProfilesApi.Sort.SINCE, date);
        people("by date, search", followers, popular, "grace", ProfilesApi.Sort.SINCE, Optional.empty());
        var followed = ProfilesApi.SUBSCRIPTIONS;
        var curious = PostgresCrowd.CURIOUS;
        people("3,000 subscriptions by name", followed, curious, "", ProfilesApi.Sort.NAME, Optional.empty());
        people("3,000 subscriptions by name, a page deep inside", followed, curious, "", ProfilesApi.Sort.NAME, middle);
        people("3,000 subscriptions by date", followed, curious, "", ProfilesApi.Sort.SINCE, Optional.empty());
        people(
                "15 subscriptions by name",
                followed,
                PostgresCrowd.ORDINARY,
                "",
                ProfilesApi.Sort.NAME,
                Optional.empty());
    }

    private void streams(
            String name, Optional<Account> subscriber, String text, Optional<String> cursor, Status... status) {
        var query = new StreamsApi.Query(
                Set.of(status),
                Optional.empty(),
                subscriber,
                Optional.of(text),
                Optional.empty(),
                Optional.empty(),
                StreamsApi.Sort.START,
                20,
                cursor);
        add(name, StreamsApi.LIST, query);
    }

    private void profiles(String name, String text, Optional<String> cursor) {
        add(name, ProfilesApi.LIST, new ProfilesApi.Query(Optional.of(text), 20, cursor));
    }

    private void people(
            String name,
            Operation<ProfilesApi.PeopleQuery, ProfilesApi.People> which,
            Account account,
            String text,
            ProfilesApi.Sort sort,
            Optional<String> cursor) {
        add(name, which, new ProfilesApi.PeopleQuery(account, Optional.of(text), sort, 20, cursor));
    }

    private <Q extends Record, A extends Record> void add(String name, Operation<Q, A> which, Q question) {
        lists.put(name, () -> Await.get(node.bus().ask(which, node.caller(PostgresCrowd.CURIOUS), question)));
    }
}
