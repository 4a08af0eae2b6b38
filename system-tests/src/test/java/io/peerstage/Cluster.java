package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.ClusterMember.Join;
import io.peerstage.testkit.TestProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The product as four processes that find each other: two gateways, one of them with the other services, and two that own rooms. */
final class Cluster implements AutoCloseable {
    static final String FIRST = "web1";
    static final String SECOND = "web2";
    static final List<String> OWNERS = List.of("rooms1", "rooms2");

    static final List<String> ALL = List.of(FIRST, SECOND, OWNERS.get(0), OWNERS.get(1));
    private static final Map<String, List<String>> SERVICES = new TreeMap<>(Map.of(
            FIRST,
            List.of("profiles-service", "streams-service", "gateway"),
            SECOND,
            List.of("gateway"),
            OWNERS.get(0),
            List.of("signaling-service"),
            OWNERS.get(1),
            List.of("signaling-service")));
    /** As {@link ClusterMember} tells it. */
    private static final Pattern MEMBERS = Pattern.compile("ClusterMember - members: (\\d+)$");

    private static final Duration TO_MERGE = Duration.ofSeconds(60);
    private static final Path LOGS = Path.of("target", "cluster");
    private static final String LOOPBACK = "127.0.0.1";
    private static final String MORE_THAN_ANY_TEST_HAS = "1000000";

    private final String name = "test-" + UUID.randomUUID();
    private final Optional<Wires> wires;
    private final Map<String, Integer> busPorts = new HashMap<>();
    private final Map<String, Integer> httpPorts = new HashMap<>();
    private final Map<String, TestProxy> databases = new HashMap<>();
    private final Map<String, ProductProcess> processes = new HashMap<>();

    private Cluster(Optional<Wires> wires) {
        this.wires = wires;
    }

    /** On that database, each member by a cable of its own; in network namespaces where there can be any. */
    static Cluster start(URI database) throws Exception {
        return start(
                database,
                Wires.arePossible() ? Optional.of(Wires.lay(List.copyOf(SERVICES.keySet()))) : Optional.empty());
    }

    /** On this machine's loopback, where browsers trust a page without TLS. */
    static Cluster startOnLoopback(URI database) throws Exception {
        return start(database, Optional.empty());
    }

