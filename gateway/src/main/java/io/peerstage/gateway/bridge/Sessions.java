package io.peerstage.gateway.bridge;

import io.peerstage.contract.Failure;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.gateway.auth.SignIns;
import io.peerstage.gateway.auth.WalletAuth;
import io.peerstage.wallet.WalletToken;
import io.vertx.core.Vertx;
import java.util.Optional;

/** Who is at the other end of a socket: an account by its token, for as long as that is valid, or a visitor. Belongs to one event loop. */
final class Sessions {
    /** Longer than a room lets one stay who lost its right. */
    private static final long MILLISECONDS_TO_GO = 1_500;

    private final Vertx vertx;
    private final SignIns signIns;
    private final WalletAuth auth;
    private final BrowserSockets sockets;
    private final RoomFrames frames;

    Sessions(Vertx vertx, SignIns signIns, WalletAuth auth, BrowserSockets sockets, RoomFrames frames) {
        this.vertx = vertx;
        this.signIns = signIns;
        this.auth = auth;
        this.sockets = sockets;
        this.frames = frames;
    }

    Bridge.Opened open(BrowserSocket socket, Bridge.Open wish) {
        if (!socket.isNew()) {
            throw Failure.CONFLICT.because("this connection was opened before");
        }
        var token = wish.token().map(text -> signIns.verify(text, socket.address()));
        signIns.requireNotBanned(token);
        socket.open(token);
        return opened(socket);
    }

    Bridge.Opened extend(BrowserSocket socket, Bridge.Extend fresh) {
        var token = signIns.verify(fresh.token(), socket.address());
        if (!socket.isOpen() || !socket.account().equals(Optional.of(token.account()))) {
            throw Failure.CONFLICT.because("this connection belongs to another account");
        }
        socket.open(Optional.of(token));
        return opened(socket);
    }

    /** Puts out whoever's token has expired or was revoked, and whoever was banned. */
    void expelSignedOut() {
        sockets.all().stream()
                .filter(socket -> socket.isOpen()
                        && socket.token()
                                .filter(token -> !auth.stillGood(token))
                                .isPresent())
                .forEach(this::expel);
    }

    /** The connection ends when signaling has moved those whom it feeds and told it why; soon in any case. */
    private void expel(BrowserSocket socket) {
        socket.shut();
        if (socket.room().isPresent()) {
            var banned = socket.account().filter(auth::isBanned).isPresent();
            frames.expel(socket, new SignalingApi.Expel(banned)).onFailure(notTold -> socket.end());
            vertx.setTimer(MILLISECONDS_TO_GO, late -> socket.end());
        } else {
            socket.end();
        }
    }

    private static Bridge.Opened opened(BrowserSocket socket) {
        return new Bridge.Opened(socket.account(), socket.token().map(WalletToken::expiresAt));
    }
}
