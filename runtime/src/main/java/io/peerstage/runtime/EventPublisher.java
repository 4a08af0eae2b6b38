package io.peerstage.runtime;

import io.peerstage.contract.Event;
import io.peerstage.contract.EventType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Tells the bus of new events. Every process tries; the one that holds the advisory lock does it, and when its connection ends, another
 * takes over. What happens in between is told by nobody: facts only hasten those who follow the log.
 */
final class EventPublisher {
    private static final Duration BEAT = Duration.ofMillis(100);
    private static final int BATCH = 500;
    private static final long SECONDS_TO_READ = 5;
    /** Any number that nothing else in the database locks: "peerstag" in ASCII. */
    private static final long LOCK = 0x7065657273746167L;

    private final Vertx vertx;
    private final Bus bus;
    private final Database database;
    private final Pulse pulse;
    private SqlConnection connection;
    private boolean holdsLock;
    private long told;

    EventPublisher(Vertx vertx, Bus bus, Database database) {
        this.vertx = vertx;
        this.bus = bus;
        this.database = database;
        this.pulse = new Pulse(vertx, BEAT, "event publisher", this::readOn);
    }

    void start() {
        pulse.start();
    }

    Future<Void> stop() {
        pulse.stop();
        return connection == null ? Future.succeededFuture() : connection.close();
    }

    /** How long ago all events were last told, by this process or by the one that has the lock. */
    double secondsBehind() {
        return pulse.secondsBehind();
    }

    private Future<Boolean> readOn() {
        if (connection == null) {
            return connect().map(false);
        }
        if (!holdsLock) {
            return lock().map(false);
        }
        return EventLog.read(connection, told, BATCH)
                .timeout(SECONDS_TO_READ, TimeUnit.SECONDS)
                .onFailure(thrown -> connection.close()) // and with it the lock
                .map(this::tell);
    }

    private Future<Void> connect() {
        return database.dedicatedConnection(vertx)
                .onSuccess(opened -> {
                    connection = opened;
                    opened.closeHandler(closed -> {
                        connection = null;
                        holdsLock = false;
                    });
                })
                .mapEmpty();
    }

    private Future<Void> lock() {
        return connection
                .query("SELECT pg_try_advisory_lock(" + LOCK + "), (SELECT position FROM event_log.head)")
                .execute()
                .onSuccess(rows -> {
                    var row = rows.iterator().next();
                    holdsLock = row.getBoolean(0);
                    told = row.getLong(1);
                })
                .mapEmpty();
    }

    private boolean tell(List<Event> events) {
        for (var event : events) {
            told = event.position();
            EventType.of(event.type()).ifPresent(type -> bus.publish(type.fact(), event));
        }
        return events.size() == BATCH;
    }
}
