package io.peerstage.gateway.bridge;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.gateway.auth.Network;
import io.peerstage.wallet.WalletToken;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One browser's connection, and what the gateway knows of it. */
final class BrowserSocket {
    private static final int LONGEST_QUEUE = 256 * 1024;
    private static final double FRAMES_PER_SECOND = 50;
    /** So many may come before any is answered. */
    static final int FRAMES_AT_ONCE = 100;

    private enum State {
        NEW,
        OPEN,
        SHUT
    }

    private final SockJSSocket connection;
    private final Caller.Socket name;
    private final TokenBucket allowance;
    private State state = State.NEW;
    private Optional<WalletToken> token = Optional.empty();
    private boolean inRoom;
    private long waiting;
    private boolean ending;

    BrowserSocket(SockJSSocket connection, String gateway, Instant now) {
        this.connection = connection;
        this.name = new Caller.Socket(
                gateway,
                UUID.randomUUID().toString(),
                Network.of(connection.remoteAddress().hostAddress()));
        this.allowance = new TokenBucket(FRAMES_PER_SECOND, FRAMES_AT_ONCE, now);
    }

    Caller.Socket name() {
        return name;
    }

    String address() {
        return connection.remoteAddress().hostAddress();
    }

    boolean maySend(Instant now) {
        return allowance.take(now);
    }

    boolean isNew() {
        return state == State.NEW;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    Optional<WalletToken> token() {
        return token;
    }

    Optional<Account> account() {
        return token.map(WalletToken::account);
    }

    /** Who it is, from now on. */
    void open(Optional<WalletToken> by) {
        state = State.OPEN;
        token = by;
    }

    boolean isInRoom() {
        return inRoom;
    }

    void entersRoom() {
        inRoom = true;
    }

    /** A message that the browser did not ask for. */
    void write(String address, Object body) {
        write(message(address, body));
    }

    /** The same for many sockets, made once. */
    static String message(String address, Object body) {
        return new JsonObject()
                .put("type", "rec")
                .put("address", address)
                .put("body", body)
                .encode();
    }

    /**
     * Any frame for the browser. One that does not read what it is sent is closed, before it fills the memory; what waits is counted
     * here, because SockJS counts only what it has not yet handed to the connection.
     */
    void write(String text) {
        if (waiting > LONGEST_QUEUE) {
            close();
            return;
        }
        waiting += text.length();
        connection.write(text).onComplete(written -> {
            waiting -= text.length();
            closeIfLast();
        });
    }

    /** Nothing that it sends counts any more. */
    void shut() {
        state = State.SHUT;
    }

    /** Ends the connection when what is on its way has arrived. */
    void end() {
        shut();
        ending = true;
        closeIfLast();
    }

    /** Ends the connection at once. */
    void close() {
        shut();
        connection.close();
    }

    private void closeIfLast() {
        if (ending && waiting == 0) {
            connection.close();
        }
    }
}
