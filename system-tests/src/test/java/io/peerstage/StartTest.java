package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the product starts, stops, and says why it cannot. */
class StartTest {
    @TempDir
    private Path data;

    @Test
    void a_term_drains_and_stops_postgresql_too() throws Exception {
        try (var product = ProductProcess.start(settings(Map.of())).awaitReady()) {
            var postgres = postgres();
            assertThat(product.terminate()).isIn(0, 143);
            assertThat(runs(postgres)).isFalse();
            assertThat(product.lines()).last().asString().endsWith("stopped");
        }
    }

    @Test
    void the_ready_line_names_the_address_and_is_the_last() throws Exception {
        var settings = settings(Map.of());
        try (var product = ProductProcess.start(settings).awaitReady()) {
            assertThat(product.lines())
                    .last()
                    .asString()
                    .endsWith("Peerstage is ready: open http://localhost:" + settings.get("HTTP_PORT"));
        }
    }

    @Test
    void an_orphaned_postgresql_of_a_killed_run_is_stopped() throws Exception {
        try (var killed = ProductProcess.start(settings(Map.of())).awaitReady()) {
            killed.kill();
        }
        var orphan = postgres();
        assertThat(runs(orphan)).isTrue();
        try (var product = ProductProcess.start(settings(Map.of())).awaitReady()) {
            assertThat(runs(orphan)).isFalse();
            assertThat(product.lines()).anyMatch(line -> line.contains("earlier run left behind"));
        }
    }

    @Test
    void a_second_product_on_the_same_data_is_refused_and_the_first_goes_on() throws Exception {
        try (var first = ProductProcess.start(settings(Map.of())).awaitReady()) {
            assertRefused("PEERSTAGE_DATA_DIR", settings(Map.of()));
            assertThat(runs(postgres())).isTrue();
            assertThat(first.terminate()).isIn(0, 143);
        }
    }

    @Test
    void a_busy_port_is_named() throws Exception {
        try (var busy = new ServerSocket(0)) {
            assertRefused("PEERSTAGE_HTTP_PORT", settings(Map.of("HTTP_PORT", String.valueOf(busy.getLocalPort()))));
            assertRefused(
                    "PEERSTAGE_MANAGEMENT_PORT",
                    settings(Map.of("MANAGEMENT_PORT", String.valueOf(busy.getLocalPort()))));
        }
    }

    @Test
    void a_directory_that_cannot_be_written_is_named() throws Exception {
        var file = Files.writeString(data.resolve("file"), "in the way");
        assertRefused(
                "PEERSTAGE_DATA_DIR",
                settings(Map.of("DATA_DIR", file.resolve("data").toString())));
    }

    @Test
    void a_bad_setting_is_named() throws Exception {
        assertRefused("PEERSTAGE_HTTP_PORT", settings(Map.of("HTTP_PORT", "eighty")));
        assertRefused("PEERSTAGE_HTP_PORT", settings(Map.of("HTP_PORT", "80")));
    }

    private static void assertRefused(String name, Map<String, String> settings) throws Exception {
        try (var product = ProductProcess.start(settings)) {
            assertThat(product.awaitExit()).isEqualTo(1);
            assertThat(product.lines()).as("one sentence").hasSize(1);
            assertThat(product.lines().get(0)).startsWith(name);
        }
    }

    private Map<String, String> settings(Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "HTTP_PORT", String.valueOf(Stage.freePort()),
                "MANAGEMENT_PORT", "0",
                "DATA_DIR", data.resolve("data").toString()));
        settings.putAll(more);
        return settings;
    }

    /** A process that has ended but was not fetched by its parent has no command any more. */
    private static boolean runs(long process) {
        return ProcessHandle.of(process)
                .flatMap(handle -> handle.info().command())
                .isPresent();
    }

    private long postgres() throws IOException {
        return Long.parseLong(Files.readAllLines(data.resolve("data/database/postmaster.pid"))
                .get(0)
                .strip());
    }
}
