package io.peerstage.gateway.bridge;

import io.peerstage.contract.Account;
import io.peerstage.contract.Caller;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.gateway.auth.Network;
import io.peerstage.wallet.WalletToken;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** One browser's connection, and what the gateway knows of it. */
final class BrowserSocket {
    private static final int LONGEST_QUEUE = 256 * 1024;
    private static final int MOST_WAITING = 64;
    private static final double FRAMES_PER_SECOND = 50;
    private static final double FRAMES_AT_ONCE = 100;

    private enum State {
        NEW,
        OPEN,
        SHUT
    }

    private final SockJSSocket connection;
    private final String address;
    private final Caller.Socket name;
    private final TokenBucket allowance;
    private State state = State.NEW;
    private Optional<WalletToken> token = Optional.empty();
    private Optional<StreamId> room = Optional.empty();
    /** Where the answer goes to its question to enter. */
    private Optional<String> entering = Optional.empty();
    /** That of the owner who let it in, or of a later one of whom it was told; 0 while nobody has let it in. */
    private long epoch;

    private Future<Void> lastFrame = Future.succeededFuture();
    private long questions;
    private int framesWaiting;
    private long waiting;
    private boolean ending;

    BrowserSocket(SockJSSocket connection, String address, String gateway, Instant now) {
        this.connection = connection;
        this.address = address;
        this.name = new Caller.Socket(gateway, UUID.randomUUID().toString(), Network.of(address));
        this.allowance = new TokenBucket(FRAMES_PER_SECOND, FRAMES_AT_ONCE, now);
    }

    Caller.Socket name() {
        return name;
    }

    String address() {
        return address;
    }

    /** Unlike that of any other question. */
    String nextRequestId() {
        return name.id() + "." + ++questions;
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

    /** The room that it asked to enter last, and has not left. */
    Optional<StreamId> room() {
        return room;
    }

    boolean isIn(StreamId stream) {
        return room.filter(stream::equals).isPresent();
    }

    /** See {@link BrowserSockets#move}. */
    void move(Optional<StreamId> into) {
        room = into;
        entering = Optional.empty();
        epoch = 0;
    }

    /** It asks to enter its room, and the answer goes there. */
    void enters(String replyAddress) {
        entering = Optional.ofNullable(replyAddress);
        epoch = 0;
    }

    /** Whether this is the answer that lets it in. */
    boolean isLetInBy(JsonObject frame) {
        return entering.filter(address -> address.equals(frame.getString("address")))
                .isPresent();
    }

    long epoch() {
        return epoch;
    }

    /** It is in its room by the word of an owner of that epoch; 0 if it was put out. */
    void letIn(long epochOfOwner) {
        entering = Optional.empty();
        epoch = epochOfOwner;
    }

    /** Whether another frame may wait for its turn. */
    boolean mayWait() {
        return framesWaiting < MOST_WAITING;
    }

    /**
     * Its frames pass in the order in which they came, though one may have to wait until the owner of a room is found.
     *
     * @param pass succeeds when the next may pass
     */
    Future<Void> inTurn(Supplier<Future<Void>> pass) {
        framesWaiting++;
        lastFrame = lastFrame.transform(before -> pass.get()).onComplete(passed -> framesWaiting--);
        return lastFrame;
    }

    /**
     * The frame of a message that a browser did not ask for, made once for all who are to hear it.
     *
     * @param address one of ours: nothing in it has to be escaped
     * @param body JSON
     */
    static String message(String address, String body) {
        return "{\"type\":\"rec\",\"address\":\"" + address + "\",\"body\":" + body + "}";
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

    /** The same for one that is being put out anyway. */
    void endIfShut() {
        if (state == State.SHUT) {
            end();
        }
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
