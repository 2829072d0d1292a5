package io.headroom.server.app;

import io.headroom.server.admin.AdminSettings;
import io.headroom.server.monitor.Thresholds;
import io.headroom.server.monitor.WebhookSettings;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who is told of the room that is left, and of what.
 *
 * @param admin empty for no administration
 * @param webhook empty for none
 */
public record MonitoringSettings(
        Optional<AdminSettings> admin, Thresholds thresholds, Optional<WebhookSettings> webhook) {
    /**
     * @param address as it is written; empty for none
     * @throws IllegalArgumentException with a sentence for people
     */
    static Optional<WebhookSettings> webhook(String address, Optional<String> secret) {
        return address.isEmpty()
                ? Optional.empty()
                : Optional.of(new WebhookSettings(WebhookSettings.parse(address), secret));
    }

    /**
     * @param file with it; empty for none
     * @throws SettingsException with a sentence for people
     */
    static Optional<String> secret(String file) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            String secret = Files.readString(Path.of(file)).strip();
            if (secret.isEmpty()) {
                throw new SettingsException("The file " + file + " of 'webhook-secret-file' is empty.");
            }
            return Optional.of(secret);
        } catch (IOException e) {
            throw new SettingsException("The file " + file + " of 'webhook-secret-file' can't be read.", e);
        }
    }
}
