package io.peerstage.gateway.bridge;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
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
    private static final double FRAMES_AT_ONCE = 100;

    private final SockJSSocket connection;
    private final Caller.Socket name;
    private final TokenBucket allowance;
    private boolean open;
    private Optional<WalletToken> token = Optional.empty();
    private boolean inRoom;

    BrowserSocket(SockJSSocket connection, String gateway, Instant now) {
        this.connection = connection.setWriteQueueMaxSize(LONGEST_QUEUE);
        this.name = new Caller.Socket(gateway, UUID.randomUUID().toString());
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

    boolean isOpen() {
        return open;
    }

    Optional<WalletToken> token() {
        return token;
    }

    Optional<Account> account() {
        return token.map(WalletToken::account);
    }

    /** Who it is, from now on. */
    void open(Optional<WalletToken> by) {
        open = true;
        token = by;
    }

    boolean isInRoom() {
        return inRoom;
    }

    void entersRoom() {
        inRoom = true;
    }

    /** The browser's own frame. One that does not read what it is sent is closed, before it fills the memory. */
    void write(String address, Object body) {
        if (connection.writeQueueFull()) {
            close();
        } else {
            connection.write(new JsonObject()
                    .put("type", "rec")
                    .put("address", address)
                    .put("body", body)
                    .encode());
        }
    }

    void close() {
        open = false;
        connection.close();
    }
}
