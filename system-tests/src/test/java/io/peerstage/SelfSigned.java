package io.peerstage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for localhost that nobody has signed.
 *
 * @param store it and its key, as {@code stage}
 * @param settings what the product is told of it
 */
record SelfSigned(KeyStore store, Map<String, String> settings) {
    private static final char[] PASSWORD = "changeit".toCharArray();

    static SelfSigned in(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
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
        var store = KeyStore.getInstance(file.toFile(), PASSWORD);
        var certificate = store.getCertificate("stage").getEncoded();
        var key = store.getKey("stage", PASSWORD).getEncoded();
        return new SelfSigned(
                store,
                Map.of(
                        "TLS_CERT", pem(folder.resolve("cert.pem"), "CERTIFICATE", certificate),
                        "TLS_KEY", pem(folder.resolve("key.pem"), "PRIVATE KEY", key)));
    }

    private static String pem(Path file, String kind, byte[] content) throws IOException {
        var text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
        return Files.writeString(file, text).toString();
    }
}
