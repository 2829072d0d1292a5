package io.headroom.server.app;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** Reads the settings from a YAML file: a flat list of keys and values. */
final class SettingsFile {
    private SettingsFile() {}

    /** @throws SettingsException when the file can't be read, or holds what isn't known */
    static Map<Setting, String> read(Path file) {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new SettingsException("The file " + file + " is not valid YAML: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new SettingsException("The file " + file + " can't be read.", e);
        }
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        if (root.isMissingNode() || root.isNull()) {
            return settings;
        }
        if (!root.isObject()) {
            throw new SettingsException("The file " + file + " must hold lines such as 'port: 8080'.");
        }
        root.properties().forEach(entry -> {
            Setting setting = Setting.find(entry.getKey())
                    .orElseThrow(() -> new SettingsException(
                            "The file " + file + " has the setting '" + entry.getKey() + "', which does not exist."));
            if (!entry.getValue().isValueNode()) {
                throw new SettingsException("The setting '" + entry.getKey() + "' in " + file + " needs one value.");
            }
            settings.put(setting, entry.getValue().asText());
        });
        return settings;
    }
}
