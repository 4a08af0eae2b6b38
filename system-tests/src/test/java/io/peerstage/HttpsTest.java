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
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a certificate the gateway speaks HTTPS. */
class HttpsTest {
    @TempDir
    private Path folder;

    @Test
    void with_a_certificate_everything_is_https() throws Exception {
        var certificate = SelfSigned.in(folder);
        var client = trusting(certificate.store());
        try (var stage = Stage.open(certificate.settings())) {
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
}
