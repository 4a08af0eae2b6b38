package io.peerstage.standalone;

import io.peerstage.runtime.BadSetting;
import io.peerstage.runtime.Settings;
import io.peerstage.streams.StreamsService;
import java.io.IOException;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's command that makes the read models anew, on the database of the settings or of the product that runs in the data directory. */
final class Rebuild {
    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

    static void run(Settings settings) throws IOException {
        StreamsService.rebuild(settings.withDatabase(database(settings)));
        log.info("the read models were made anew from the event log");
    }

    private static URI database(Settings settings) throws IOException {
        return settings.databaseUrl().isPresent()
                ? settings.databaseUrl().get()
                : EmbeddedDatabase.running(settings.dataDir())
                        .orElseThrow(() -> new BadSetting("PEERSTAGE_DATA_DIR: no Peerstage runs in "
                                + settings.dataDir().toAbsolutePath()
                                + "; start it first, or set PEERSTAGE_DATABASE_URL"));
    }

    private Rebuild() {}
}
