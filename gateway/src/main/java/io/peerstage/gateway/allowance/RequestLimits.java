package io.peerstage.gateway.allowance;

import io.vertx.core.Future;

/**
 * What is counted, and how many there may be.
 *
 * @param reads a minute
 * @param writes a minute
 */
public record RequestLimits(Allowances allowances, int reads, int writes) {
    private static final int ICE_SERVERS = 20;

    /** One request; an answer that goes on and on is one too. */
    public Future<Void> take(String method, String whom) {
        return method.equals("GET") ? allowances.take("read", whom, reads) : allowances.take("write", whom, writes);
    }

    /** Credentials of the TURN servers, whose traffic somebody pays for. */
    public Future<Void> takeIceServers(String whom) {
        return allowances.take("ice-servers", whom, ICE_SERVERS);
    }
}
