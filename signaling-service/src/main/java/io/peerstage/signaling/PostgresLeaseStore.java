package io.peerstage.signaling;

import io.peerstage.contract.signaling.SignalingApi;
import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.util.List;
import java.util.Optional;

/**
 * Tables {@code signaling.node} and {@code signaling.room}. All times are the database's, read when a row is locked and not when a
 * transaction began, so that the clocks of instances do not matter and one that renews in the last moment is not taken for dead.
 */
record PostgresLeaseStore(Database database) {
    private static final String BEGIN = """
            INSERT INTO signaling.node (id, lease_until, steady_since)
            VALUES (#{node}, clock_timestamp() + interval '3 s', clock_timestamp())
            ON CONFLICT DO NOTHING
            """;
    private static final String RENEW = """
            UPDATE signaling.node
               SET steady_since = CASE WHEN lease_until < clock_timestamp() THEN clock_timestamp() ELSE steady_since END,
                   lease_until = clock_timestamp() + interval '3 s'
             WHERE id = #{node} AND NOT dead
            """;
    private static final String END = "UPDATE signaling.node SET dead = true WHERE id = #{node}";
    private static final String FIND = """
            SELECT room.node, room.epoch
              FROM signaling.room JOIN signaling.node ON node.id = room.node
             WHERE room.stream = #{stream} AND NOT node.dead
            """;
    /** Makes the row or not, and in either case locks it; nothing if this node may not own rooms any more. */
    private static final String LOCK = """
            INSERT INTO signaling.room AS room (stream, node, epoch)
            SELECT #{stream}, id, 0 FROM signaling.node WHERE id = #{node} AND NOT dead
            ON CONFLICT (stream) DO UPDATE SET epoch = room.epoch
            """;
    /**
     * The epoch is drawn when the row is locked: drawn before, it could be lower than that of a room which came and went meanwhile. It is
     * drawn anew for a room of this node too, which is opened again: ids of edges count from 1 in each epoch.
     */
    private static final String CLAIM = """
            UPDATE signaling.room SET node = #{node}, epoch = nextval('signaling.epoch')
              FROM signaling.node AS owner
             WHERE room.stream = #{stream} AND owner.id = room.node AND (owner.dead OR owner.id = #{node})
            """;
    /** Whoever was away itself, or has only just come, judges nobody: when the database was, all leases have expired. */
    private static final String BURY = """
            UPDATE signaling.node SET dead = true
             WHERE id = ANY (ARRAY(SELECT id FROM signaling.node WHERE NOT dead AND lease_until < clock_timestamp()
                                      FOR NO KEY UPDATE SKIP LOCKED))
               AND EXISTS (SELECT FROM signaling.node AS self
                            WHERE self.id = #{node} AND NOT self.dead AND self.lease_until > clock_timestamp()
                              AND self.steady_since < clock_timestamp() - interval '3 s')
            """;
    /** Rooms that another survivor is taking at this moment are passed over. */
    private static final String INHERIT = """
            UPDATE signaling.room SET node = #{node}, epoch = nextval('signaling.epoch')
             WHERE stream = ANY (ARRAY(SELECT room.stream
                                         FROM signaling.room JOIN signaling.node ON node.id = room.node
                                        WHERE node.dead LIMIT #{most}
                                          FOR NO KEY UPDATE OF room SKIP LOCKED))
               AND EXISTS (SELECT FROM signaling.node AS self WHERE self.id = #{node} AND NOT self.dead)
            RETURNING stream, epoch
            """;

