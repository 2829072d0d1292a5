package io.headroom.server.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Whose certificates count. Asked for each request, as a connection may outlive the certificate and its authority; what was found once
 * costs no more than a look at the time. Thread-safe.
 */
public final class ClientTrust {
    private final ReentrantLock lock = new ReentrantLock();
    /** Certificates that were found good by the authorities of now, as long as a connection holds them. */
    private final Map<X509Certificate, X509TrustManager> good = new WeakHashMap<>();

    private volatile @Nullable X509TrustManager authorities;

    ClientTrust() {}

    /** From now on these decide. */
    void take(KeyStore trusted) throws GeneralSecurityException {
        authorities = manager(trusted);
    }

    static X509TrustManager manager(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("Java has no trust manager for X.509");
    }

    /** @param chain as the client sent it, its own certificate first; that the client has its key, the handshake has shown */
    public boolean isTrusted(X509Certificate[] chain) {
        X509TrustManager now = authorities;
        if (now == null || chain.length == 0) {
            return false;
        }
        try {
            for (X509Certificate each : chain) {
                each.checkValidity();
            }
            if (isKnown(chain[0], now)) {
                return true;
            }
            now.checkClientTrusted(
                    Arrays.copyOf(chain, chain.length), chain[0].getPublicKey().getAlgorithm());
        } catch (CertificateException e) {
            return false;
        }
        lock.lock();
        try {
            good.put(chain[0], now);
        } finally {
            lock.unlock();
        }
        return true;
    }

    private boolean isKnown(X509Certificate certificate, X509TrustManager now) {
        lock.lock();
        try {
            return now.equals(good.get(certificate));
        } finally {
            lock.unlock();
        }
    }
}
