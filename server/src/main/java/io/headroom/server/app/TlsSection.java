package io.headroom.server.app;

import io.headroom.server.tls.ClientCertificates;
import io.headroom.server.tls.TlsFiles;
import io.headroom.spi.SettingsException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the settings of TLS. */
final class TlsSection {
    private TlsSection() {}

    /**
     * Empty for plain HTTP.
     *
     * @throws SettingsException with the place, the key and a sentence for people
     */
    static Optional<TlsFiles> read(SettingValues values) {
        Optional<Path> certificate = values.path(Setting.TLS_CERTIFICATE);
        Optional<Path> key = values.path(Setting.TLS_KEY);
        if (certificate.isEmpty() && key.isPresent()) {
            throw values.wrong(Setting.TLS_KEY, "'tls-key' needs 'tls-certificate'.");
        }
        Optional<ClientCertificates> clients = clientCertificates(values);
        if (certificate.isEmpty() && clients.isPresent()) {
            throw values.wrong(Setting.TLS_CLIENT_AUTH, "'tls-client-auth' needs 'tls-certificate'.");
        }
        return certificate.map(file -> new TlsFiles(file, key, values.path(Setting.TLS_PASSWORD_FILE), clients));
    }

    private static Optional<ClientCertificates> clientCertificates(SettingValues values) {
        String asked = values.choice(Setting.TLS_CLIENT_AUTH, "none", "wanted", "required");
        if (asked.equals("none")) {
            return Optional.empty();
        }
        return Optional.of(values.path(Setting.TLS_CLIENT_CA)
                .map(file -> new ClientCertificates(file, asked.equals("required")))
                .orElseThrow(() -> values.wrong(Setting.TLS_CLIENT_AUTH, "'tls-client-auth' needs 'tls-client-ca'.")));
    }
}