    private static final String RELEASE = """
            DELETE FROM signaling.room WHERE stream = #{stream} AND node = #{node} AND epoch = #{epoch}
            """;
    private static final String OF_NODE = "SELECT stream, epoch FROM signaling.room WHERE node = #{node}";
    private static final String OWNERLESS = """
            SELECT wanted.stream FROM unnest(#{streams}::text[]) AS wanted (stream)
             WHERE NOT EXISTS (SELECT FROM signaling.room JOIN signaling.node ON node.id = room.node
                                WHERE room.stream = wanted.stream AND NOT node.dead)
            """;
    private static final String PRUNE = """
            DELETE FROM signaling.node
             WHERE dead AND lease_until < clock_timestamp() - interval '1 min'
               AND NOT EXISTS (SELECT FROM signaling.room WHERE room.node = node.id)
            """;

    Future<Void> begin(String node) {
        return update(database.client(), BEGIN, "node", node).mapEmpty();
    }

    /** For 3 s from now; false if the node is dead, or was never there. */
    Future<Boolean> renew(String node) {
        return update(database.client(), RENEW, "node", node).map(rows -> rows == 1);
    }

    /** The node is dead from now on. */
    Future<Void> end(String node) {
        return update(database.client(), END, "node", node).mapEmpty();
    }

    /** Whoever owns the room and is not dead. */
    Future<Optional<Tenure>> find(StreamId stream) {
        return find(database.client(), stream);
    }

    /** Whoever owns the room from now on: this node in a new epoch, unless another does that is not dead. Empty if this node is dead itself. */
    Future<Optional<Tenure>> claim(String node, StreamId stream) {
        return database.transaction(transaction -> update(transaction, LOCK, "node", node, "stream", stream.value())
                .compose(locked -> locked == 0
                        ? Future.succeededFuture(0)
                        : update(transaction, CLAIM, "node", node, "stream", stream.value()))
                .compose(claimed -> find(transaction, stream)));
    }

    /** Declares those dead whose leases have expired, and takes rooms of dead nodes, at most so many. */
    Future<List<SignalingApi.Owned>> takeOver(String node, int most) {
        return database.transaction(transaction -> update(transaction, BURY, "node", node)
                .compose(buried -> SqlTemplate.forQuery(transaction, INHERIT)
                        .mapTo(PostgresLeaseStore::owned)
                        .execute(Sql.values("node", node, "most", most)))
                .map(Sql::all));
    }

    /** Nobody owns the room any more; nothing if somebody else does by now. */
    Future<Void> release(String node, SignalingApi.Owned room) {
        return update(
                        database.client(),
                        RELEASE,
                        "node",
                        node,
                        "stream",
                        room.stream().value(),
                        "epoch",
                        room.epoch())
                .mapEmpty();
    }

    Future<List<SignalingApi.Owned>> of(String node) {
        return SqlTemplate.forQuery(database.client(), OF_NODE)
                .mapTo(PostgresLeaseStore::owned)
                .execute(Sql.values("node", node))
                .map(Sql::all);
    }

    /** Those of these streams whose rooms have no owner, or a dead one. */
    Future<List<StreamId>> ownerless(List<StreamId> streams) {
        var ids = streams.stream().map(StreamId::value).toArray(String[]::new);
        return SqlTemplate.forQuery(database.client(), OWNERLESS)
                .mapTo(row -> new StreamId(row.getString("stream")))
                .execute(Sql.values("streams", ids))
                .map(Sql::all);
    }

    /** Forgets those who died a while ago and have left nothing. */
    Future<Void> prune() {
        return update(database.client(), PRUNE).mapEmpty();
    }

    private static Future<Optional<Tenure>> find(SqlClient client, StreamId stream) {
        return SqlTemplate.forQuery(client, FIND)
                .mapTo(row -> new Tenure(row.getString("node"), row.getLong("epoch")))
                .execute(Sql.values("stream", stream.value()))
                .map(Sql::first);
    }

    private static Future<Integer> update(SqlClient client, String sql, Object... values) {
        return SqlTemplate.forUpdate(client, sql).execute(Sql.values(values)).map(done -> done.rowCount());
    }

    private static SignalingApi.Owned owned(Row row) {
        return new SignalingApi.Owned(new StreamId(row.getString("stream")), row.getLong("epoch"));
    }
}
