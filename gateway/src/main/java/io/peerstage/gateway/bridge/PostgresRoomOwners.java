package io.peerstage.gateway.bridge;

import io.peerstage.contract.streams.StreamId;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.util.Collection;
import java.util.List;

/**
 * Reads who owns which room: the one place where a service reads tables of another, {@code signaling.room} and {@code signaling.node}
 * (docs/decisions/0007). Asking signaling-service would not do, for this is wanted when the instance to be asked is the one that is
 * silent, and any other would read the same rows.
 */
public record PostgresRoomOwners(Database database) {
    private static final String FIND = """
            SELECT room.stream, room.node, room.epoch, node.lease_until > clock_timestamp() AS lives
              FROM signaling.room JOIN signaling.node ON node.id = room.node
             WHERE room.stream = ANY (#{streams}) AND NOT node.dead
            """;

    /**
     * A room and its owner, as the database knows it.
     *
     * @param lives it has renewed its lease in time
     */
    record Row(StreamId stream, String node, long epoch, boolean lives) {}

    /** Of these rooms those that have an owner which nobody declared dead. */
    Future<List<Row>> find(Collection<StreamId> streams) {
        var ids = streams.stream().map(StreamId::value).toArray(String[]::new);
        return SqlTemplate.forQuery(database.client(), FIND)
                .mapTo(row -> new Row(
                        new StreamId(row.getString("stream")),
                        row.getString("node"),
                        row.getLong("epoch"),
                        row.getBoolean("lives")))
                .execute(Sql.values("streams", ids))
                .map(Sql::all);
    }
}
