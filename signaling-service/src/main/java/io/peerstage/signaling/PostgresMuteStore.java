package io.peerstage.signaling;

import io.peerstage.contract.Account;
import io.peerstage.contract.Failure;
import io.peerstage.runtime.Database;
import io.peerstage.runtime.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.templates.SqlTemplate;
import java.time.Instant;

/** Table {@code signaling.mute}: whom broadcasters let watch, but not chat. */
record PostgresMuteStore(Database database) {
    /** Nobody fills the disk by muting accounts that nobody has. */
    static final int MOST = 10_000;

    private static final String MUTE = """
            INSERT INTO signaling.mute (broadcaster, account, since)
            SELECT #{broadcaster}, #{account}, #{now}
             WHERE (SELECT count(*) FROM signaling.mute WHERE broadcaster = #{broadcaster}) < #{most}
                OR EXISTS (SELECT FROM signaling.mute WHERE broadcaster = #{broadcaster} AND account = #{account})
            ON CONFLICT (broadcaster, account) DO UPDATE SET since = mute.since
            """;
    private static final String UNMUTE = """
            DELETE FROM signaling.mute WHERE broadcaster = #{broadcaster} AND account = #{account}
            """;
    private static final String IS_MUTED = """
            SELECT EXISTS (SELECT FROM signaling.mute WHERE broadcaster = #{broadcaster} AND account = #{account}) AS muted
            """;
    private static final String FORGET = """
            DELETE FROM signaling.mute WHERE broadcaster = #{broadcaster}
            """;

    /** A second time changes nothing. Fails with {@code CONFLICT} where {@link #MOST} are muted already. */
    Future<Void> mute(Account broadcaster, Account account, Instant now) {
        return SqlTemplate.forUpdate(database.client(), MUTE)
                .execute(Sql.values("broadcaster", broadcaster, "account", account, "now", now, "most", MOST))
                .map(muted -> {
                    if (muted.rowCount() == 0) {
                        throw Failure.CONFLICT.because("you have muted " + MOST + " accounts: unmute one first");
                    }
                    return null;
                });
    }

    /** For one who is not muted it changes nothing. */
    Future<Void> unmute(Account broadcaster, Account account) {
        return SqlTemplate.forUpdate(database.client(), UNMUTE)
                .execute(Sql.values("broadcaster", broadcaster, "account", account))
                .mapEmpty();
    }

    Future<Boolean> isMuted(Account broadcaster, Account account) {
        return SqlTemplate.forQuery(database.client(), IS_MUTED)
                .execute(Sql.values("broadcaster", broadcaster, "account", account))
                .map(rows -> rows.iterator().next().getBoolean("muted"));
    }

    /** The broadcaster's profile is gone, and with it whom it muted. */
    Future<Void> forget(Account broadcaster) {
        return SqlTemplate.forUpdate(database.client(), FORGET)
                .execute(Sql.values("broadcaster", broadcaster))
                .mapEmpty();
    }
}
