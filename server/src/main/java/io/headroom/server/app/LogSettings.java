package io.headroom.server.app;

import io.headroom.server.http.AccessLog;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Which logs are kept beside the server's own.
 *
 * @param access where the log of all requests goes; empty for none
 * @param format of its lines
 * @param audit where the log of all changes goes; empty for none
 * @param days for how long the files of past days are kept; zero for ever
 * @param slow from when on a request is slow; zero for never
 */
record LogSettings(Optional<String> access, AccessLog.Format format, Optional<String> audit, int days, Duration slow) {
    /** @throws io.headroom.spi.SettingsException with the place, the key and a sentence for people */
    static LogSettings read(SettingValues values) {
        return new LogSettings(
                values.textIfAny(Setting.ACCESS_LOG),
                AccessLog.Format.valueOf(values.choice(Setting.ACCESS_LOG_FORMAT, "combined", "json")
                        .toUpperCase(Locale.ROOT)),
                values.textIfAny(Setting.AUDIT_LOG),
                values.number(Setting.LOG_DAYS, 0, 100_000),
                Duration.ofSeconds(values.number(Setting.SLOW_REQUEST, 0, 86_400)));
    }
}
