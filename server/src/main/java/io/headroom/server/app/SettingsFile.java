package io.headroom.server.app;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads the settings from a YAML file: a flat list of keys and values. */
final class SettingsFile {
    /** {@code off}, {@code yes} and {@code no} are words here: YAML would take them for true and false. */
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .build();

    private SettingsFile() {}

    /** @throws SettingsException when the file can't be read, or holds what isn't known */
    static Map<Setting, String> read(Path file) {
        JsonNode root;
        try {
            root = YAML.readTree(Files.readAllBytes(file));
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
            settings.put(setting, value(setting, entry.getValue(), file));
        });
        return settings;
    }

    /** A list is lines: either {@code - /alice=1GiB} or {@code /alice: 1GiB}, or with several things to one name. */
    private static String value(Setting setting, JsonNode node, Path file) {
        if (node.isValueNode()) {
            return node.asText();
        }
        List<String> lines = new ArrayList<>();
        if (setting.isList() && node.isObject()) {
            node.properties().forEach(entry -> lines.add(entry.getKey() + "=" + line(entry.getValue())));
        } else if (setting.isList()) {
            node.forEach(line -> lines.add(line.asText()));
        }
        if (lines.isEmpty() || lines.contains("")) {
            throw new SettingsException("The setting '" + setting.key() + "' in " + file + " needs one value.");
        }
        return String.join("\n", lines);
    }

    /** {@code [alice, bob]} becomes {@code alice,bob}, and {@code {alice: write}} becomes {@code alice:write}. */
    private static String line(JsonNode node) {
        List<String> parts = new ArrayList<>();
        if (node.isObject()) {
            node.properties()
                    .forEach(entry ->
                            parts.add(entry.getKey() + ":" + entry.getValue().asText()));
        } else if (node.isArray()) {
            node.forEach(part -> parts.add(part.asText()));
        } else {
            parts.add(node.asText());
        }
        return String.join(",", parts);
    }
}
