package io.peerstage.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A PostgreSQL server for the tests of one JVM, with a new database for each test that wants one. In a container where a Docker engine
 * answers and has the image (system property {@code peerstage.test.postgres}, by default {@code postgres:18}); else embedded.
 */
public final class TestPostgres {
    private static final Logger log = LoggerFactory.getLogger(TestPostgres.class);
    private static final String WANTED = System.getProperty("peerstage.test.postgres", "");
    private static final String IMAGE = WANTED.isEmpty() ? "postgres:18" : WANTED;
    private static final String CONNECTIONS = "300";
    private static final int SECONDS_TO_INSPECT = 10;
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static TestPostgres server;

    private final String hostAndPort;
    private final String user;
    private final String password;

    private TestPostgres(String hostAndPort, String user, String password) {
        this.hostAndPort = hostAndPort;
        this.user = user;
        this.password = password;
    }

    /** The address of an empty database, as {@code PEERSTAGE_DATABASE_URL} takes it. */
    public static URI freshDatabase() {
        return running().create("test_" + COUNTER.incrementAndGet());
    }

    private static synchronized TestPostgres running() {
        if (server == null) {
            var contained = hasImage();
            if (!contained && !WANTED.isEmpty()) {
                throw new AssertionError("Docker has no image " + WANTED);
            }
            log.info("PostgreSQL for tests: {}", contained ? "a container of " + IMAGE : "embedded");
            server = contained ? inContainer() : embedded();
        }
        return server;
    }

    private URI create(String database) {
        try (var connection =
                        DriverManager.getConnection("jdbc:postgresql://" + hostAndPort + "/postgres", user, password);
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + database);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return URI.create("postgresql://" + user + ":" + password + "@" + hostAndPort + "/" + database);
    }

    /** Asked of the command line, because Testcontainers would go and fetch images of its own before it answers. */
    private static boolean hasImage() {
        try {
            var inspect = new ProcessBuilder("docker", "image", "inspect", IMAGE)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return inspect.waitFor(SECONDS_TO_INSPECT, TimeUnit.SECONDS) && inspect.exitValue() == 0;
        } catch (IOException noDocker) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @SuppressWarnings("resource") // it ends with the JVM
    private static TestPostgres inContainer() {
        var container = new PostgreSQLContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                .withEnv("POSTGRES_INITDB_ARGS", "--locale=C --encoding=UTF8") // sorts as the embedded one does
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=" + CONNECTIONS);
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        return new TestPostgres(
                container.getHost() + ":" + container.getFirstMappedPort(),
                container.getUsername(),
                container.getPassword());
    }

    @SuppressWarnings("resource") // it ends with the JVM
    private static TestPostgres embedded() {
        try {
            var postgres = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("max_connections", CONNECTIONS)
                    .start();
            return new TestPostgres("localhost:" + postgres.getPort(), "postgres", "postgres");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