    private static Cluster start(URI database, Optional<Wires> wires) throws Exception {
        var cluster = new Cluster(wires);
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "end of a cluster"));
        try {
            cluster.startAll(database);
            return cluster;
        } catch (IOException | RuntimeException | AssertionError failed) {
            cluster.close();
            throw failed;
        }
    }

    private void startAll(URI database) throws Exception {
        for (var member : SERVICES.keySet()) {
            busPorts.put(member, Stage.freePort());
            httpPorts.put(member, Stage.freePort());
            databases.put(
                    member, new TestProxy(database, wires.map(Wires::address).orElse(LOOPBACK)));
        }
        for (var member :
                List.of(OWNERS.get(0), OWNERS.get(1), FIRST, SECOND)) { // all at once would first be as many clusters
            launch(member);
            process(member).awaitReady();
        }
        ALL.forEach(this::awaitWhole);
    }

    /** The origin that browsers see; the API of the first gateway. */
    String url() {
        return "http://" + host(FIRST) + ":" + httpPorts.get(FIRST);
    }

    /** Where a gateway is; both serve the same origin. */
    Gate gate(String gateway) {
        return new Gate(URI.create(url()), host(gateway), httpPorts.get(gateway));
    }

    ProductProcess process(String member) {
        return processes.get(member);
    }

    /** The cable between a member and the database. */
    TestProxy database(String member) {
        return databases.get(member);
    }

    Wires wires() {
        return wires.orElseThrow();
    }

    /** What was said by all processes, and heard. */
    Stream<BusWitness.Claim> claims() {
        return processes.values().stream()
                .flatMap(process -> process.lines().stream())
                .flatMap(line -> BusWitness.Claim.read(line).stream());
    }

    /** The member that spoke last for the room in its highest epoch. */
    String owner(String stream) {
        Crowd.await(
                "somebody speaks for " + stream,
                () -> claims().anyMatch(claim -> claim.said() && claim.stream().equals(stream)));
        var highest = claims().filter(claim -> claim.stream().equals(stream))
                .max(java.util.Comparator.comparingLong(BusWitness.Claim::epoch))
                .orElseThrow(() -> new AssertionError("nobody speaks for " + stream));
        return processes.entrySet().stream()
                .filter(entry -> saidBy(entry.getValue()).contains(highest.node()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody is " + highest.node()));
    }

    /** Members see all others, so that the bus is whole. */
    void awaitWhole(String asSeenBy) {
        awaitMembers(asSeenBy, SERVICES.size());
    }

    private void awaitMembers(String asSeenBy, int count) {
        Awaitility.await(count + " members are together, as " + asSeenBy + " sees it")
                .atMost(TO_MERGE)
                .until(() -> members(asSeenBy) == count);
    }

    /** How many members one of them sees; 0 until it has told. */
    int members(String asSeenBy) {
        return process(asSeenBy).lines().stream()
                .map(MEMBERS::matcher)
                .filter(Matcher::find)
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .reduce(0, (before, last) -> last);
    }

    /** Never two owners in one epoch of a room. */
    void assertOneOwnerAnEpoch() {
        var owners = claims().collect(Collectors.groupingBy(
                claim -> claim.stream() + " " + claim.epoch(),
                Collectors.mapping(BusWitness.Claim::node, Collectors.toSet())));
        assertThat(owners)
                .isNotEmpty()
                .allSatisfy((epoch, nodes) -> assertThat(nodes).as(epoch).hasSize(1));
    }

    /** Starts a member that was killed. */
    void launch(String member) throws IOException {
        var members = SERVICES.keySet().stream()
                .map(each -> host(each) + ":" + busPorts.get(each))
                .collect(Collectors.joining(","));
        processes.put(
                member,
                ProductProcess.start(
                        Map.of(
                                "HTTP_PORT",
                                String.valueOf(httpPorts.get(member)),
                                "MANAGEMENT_PORT",
                                "0",
                                "PUBLIC_URL",
                                url(),
                                "DATABASE_URL",
                                databases.get(member).url().toString(),
                                "PEERS_PER_ACCOUNT",
                                MORE_THAN_ANY_TEST_HAS,
                                "PEERS_PER_ADDRESS",
                                MORE_THAN_ANY_TEST_HAS,
                                "INTRODUCTIONS_PER_MINUTE",
                                MORE_THAN_ANY_TEST_HAS,
                                "INTRODUCTIONS_PER_HOUR",
                                MORE_THAN_ANY_TEST_HAS),
                        wires.map(laid -> laid.inside(member)).orElse(List.of()),
                        Map.of(
                                Join.CLUSTER_NAME.name(),
                                name,
                                Join.CLUSTER_HOST.name(),
                                host(member),
                                Join.CLUSTER_PORT.name(),
                                String.valueOf(busPorts.get(member)),
                                Join.CLUSTER_MEMBERS.name(),
                                members),
                        SERVICES.get(member)));
    }

    /** Ends at once all that was started, whether it runs, sleeps or is dead; what the members said stays in {@code target/cluster}. */
    @Override
    public void close() {
        processes.forEach((member, process) -> {
            process.kill();
            keep(member, process);
        });
        databases.values().forEach(TestProxy::close);
        wires.ifPresent(Wires::close);
        processes.clear();
        databases.clear();
    }

    private static void keep(String member, ProductProcess process) {
        try {
            Files.createDirectories(LOGS);
            Files.write(LOGS.resolve(member + ".log"), process.lines());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String> saidBy(ProductProcess process) {
        return process.lines().stream()
                .flatMap(line -> BusWitness.Claim.read(line).stream())
                .filter(BusWitness.Claim::said)
                .map(BusWitness.Claim::node)
                .toList();
    }

    private String host(String member) {
        return wires.map(laid -> laid.address(member)).orElse(LOOPBACK);
    }
}
