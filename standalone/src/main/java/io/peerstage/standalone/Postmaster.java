package io.peerstage.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process that {@code postmaster.pid} in a database's directory names.
 *
 * @param port where it listens; 0 before it does
 */
record Postmaster(ProcessHandle process, int port) {
    private static final int LINE_OF_PORT = 3;

    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration TO_STOP = Duration.ofSeconds(20);

    /** Empty if none runs. The file survives a crash, and its number may be another program's by now. */
    static Optional<Postmaster> of(Path database) throws IOException {
        var file = database.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(file);
        return lines.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                        .filter(Postmaster::isPostgres)
                        .map(process -> new Postmaster(process, port(lines)));
    }

    /** Stops the server that a killed product left behind. */
    static void stopOrphan(Path database) throws IOException {
        var orphan = of(database);
        if (orphan.isPresent()) {
            log.info(
                    "stopping the PostgreSQL that an earlier run left behind, process {}",
                    orphan.get().process().pid());
            orphan.get().stop();
        }
    }

    /** False also for one that has ended and that its parent has not noticed yet. */
    boolean isRunning() {
        return process.isAlive() && isPostgres(process);
    }

    private static int port(List<String> lines) {
        return lines.size() > LINE_OF_PORT
                ? Integer.parseInt(lines.get(LINE_OF_PORT).strip())
                : 0;
    }

    private void stop() throws IOException {
        process.destroy(); // no clients are left, so even the smart shutdown of SIGTERM ends at once
        for (var waited = Duration.ZERO; isRunning(); waited = waited.plus(BETWEEN_LOOKS)) {
            if (waited.compareTo(TO_STOP) > 0) {
                throw new IOException("the PostgreSQL of an earlier run, process " + process.pid() + ", does not stop");
            }
            Pause.of(BETWEEN_LOOKS);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.contains("postgres"))
                .orElse(false);
    }
}
