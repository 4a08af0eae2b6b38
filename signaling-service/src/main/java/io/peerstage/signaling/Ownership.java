package io.peerstage.signaling;

import io.peerstage.contract.Failure;
import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.StreamId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Which rooms are this instance's. It holds a lease of 3 s in the database and owns what the database says; while the database is away it
 * keeps what it has, for nobody else can take it then. Once others have declared it dead, it owns nothing and begins again under another
 * name, so that whatever still comes for the old one finds nobody. Belongs to one event loop.
 */
final class Ownership {
    /** A sixth of a lease, so that one renewal that is lost, or late, is no matter. */
    static final Duration BETWEEN_RENEWALS = Duration.ofMillis(500);
    /** How soon the rooms of one that died are looked for. */
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    /** Few enough that several survivors share what one left, and that the database holds no row for long. */
    static final int BATCH = 50;

    /** A renewal that takes longer is tried again on another connection, before the lease is over. */
    private static final Duration TO_RENEW = Duration.ofSeconds(1);
    /** Whoever wants to enter is refused rather than kept waiting longer than that. */
    private static final Duration TO_FIND = Duration.ofSeconds(2);

    private final PostgresLeaseStore store;
    private final Supplier<String> names;
    private String node;
    private boolean begun;

    /**
     * @param names each unlike any other that an instance ever had
     */
    Ownership(PostgresLeaseStore store, Supplier<String> names) {
        this.store = store;
        this.names = names;
        this.node = names.get();
    }

    /** The name of this instance, for now. */
    String node() {
        return node;
    }

    /** Whether that is this instance, under its present name. */
    boolean isHere(Tenure tenure) {
        return node.equals(tenure.node());
    }

    /** Renews the lease, or takes the first one. False if it was lost for good: from then on no room is ours, and the name is another. */
    Future<Boolean> renew() {
        if (!begun) {
            return within(TO_RENEW, store.begin(node)).map(done -> {
                begun = true;
                return true;
            });
        }
        return within(TO_RENEW, store.renew(node)).map(held -> {
            if (!held) {
                node = names.get();
                begun = false;
            }
            return held;
        });
    }

    /** Leaves all rooms to whoever takes them first. */
    Future<Void> end() {
        return within(TO_FIND, store.end(node));
    }

    /** Rooms that are ours from now on because their owner is dead; {@link #BATCH} of them if there may be more. */
    Future<List<SignalingApi.Owned>> takeOver() {
        return store.takeOver(node, BATCH);
    }

    /** The owner of a room that is not open here: this instance, in a new epoch, unless another one has it. Fails with {@code UNAVAILABLE}. */
    Future<Tenure> owner(StreamId stream) {
        return within(
                        TO_FIND,
                        store.find(stream)
                                .compose(found ->
                                        found.filter(owner -> !isHere(owner)).isPresent()
                                                ? Future.succeededFuture(found)
                                                : store.claim(node, stream)))
                .map(owner -> owner.orElseThrow(
                        () -> Failure.UNAVAILABLE.because("nobody can take this room at the moment; try again")));
    }

    /** Who owns a room now, if anybody does. */
    Future<Optional<Tenure>> find(StreamId stream) {
        return within(TO_FIND, store.find(stream));
    }

    /** Gives a room of ours up. */
    Future<Void> release(SignalingApi.Owned room) {
        return store.release(node, room);
    }

    /** What the database knows as ours. */
    Future<List<SignalingApi.Owned>> mine() {
        return store.of(node);
    }

    /** Those of these streams whose rooms nobody has. */
    Future<List<StreamId>> ownerless(List<StreamId> streams) {
        return streams.isEmpty() ? Future.succeededFuture(List.of()) : store.ownerless(streams);
    }

    /** Forgets instances that died a while ago. */
    Future<Void> prune() {
        return store.prune();
    }

    private static <T> Future<T> within(Duration longest, Future<T> work) {
        return work.timeout(longest.toMillis(), TimeUnit.MILLISECONDS);
    }
}
