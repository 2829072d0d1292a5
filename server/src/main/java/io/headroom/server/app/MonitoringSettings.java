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
    /** @throws SettingsException with the place, the key and a sentence for people */
    static MonitoringSettings read(SettingValues values) {
        return new MonitoringSettings(
                admin(values), values.parsed(Setting.THRESHOLDS, Thresholds::parse), webhook(values));
    }

    private static Optional<AdminSettings> admin(SettingValues values) {
        return values.text(Setting.ADMIN_PORT).equals("off")
                ? Optional.empty()
                : Optional.of(new AdminSettings(
                        values.text(Setting.ADMIN_HOST),
                        values.number(Setting.ADMIN_PORT, 0, 65_535),
                        values.given().has(Setting.ADMIN_PORT)));
    }

    /** The file with the secret is read only where it is needed. */
    private static Optional<WebhookSettings> webhook(SettingValues values) {
        return values.parsedIfAny(Setting.WEBHOOK, WebhookSettings::parse)
                .map(address -> new WebhookSettings(
                        address, values.parsedIfAny(Setting.WEBHOOK_SECRET_FILE, MonitoringSettings::secret)));
    }

    private static String secret(String file) {
        try {
            String secret = Files.readString(Path.of(file)).strip();
            if (secret.isEmpty()) {
                throw new SettingsException("The file " + file + " of 'webhook-secret-file' is empty.");
            }
            return secret;
        } catch (IOException e) {
            throw new SettingsException("The file " + file + " of 'webhook-secret-file' can't be read.", e);
        }
    }
}
