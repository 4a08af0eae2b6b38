package io.peerstage.gateway.images;

import io.peerstage.contract.Account;
import io.peerstage.contract.Event;
import io.peerstage.contract.EventType;
import io.peerstage.contract.Failure;
import io.peerstage.contract.Refused;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.EventLog;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables {@code gateway.image}, {@code gateway.image_owner} and {@code gateway.images_followed}. */
final class PostgresImageStore {
    static final int MOST_OF_AN_ACCOUNT = 100;
    private static final int BATCH = 1_000;

    private static final String GET = "SELECT id, media_type, content FROM gateway.image WHERE id = #{id}";
    /** Uploads of one account come one after the other; deletions come when no upload is under way. */
    private static final String LOCK_ACCOUNT = """
            SELECT pg_advisory_xact_lock_shared(hashtextextended('gateway.image', 0)),
                   pg_advisory_xact_lock(hashtextextended('gateway.image_owner ' || #{account}, 0))
            """;

    private static final String LOCK_ALL = "SELECT pg_advisory_xact_lock(hashtextextended('gateway.image', 0))";
    private static final String STANDING = """
            SELECT (SELECT count(*) FROM gateway.image_owner WHERE account = #{account} AND image <> #{id}) AS others,
                   EXISTS (SELECT FROM event_log.event
                            WHERE position > #{position} AND type = #{deleted} AND account = #{account}) AS deleted
            """;
    private static final String PUT = """
            INSERT INTO gateway.image (id, media_type, content) VALUES (#{id}, #{mediaType}, #{content})
            ON CONFLICT DO NOTHING
            """;
    private static final String OWN = """
            INSERT INTO gateway.image_owner (image, account, position) VALUES (#{id}, #{account}, #{position})
            ON CONFLICT (image, account) DO UPDATE SET position = greatest(image_owner.position, excluded.position)
            """;

    // Whoever holds the row works; other instances pass.
    private static final String FOLLOWED = "SELECT position FROM gateway.images_followed FOR UPDATE SKIP LOCKED";
    private static final String MOVE = "UPDATE gateway.images_followed SET position = #{position}";
    private static final String DISOWN = """
            DELETE FROM gateway.image_owner WHERE account = #{account} AND position < #{position} RETURNING image
            """;
    private static final String REMOVE = """
            DELETE FROM gateway.image
             WHERE id = ANY(#{ids}) AND NOT EXISTS (SELECT FROM gateway.image_owner WHERE image_owner.image = image.id)
            """;

    private final Database database;

    PostgresImageStore(Database database) {
        this.database = database;
    }

    Future<Optional<Image>> get(String id) {
        return SqlTemplate.forQuery(database.client(), GET)
                .mapTo(row -> new Image(
                        row.getString("id"), ImageType.of(row.getString("media_type")), row.getBuffer("content")))
                .execute(Sql.values("id", id))
                .map(Sql::first);
    }

    /**
     * Keeps it for the account. Fails with {@code CONFLICT} if that has 100 others, and {@code NOT_REGISTERED} if its profile was deleted
     * behind that position of the event log, whose follower may have passed.
     */
    Future<Void> keep(Account account, Image image, long position) {
        return database.transaction(transaction -> SqlTemplate.forQuery(transaction, LOCK_ACCOUNT)
                .execute(Sql.values("account", account))
                .compose(alone -> requireMay(transaction, account, image, position))
                .compose(may -> SqlTemplate.forUpdate(transaction, PUT)
                        .execute(Sql.values(
                                "id", image.id(),
                                "mediaType", image.type().mediaType(),
                                "content", image.content())))
                .compose(kept -> SqlTemplate.forUpdate(transaction, OWN)
                        .execute(Sql.values("id", image.id(), "account", account, "position", position))
                        .mapEmpty()));
    }

    private static Future<Void> requireMay(SqlConnection transaction, Account account, Image image, long position) {
        return SqlTemplate.forQuery(transaction, STANDING)
                .execute(Sql.values(
                        "account",
                        account,
                        "id",
                        image.id(),
                        "position",
                        position,
                        "deleted",
                        EventType.PROFILE_DELETED.label()))
                .map(rows -> {
                    var row = rows.iterator().next();
                    if (row.getBoolean("deleted")) {
                        throw notRegistered();
                    }
                    if (row.getLong("others") >= MOST_OF_AN_ACCOUNT) {
                        throw Failure.CONFLICT.because("you have " + MOST_OF_AN_ACCOUNT + " images, which is the most");
                    }
                    return null;
                });
    }

    static Refused notRegistered() {
        return Failure.NOT_REGISTERED.because("save a profile first");
    }

    /** Follows the event log a batch further; answers whether there may be more. */
    Future<Boolean> readOn() {
        return database.transaction(transaction -> SqlTemplate.forQuery(transaction, FOLLOWED)
                .execute(Map.of())
                .map(Sql::first)
                .compose(row -> row.isEmpty()
                        ? Future.succeededFuture(false)
                        : readOn(transaction, row.get().getLong("position"))));
    }

    private static Future<Boolean> readOn(SqlConnection transaction, long position) {
        return EventLog.read(transaction, position, BATCH).compose(events -> {
            if (events.isEmpty()) {
                return Future.succeededFuture(false);
            }
            var last = events.get(events.size() - 1).position();
            var done = Future.<Void>succeededFuture();
            for (var event : deletions(events)) {
                done = done.compose(before -> remove(transaction, event));
            }
            return done.compose(all -> SqlTemplate.forUpdate(transaction, MOVE).execute(Map.of("position", last)))
                    .map(moved -> events.size() == BATCH);
        });
    }

    private static List<Event> deletions(List<Event> events) {
        return events.stream()
                .filter(event -> event.is(EventType.PROFILE_DELETED))
                .toList();
    }

    private static Future<Void> remove(SqlConnection transaction, Event deleted) {
        return SqlTemplate.forQuery(transaction, LOCK_ALL)
                .execute(Map.of())
                .compose(alone -> SqlTemplate.forQuery(transaction, DISOWN)
                        .mapTo(row -> row.getString("image"))
                        .execute(Sql.values("account", deleted.account(), "position", deleted.position())))
                .compose(images -> SqlTemplate.forUpdate(transaction, REMOVE)
                        .execute(Map.of("ids", Sql.all(images).toArray(String[]::new))))
                .mapEmpty();
    }
}
