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
     * @param secretFile likewise
     * @throws SettingsException with a sentence for people
     */
    static Optional<WebhookSettings> webhook(String address, String secretFile) {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new WebhookSettings(WebhookSettings.parse(address), secret(secretFile)));
        } catch (IllegalArgumentException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Optional<String> secret(String file) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            String secret = Files.readString(Path.of(file)).strip();
            if (secret.isEmpty()) {
                throw new SettingsException("The file " + file + " for the webhook's secret is empty.");
            }
            return Optional.of(secret);
        } catch (IOException e) {
            throw new SettingsException("The file " + file + " for the webhook's secret can't be read.", e);
        }
    }
}
