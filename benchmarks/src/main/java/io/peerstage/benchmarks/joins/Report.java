package io.peerstage.benchmarks.joins;

import java.util.List;

/**
 * The page that the figures are published on.
 *
 * @param loads in this order: a full room, a small one, PeerJS's server with the messages of a whole join, and of one up to the picture
 * @param viewer what one more viewer adds to the product
 * @param client what one more client adds to PeerJS's server
 */
record Report(int peers, int few, int secondsToWarmUp, String ws, List<Load> loads, Memory viewer, Memory client) {
    private static final String PAGE = """
        # A join at the server

            mvn -q -pl benchmarks -am process-classes exec:exec@joins

        Scripted peers on real sockets: %,d in one live room of the product, %d in a room of a second one, %,d clients of PeerJS's server
        (npm's %s, ws %s, its library started by node %s). Each product is a process of its own as `mvn` starts it (JDK %s, no options of the
        JVM), on its own PostgreSQL. All peers are visitors, for PeerJS knows no accounts, and come %s.

        A *join*: a peer connects and opens, enters, is given a parent; offer, answer and 4 + 4 candidates go through the server; it says
        that media came and is given a standby, with the same messages again. Then the peer that came first of those who come and go
        leaves; each stays for about a second and passes nothing on, so that nobody moves when it goes. Clients send %.1f messages for
        it; PeerJS's are sent %.0f, with the same descriptions (%.1f KB) and candidates, and the connection is opened and closed too.
        Beside that everybody pings every 4 s and reports every 5 s (PeerJS: a heartbeat every 5 s).

        CPU is user and system time of the server's process, all threads, over %d s with %d joins a second (%d in the small room), minus
        that of a window of the same length in which nobody comes: after %d s of joins to warm up, %d times in turn, on %d cores of
        a virtual machine that the clients shared. The small room's server has had half as many joins to warm up by then.

        | server | CPU a join, median (least to most) | CPU while nobody comes |
        |---|---|---|
        %s
        | a join | ratio | goal |
        |---|---|---|
        | room of %,d against PeerJS, the same number of messages | %.2f | ≤ 1.0 |
        | room of %,d against PeerJS, only the 13 messages up to the picture there | %.2f | |
        | room of %,d against room of %d | %.2f | ≤ 1.2 |

        | memory for one more, between %d and %,d | live heap | resident |
        |---|---|---|
        | viewer (goal ≤ 40 KB) | %.1f KB | %.1f KB |
        | client of PeerJS's server | | %.1f KB |
        """;

    String text() {
        var full = loads.get(0);
        var small = loads.get(1);
        var same = loads.get(2);
        var less = loads.get(3);
        var rows = row("product, room of %,d".formatted(peers), full)
                + row("product, room of %d".formatted(few), small)
                + row("PeerJS, %.0f messages".formatted(same.messages()), same)
                + row("PeerJS, %.0f messages".formatted(less.messages()), less);
        return PAGE.formatted(
                peers,
                few,
                peers,
                Servers.PEERJS,
                ws,
                Servers.versionOfNode(),
                Runtime.version().feature(),
                BridgeSocket.BARE ? "over a bare WebSocket" : "as the page does, in SockJS's frames over a WebSocket",
                full.messages(),
                same.messages(),
                Words.SDP.length() / 1024.0,
                Load.SECONDS,
                JoinCost.RATE,
                JoinCost.RATE_OF_FEW,
                secondsToWarmUp,
                full.costs().size(),
                Runtime.getRuntime().availableProcessors(),
                rows,
                peers,
                full.cost() / same.cost(),
                peers,
                full.cost() / less.cost(),
                peers,
                few,
                full.cost() / small.cost(),
                few,
                peers,
                viewer.heap() / 1024.0,
                viewer.resident() / 1024.0,
                client.resident() / 1024.0);
    }

    private static String row(String name, Load load) {
        var costs = load.costs();
        return "| %s | %.2f ms (%.2f to %.2f) | %.1f %% of a core |%n"
                .formatted(name, load.cost(), costs.get(0), costs.get(costs.size() - 1), load.idle());
    }
}
