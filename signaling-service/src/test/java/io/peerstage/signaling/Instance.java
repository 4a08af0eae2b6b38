package io.peerstage.signaling;

import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.Pulse;
import io.peerstage.runtime.Settings;
import io.peerstage.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** An instance with nothing but its ownership: renews, takes over and forgets as the service does. */
final class Instance implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Database database;
    private final Ownership ownership;
    private final Pulse lease;
    private final Pulse heirs;
    /** Rooms that it believes to own, and since which epoch. */
    private final Map<StreamId, Long> rooms = new ConcurrentHashMap<>();
    /** Rooms that it took from others. */
    private final Collection<SignalingApi.Owned> inherited = new ConcurrentLinkedQueue<>();

    Instance(URI url) {
        var settings = Settings.from(Map.of("PEERSTAGE_DATABASE_URL", url.toString()));
        database = Await.get(Database.open(vertx, settings, "signaling"));
        ownership = new Ownership(
                new PostgresLeaseStore(database), () -> UUID.randomUUID().toString());
        lease = new Pulse(vertx, Ownership.BETWEEN_RENEWALS, "lease", this::renew);
        heirs = new Pulse(vertx, Ownership.BETWEEN_LOOKS, "heirs", this::takeOver);
        Await.get(on(ownership::renew));
        context.runOnContext(begun -> {
            lease.start();
            heirs.start();
        });
    }

    Database database() {
        return database;
    }

    String node() {
        return Await.get(on(() -> Future.succeededFuture(ownership.node())));
    }

    Map<StreamId, Long> rooms() {
        return rooms;
    }

    Collection<SignalingApi.Owned> inherited() {
        return inherited;
    }

    Future<Tenure> owner(StreamId stream) {
        return on(() -> ownership.owner(stream).onSuccess(tenure -> {
            if (ownership.isHere(tenure)) {
                rooms.merge(stream, tenure.epoch(), Math::max);
            }
        }));
    }

    Future<Void> release(StreamId stream) {
        return on(() -> ownership.release(new SignalingApi.Owned(stream, rooms.remove(stream))));
    }

    /** Says that it goes. */
    void drain() {
        stopPulses();
        Await.get(on(ownership::end));
    }

    /** As if the process were stopped in the middle of everything. */
    void stopPulses() {
        context.runOnContext(now -> {
            lease.stop();
            heirs.stop();
        });
    }

    /** After {@link #stopPulses}: renews, and says whether it is still whom it was. */
    boolean wake() {
        return !Await.get(on(this::renew));
    }

    Optional<Long> epochInDatabase(StreamId stream) {
        return Await.get(database.client()
                .query("SELECT stream, epoch FROM signaling.room")
                .execute()
                .map(rows -> {
                    for (var row : rows) {
                        if (row.getString("stream").equals(stream.value())) {
                            return Optional.of(row.getLong("epoch"));
                        }
                    }
                    return Optional.<Long>empty();
                }));
    }

    private Future<Boolean> renew() {
        return ownership.renew().map(held -> {
            if (!held) {
                rooms.clear();
            }
            return !held;
        });
    }

    private Future<Boolean> takeOver() {
        return ownership.takeOver().map(taken -> {
            inherited.addAll(taken);
            taken.forEach(room -> rooms.put(room.stream(), room.epoch()));
            return taken.size() == Ownership.BATCH;
        });
    }

    private <T> Future<T> on(Supplier<Future<T>> what) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(turn -> what.get().onComplete(promise));
        return promise.future();
    }

    @Override
    public void close() {
        stopPulses();
        Await.get(database.close());
        Await.get(vertx.close());
    }
}
