package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the settings from the environment: {@code HEADROOM_ADMIN_PORT} is {@code admin-port}. */
final class EnvironmentSettings {
    private static final String PREFIX = "HEADROOM_";

    /** The script that starts the server reads the one, the log's settings the other. */
    private static final Set<String> OTHERS = Set.of("HEADROOM_JAVA_OPTS", "HEADROOM_LOG");

    private EnvironmentSettings() {}

    /**
     * Unknown ones are refused, as in the file: a mistyped HEADROOM_READ_ONLY would else serve for writing.
     *
     * @throws SettingsException with the variable's name
     */
    static GivenSettings read(Map<String, String> environment) {
        Map<Setting, List<Entry>> settings = new EnumMap<>(Setting.class);
        // In order, so that of several wrong ones it is always the same that is named.
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && !OTHERS.contains(variable)) {
                Setting setting = setting(variable);
                settings.put(setting, GivenSettings.split(setting, value, new Origin.InEnvironment(variable)));
            }
        });
        return new GivenSettings(settings);
    }

    /** As it is called in the environment. */
    static String variable(String key) {
        return PREFIX + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static Setting setting(String variable) {
        String key = variable.substring(PREFIX.length()).replace('_', '-').toLowerCase(Locale.ROOT);
        return Setting.find(key)
                .filter(setting -> variable(setting.key()).equals(variable))
                .orElseThrow(() -> new SettingsException(variable + ": There is no such setting for the environment."
                        + NearestKey.to(key)
                                .map(near -> " Did you mean " + variable(near) + "?")
                                .orElse("")));
    }
}
