package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerstage.testkit.TestWallet;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a certificate the gateway speaks HTTPS. */
class HttpsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void with_a_certificate_everything_is_https() throws Exception {
        var store = selfSigned();
        var settings = Map.of(
                "TLS_CERT",
                        pem(
                                "cert.pem",
                                "CERTIFICATE",
                                store.getCertificate("stage").getEncoded()),
                "TLS_KEY",
                        pem(
                                "key.pem",
                                "PRIVATE KEY",
                                store.getKey("stage", PASSWORD).getEncoded()));
        var client = trusting(store);
        try (var stage = Stage.open(settings)) {
            assertThat(stage.url()).startsWith("https://localhost:");
            var page = get(client, stage.url() + "/", "");
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Strict-Transport-Security")).isPresent();
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("wss://localhost:");
            var me = get(client, stage.url() + "/api/v1/me", stage.token(TestWallet.ethereum(1)));
            assertThat(new JsonObject(me.body()).getBoolean("registered")).isFalse();
        }
    }

    private static HttpResponse<String> get(HttpClient client, String url, String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private KeyStore selfSigned() throws Exception {
        var file = folder.resolve("stage.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "stage",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .start();
        assertThat(made.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private static HttpClient trusting(KeyStore store) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        var anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("stage", store.getCertificate("stage"));
        trust.init(anchors);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private String pem(String name, String kind, byte[] content) throws IOException {
        var text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
