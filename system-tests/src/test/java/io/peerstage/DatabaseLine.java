package io.peerstage;

import io.peerstage.testkit.Await;
import io.peerstage.testkit.TestPostgres;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.net.URI;

/** The line from a product to a database of its own, which a test can cut for good. */
final class DatabaseLine implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final URI database = TestPostgres.freshDatabase();
    private final int port;

    DatabaseLine() {
        var client = vertx.createNetClient();
        port = Await.get(vertx.createNetServer()
                        .connectHandler(near -> {
                            near.pause();
                            client.connect(database.getPort(), database.getHost())
                                    .onSuccess(far -> join(near, far))
                                    .onFailure(refused -> near.close());
                        })
                        .listen(0, "localhost"))
                .actualPort();
    }

    private static void join(NetSocket near, NetSocket far) {
        near.pipeTo(far);
        far.pipeTo(near);
    }

    /** As {@code PEERSTAGE_DATABASE_URL} takes it. */
    String url() {
        return "postgresql://" + database.getUserInfo() + "@localhost:" + port + database.getPath();
    }

    /** Cuts it. */
    @Override
    public void close() {
        Await.get(vertx.close());
    }
}
