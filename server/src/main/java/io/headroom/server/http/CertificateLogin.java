package io.headroom.server.http;

import io.headroom.server.account.Identity;
import io.headroom.server.tls.CertificateName;
import io.headroom.server.tls.ClientTrust;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;

/** Who asks, by the certificate of the connection. Thread-safe. */
public final class CertificateLogin {
    private static final String CHAIN = "jakarta.servlet.request.X509Certificate";

    private final ClientTrust trust;
    private final CertificateName name;
    private final Function<String, Optional<Identity>> accounts;

    /**
     * @param trust whose certificates count
     * @param name where the name stands
     * @param accounts empty for a name that nobody has here
     */
    public CertificateLogin(ClientTrust trust, CertificateName name, Function<String, Optional<Identity>> accounts) {
        this.trust = trust;
        this.name = name;
        this.accounts = accounts;
    }

    /** The first account that the certificate names; empty without a certificate that counts. */
    Optional<Identity> identity(HttpServletRequest request) {
        return request.getAttribute(CHAIN) instanceof X509Certificate[] chain && trust.isTrusted(chain)
                ? name.of(chain[0]).stream()
                        .map(accounts)
                        .flatMap(Optional::stream)
                        .findFirst()
                : Optional.empty();
    }
}
