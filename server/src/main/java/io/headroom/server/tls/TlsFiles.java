package io.headroom.server.tls;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where certificate and key lie.
 *
 * @param certificate PEM, with the chain after the certificate; or PKCS#12, with the key in it
 * @param key PEM; empty when it is in the same file
 * @param password file with the password of the key; empty when it has none
 * @param clients empty when no client is asked for a certificate
 */
public record TlsFiles(
        Path certificate, Optional<Path> key, Optional<Path> password, Optional<ClientCertificates> clients) {
    Stream<Path> all() {
        return Stream.of(
                        Stream.of(certificate),
                        key.stream(),
                        password.stream(),
                        clients.map(ClientCertificates::authorities).stream())
                .flatMap(paths -> paths);
    }

    Path keyFile() {
        return key.orElse(certificate);
    }
}
