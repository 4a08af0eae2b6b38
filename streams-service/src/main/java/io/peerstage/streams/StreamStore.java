package io.peerstage.streams;

import io.peerstage.contract.Account;
import io.peerstage.contract.streams.Stream;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.contract.streams.StreamsApi;
import io.peerstage.contract.streams.Turnout;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where the schedule is kept; each change takes its event along. A rule is given the stream as it stands, with its row locked, and
 * answers what it becomes, or refuses.
 */
interface StreamStore {
    /** With the id of the next free millisecond, where another stream has this one's. */
    Future<Stream> insert(Stream stream, Instant now);

    /** The same once for a key: whoever comes second, be it in the same moment, gets the first one's answer. */
    Future<Stream> insertOnce(Stream stream, Key key, Instant now);

    /** The answer of an earlier announcement. Fails with {@code IDEMPOTENCY_MISMATCH} where it was of another plan. */
    Future<Optional<Stream>> announced(Account broadcaster, Key key);

    /** Lets go of keys that are older than a day. */
    Future<Void> forgetKeys(Instant now);

    /** Fails with {@code STREAM_NOT_FOUND}, as all that name a stream do. */
    Future<Stream> find(StreamId id, Instant now);

    Future<StreamsApi.Page> list(StreamsApi.Query query, Instant now);

    Future<StreamsApi.Own> ofBroadcaster(Account broadcaster, boolean hidden);

    Future<StreamsApi.OwnOfMany> ofBroadcasters(List<Account> broadcasters);

    Future<Stream> edit(StreamId id, UnaryOperator<Stream> rule, Instant now);

    /** Ends its show first, if one is on. */
    Future<Void> delete(StreamId id, Account by, UnaryOperator<Stream> rule, Instant now);

    /** Fails with {@code ALREADY_LIVE} where another stream of the broadcaster is, unless that is to be taken over. */
    Future<StreamsApi.Started> start(
            StreamsApi.GoLive wish, Account broadcaster, UnaryOperator<Stream> rule, Instant now);

    /** Changes nothing for a show that is not on. */
    Future<Void> end(StreamsApi.End show, Instant now);

    /** How many came to the last show, as far as anybody counted. */
    Future<Turnout> turnout(Stream stream);

    Future<List<Stream>> page(Optional<StreamId> after, int limit, Instant now);

    /** Those that start, or were deleted, since then: the nearest to now. */
    Future<StreamsApi.Entries> calendar(StreamsApi.Whose whose, Instant since, Instant now);

    Future<StreamsApi.Entries> newest(StreamsApi.Whose whose);
}
