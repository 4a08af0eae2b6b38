package io.peerstage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network namespace for each member of a cluster, all at one switch, so that any two can be cut off from each other while both reach
 * all the rest. Linux and root only. The switch is in a namespace too, where the machine's own packet filter does not reach.
 */
final class Wires implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Wires.class);
    private static final int SECONDS = 10;
    private static final String NAMESPACES = "peerstage";
    /** That of nobody: frames to it are lost without a word. */
    private static final String NOBODY = "02:00:00:00:00:01";

    private final long pid = ProcessHandle.current().pid();
    /** Of the network that is set aside for such (RFC 2544), so that no machine is behind these addresses. */
    private final String network = "198.18." + pid % 256 + ".";

    private final String hub = namespace("hub");
    private final String ours = "ps" + pid;
    private final Map<String, String> addresses = new TreeMap<>();

    private Wires() {}

    /** Skips the test, loudly, where there are no namespaces. In CI nothing may be skipped, so there it fails. */
    static void require() {
        if (System.getenv("CI") == null) {
            Assumptions.assumeTrue(arePossible(), "SKIPPED: network namespaces need Linux, root and iproute2");
        }
    }

    static boolean arePossible() {
        try {
            run("ip", "netns", "add", NAMESPACES + "-probe");
            run("ip", "netns", "del", NAMESPACES + "-probe");
            return true;
        } catch (IOException impossible) {
            log.warn("no network namespaces: {}", impossible.getMessage());
            return false;
        }
    }

    static Wires lay(List<String> members) throws IOException {
        sweep();
        var wires = new Wires();
        try {
            wires.layAll(members);
            return wires;
        } catch (IOException failed) {
            wires.close();
            throw failed;
        }
    }

    /** That of the tests, for members to reach. */
    String address() {
        return network + 1;
    }

    String address(String member) {
        return addresses.get(member);
    }

    /** What a command begins with that is to run there. */
    List<String> inside(String member) {
        return List.of("ip", "netns", "exec", namespace(member));
    }

    /** From now on nothing gets from the one to the other or back; connections stand and are silent. */
    void cut(String one, String other) throws IOException {
        ip(one, "neigh", "replace", address(other), "lladdr", NOBODY, "nud", "permanent", "dev", "eth0");
        ip(other, "neigh", "replace", address(one), "lladdr", NOBODY, "nud", "permanent", "dev", "eth0");
    }

    /** After {@link #cut}. */
    void mend(String one, String other) throws IOException {
        ip(one, "neigh", "del", address(other), "dev", "eth0");
        ip(other, "neigh", "del", address(one), "dev", "eth0");
    }

    @Override
    public void close() {
        try {
            run("ip", "link", "del", ours); // with its namespace it would go a moment later
        } catch (IOException wasNotThere) {
            log.info("{}", wasNotThere.getMessage());
        }
        remove(NAMESPACES + "-" + pid + "-");
    }

    private void layAll(List<String> members) throws IOException {
        run("ip", "netns", "add", hub);
        run("ip", "-n", hub, "link", "add", "switch", "type", "bridge");
        run("ip", "-n", hub, "link", "set", "switch", "up");
        run("ip", "link", "add", ours, "type", "veth", "peer", "name", "tests", "netns", hub);
        plug("tests");
        run("ip", "addr", "add", address() + "/24", "dev", ours);
        run("ip", "link", "set", ours, "up");
        for (var member : members) {
            addresses.put(member, network + (10 + addresses.size()));
            run("ip", "netns", "add", namespace(member));
            ip(member, "link", "add", "eth0", "type", "veth", "peer", "name", member, "netns", hub);
            plug(member);
            ip(member, "addr", "add", address(member) + "/24", "dev", "eth0");
            ip(member, "link", "set", "eth0", "up");
            ip(member, "link", "set", "lo", "up");
        }
    }

    private void plug(String cable) throws IOException {
        run("ip", "-n", hub, "link", "set", cable, "master", "switch");
        run("ip", "-n", hub, "link", "set", cable, "up");
    }

    private String namespace(String member) {
        return NAMESPACES + "-" + pid + "-" + member;
    }

    private void ip(String member, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("ip", "-n", namespace(member)));
        command.addAll(Arrays.asList(arguments));
        run(command.toArray(String[]::new));
    }

    /** What tests left behind that were killed. */
    private static void sweep() throws IOException {
        for (var name : namespaces()) {
            var parts = name.split("-", -1);
            if (parts.length == 3 && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty()) {
                remove(name);
            }
        }
    }

    /** With a namespace go its cables, at both ends. */
    private static void remove(String prefix) {
        try {
            for (var name : namespaces()) {
                if (name.startsWith(prefix)) {
                    run("ip", "netns", "del", name);
                }
            }
        } catch (IOException failed) {
            log.warn("network namespaces {}… are left: {}", prefix, failed.getMessage());
        }
    }

    private static List<String> namespaces() throws IOException {
        return run("ip", "netns", "list")
                .lines()
                .map(line -> line.split(" ", -1)[0])
                .filter(name -> name.startsWith(NAMESPACES + "-"))
                .toList();
    }

    private static String run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.getInputStream()) {
            var said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
            return said;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            process.destroy();
        }
    }
}
