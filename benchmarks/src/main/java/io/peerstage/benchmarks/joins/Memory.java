package io.peerstage.benchmarks.joins;

/**
 * What a server holds for its clients.
 *
 * @param heap reachable objects of a JVM; 0 of any other server
 */
record Memory(long heap, long resident) {
    static Memory ofJvm(ServerProcess server) {
        return new Memory(server.liveHeapBytes(), server.residentBytes());
    }

    static Memory of(ServerProcess server) {
        return new Memory(0, server.residentBytes());
    }

    /** Per client, when so many more have come since. */
    Memory since(Memory before, int clients) {
        return new Memory((heap - before.heap) / clients, (resident - before.resident) / clients);
    }
}
