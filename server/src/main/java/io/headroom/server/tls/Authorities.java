package io.headroom.server.tls;

import io.headroom.spi.SettingsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whose word about other servers is taken. Immutable.
 *
 * @param certificates none for those that Java comes with
 */
public record Authorities(List<X509Certificate> certificates) {
    /** Those that Java comes with. */
    public static final Authorities OF_JAVA = new Authorities(List.of());

    public Authorities {
        certificates = List.copyOf(certificates);
    }

    /**
     * Those in a file, and no others.
     *
     * @param file PEM, with one certificate or several
     * @throws SettingsException with a sentence that names the file
     */
    public static Authorities read(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw new SettingsException("There is no certificate in " + file + ".");
            }
            return new Authorities(found);
        } catch (IOException e) {
            throw new SettingsException("The file " + file + " can't be read.", e);
        } catch (CertificateException e) {
            throw new SettingsException("The certificates in " + file + " can't be used: " + e.getMessage(), e);
        }
    }

    /** For connections to other servers. */
    public SSLContext context() {
        try {
            if (certificates.isEmpty()) {
                return SSLContext.getDefault();
            }
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                trusted.setCertificateEntry("authority-" + i, certificates.get(i));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("each Java has TLS and a store for certificates", e);
        }
    }
}
