package io.peerstage.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cable to the database that tests pull out, or step on. */
public final class TestProxy implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    private final URI database;
    private final String host;
    private NetServer server;
    private int port;
    private volatile boolean stalled;

    public TestProxy(URI database) {
        this(database, LOOPBACK);
    }

    /**
     * @param host the address that it listens on
     */
    public TestProxy(URI database, String host) {
        this.database = database;
        this.host = host;
        listen();
    }

    /** The database's address by way of this. */
    public URI url() {
        return URI.create(
                "postgresql://" + database.getRawUserInfo() + "@" + host + ":" + port + database.getRawPath());
    }

    /** Connections end, and new ones are refused. */
    public void cut() {
        Await.get(server.close());
        sockets.forEach(NetSocket::close);
        sockets.clear();
    }

    /** Connections stay, and from now on nothing comes through them, nor through new ones. */
    public void stall() {
        stalled = true;
        sockets.forEach(NetSocket::pause);
    }

    /** After {@link #stall}. */
    public void release() {
        stalled = false;
        sockets.forEach(NetSocket::resume);
    }

    /** After {@link #cut}. */
    public void listen() {
        server = Await.get(vertx.createNetServer().connectHandler(this::connect).listen(port, host));
        port = server.actualPort();
    }

    @Override
    public void close() {
        Await.get(vertx.close());
    }

    private void connect(NetSocket near) {
        near.pause();
        client.connect(database.getPort(), database.getHost())
                .onSuccess(far -> {
                    join(near, far);
                    join(far, near);
                })
                .onFailure(refused -> near.close());
    }

    private void join(NetSocket from, NetSocket to) {
        sockets.add(from);
        from.handler(to::write);
        from.closeHandler(closed -> {
            sockets.remove(from);
            to.close();
        });
        if (!stalled) {
            from.resume();
        }
    }
}
