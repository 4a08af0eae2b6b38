package io.peerstage.contract;

import java.time.Instant;
import java.util.Optional;

/**
 * Who asks, as the gateway knows it.
 *
 * @param account empty for a visitor who has not signed in, and for a service that asks on its own account
 * @param requestId the same in every log line, trace and problem document of one request
 * @param deadline when whoever asked stops waiting, by this machine's clock
 * @param socket the browser's socket that a question came through; empty for one over HTTP
 */
public record Caller(Optional<Account> account, String requestId, Instant deadline, Optional<Socket> socket) {
    /**
     * A browser's connection, where messages for it are sent.
     *
     * @param gateway the bus address of the gateway that holds it
     * @param id unlike that of any other socket, ever
     * @param network where it comes from: an IPv4 address, or the first 64 bits of an IPv6 address
     */
    public record Socket(String gateway, String id, String network) {}

    public Account signedIn() {
        return account.orElseThrow(() -> Failure.INVALID_TOKEN.because("sign in first"));
    }

    public Socket fromSocket() {
        return socket.orElseThrow(() -> Failure.INVALID_REQUEST.because("only for browsers on the bridge"));
    }
}
