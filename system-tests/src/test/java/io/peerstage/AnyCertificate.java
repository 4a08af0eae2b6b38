package io.peerstage;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Believes every server, as browsers of tests do: an installation makes its first certificate itself. */
final class AnyCertificate extends X509ExtendedTrustManager {
    static SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authentication) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authentication) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
