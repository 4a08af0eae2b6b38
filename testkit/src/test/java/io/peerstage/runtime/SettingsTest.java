package io.peerstage.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @Test
    void nothing_has_to_be_set() {
        var settings = Settings.from(Map.of("PATH", "/bin"));
        assertThat(settings.httpPort()).isEqualTo(8080);
        assertThat(settings.publicUrl()).hasToString("http://localhost:8080");
        assertThat(settings.dataDir()).hasToString("data");
        assertThat(settings.databaseUrl()).isEmpty();
    }

    @Test
    void the_public_url_follows_the_port_unless_it_is_set() {
        assertThat(Settings.from(Map.of("PEERSTAGE_HTTP_PORT", "9090")).publicUrl())
                .hasToString("http://localhost:9090");
        assertThat(Settings.from(Map.of("PEERSTAGE_PUBLIC_URL", "HTTPS://Stage.Example:443/"))
                        .publicUrl())
                .hasToString("https://stage.example");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP_PORT | eighty
            HTTP_PORT | 70000
            HTTP_PORT | -1
            MANAGEMENT_PORT | 8081.5
            PUBLIC_URL | stage.example
            PUBLIC_URL | https://stage.example/path
            PUBLIC_URL | https://user@stage.example
            PUBLIC_URL | https://stage.example?x
            ALLOWED_ORIGINS | https://a.example,b.example
            TLS_CERT | /no/such/file.pem
            INTRODUCTIONS_PER_HOUR | 29
            DATABASE_URL | mysql://localhost/x
            DATABASE_URL | postgresql://localhost
            ADMINS | 0x1234
            ICE_SERVERS | http://stun.example
            FAILED_SIGN_INS_PER_MINUTE | 0
            MAX_TOKEN_HOURS | 0
            LOG_FORMAT | xml
            BEHIND_PROXY | maybe
            OTLP_ENDPOINT | collector:4318
            TRACES_PERCENT | 101
            CLUSTER_DNS | two words
            CLUSTER_PORT | 65535
            CLUSTER_CERT | pom.xml
            TURN_SECRET_FILE | /no/such/file
            """)
    void a_bad_setting_is_named(String name, String value) {
        assertThatThrownBy(() -> Settings.from(Map.of("PEERSTAGE_" + name, value)))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("PEERSTAGE_" + name)
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_value_may_stand_in_a_file_of_its_own(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("url"), "postgresql://me:secret@db:5432/stage\n");
        assertThat(Settings.from(Map.of("PEERSTAGE_DATABASE_URL_FILE", file.toString()))
                        .databaseUrl()
                        .orElseThrow())
                .hasToString("postgresql://me:secret@db:5432/stage");
        assertThatThrownBy(() -> Settings.from(Map.of(
                        "PEERSTAGE_DATABASE_URL_FILE", file.toString(), "PEERSTAGE_DATABASE_URL", "postgresql://a/b")))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("both set");
    }

    @Test
    void a_mistyped_name_is_told_instead_of_passed_over() {
        assertThatThrownBy(() -> Settings.from(Map.of("PEERSTAGE_HTP_PORT", "80")))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("PEERSTAGE_HTP_PORT is not a setting")
                .hasMessageContaining("PEERSTAGE_HTTP_PORT");
    }

    @Test
    void a_certificate_needs_its_key() {
        assertThatThrownBy(() -> Settings.from(Map.of("PEERSTAGE_TLS_CERT", "pom.xml")))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("PEERSTAGE_TLS_KEY");
    }

    @Test
    void a_password_is_not_repeated_in_the_complaint() {
        assertThatThrownBy(() -> Settings.from(Map.of("PEERSTAGE_DATABASE_URL", "postgresql://me:secret@")))
                .isInstanceOf(BadSetting.class)
                .hasMessageNotContaining("secret");
    }
}
