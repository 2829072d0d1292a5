package io.headroom.server.app;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the settings from a YAML file: keys with values, and for lists what belongs to a name below it. One thread. */
final class SettingsFile {
    private static final Pattern LINE = Pattern.compile("(?m)^ in .*, line (\\d{1,9}), column \\d+:$");

    private final Path file;
    private final Map<Setting, List<Entry>> settings = new EnumMap<>(Setting.class);

    private SettingsFile(Path file) {
        this.file = file;
    }

    /** @throws SettingsException with the file, the line and the key when it can't be read, or holds what isn't known */
    static GivenSettings read(Path file) {
        SettingsFile reading = new SettingsFile(file);
        reading.root().ifPresent(reading::settings);
        return new GivenSettings(reading.settings);
    }

    private Optional<YamlNode> root() {
        try {
            return YamlNode.parse(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw wrong(line(e), "This is not valid YAML: " + withoutDrawing(e.getOriginalMessage()) + ".", e);
        } catch (IOException e) {
            throw new SettingsException("The file " + file + " can't be read.", e);
        }
    }

    /** What was opened and not closed has its own line in the parser's words, before that of the end of the file. */
    private static int line(JacksonException failure) {
        Matcher matcher = LINE.matcher(failure.getOriginalMessage());
        if (matcher.find()) {
            return Integer.parseInt(matcher.group(1));
        }
        JsonLocation location = failure.getLocation();
        return location == null ? 1 : Math.max(1, location.getLineNr());
    }

    /** The parser draws the place below its words, on lines that begin with a space. */
    private static String withoutDrawing(String message) {
        return message.lines()
                .filter(line -> !line.isEmpty() && line.charAt(0) != ' ')
                .map(line -> line.endsWith(".") ? line.substring(0, line.length() - 1) : line)
                .collect(Collectors.joining(": "));
    }

    private void settings(YamlNode root) {
        if (root instanceof YamlNode.Scalar nothing && nothing.text().isEmpty()) {
            return;
        }
        if (!(root instanceof YamlNode.Mapping mapping)) {
            throw wrong(root.line(), "The file must hold lines such as 'port: 8080'.");
        }
        requireOnce(mapping, "setting");
        for (YamlNode.Member member : mapping.members()) {
            Setting setting = Setting.find(member.key()).orElseThrow(() -> unknown(member));
            settings.put(setting, setting.isList() ? list(setting, member) : List.of(value(setting, member)));
        }
    }

    private SettingsException unknown(YamlNode.Member member) {
        String hint = NearestKey.to(member.key())
                .map(key -> " Did you mean '" + key + "'?")
                .orElse("");
        return wrong(member.line(), "The setting '" + member.key() + "' does not exist." + hint);
    }

    private Entry value(Setting setting, YamlNode.Member member) {
        if (!(member.value() instanceof YamlNode.Scalar scalar)) {
            throw wrong(member.line(), "The setting '" + setting.key() + "' needs one value, not several.");
        }
        // An empty text in quotes can't be told from nothing at all; where empty is the default, both mean that.
        if (scalar.text().isEmpty() && !setting.defaultValue().isEmpty()) {
            throw wrong(member.line(), "The setting '" + setting.key() + "' needs a value.");
        }
        return entry(scalar.text(), member.line());
    }

    /** Either {@code - /alice=1GiB} or {@code /alice: 1GiB}, or with several things to one name. */
    private List<Entry> list(Setting setting, YamlNode.Member member) {
        List<Entry> entries = new ArrayList<>();
        if (member.value() instanceof YamlNode.Scalar scalar) {
            return GivenSettings.split(setting, scalar.text(), new Origin.InFile(file, member.line()));
        }
        if (member.value() instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                entries.add(entry(text(setting, item), item.line()));
            }
        }
        if (member.value() instanceof YamlNode.Mapping mapping) {
            requireOnce(mapping, "name");
            for (YamlNode.Member named : mapping.members()) {
                entries.addAll(named(setting, named));
            }
        }
        return entries;
    }

    /** {@code staff: [alice, bob]} is {@code staff=alice} and {@code staff=bob}, so that each has its own line. */
    private List<Entry> named(Setting setting, YamlNode.Member named) {
        String start = named.key() + "=";
        List<Entry> entries = new ArrayList<>();
        if (named.value() instanceof YamlNode.Mapping mapping
                && (setting == Setting.PERMISSIONS || setting == Setting.MOUNTS)) {
            requireOnce(mapping, "name");
            for (YamlNode.Member part : mapping.members()) {
                entries.add(entry(start + part.key() + ":" + text(setting, part.value()), part.line()));
            }
        } else if (named.value() instanceof YamlNode.Sequence sequence && setting == Setting.GROUPS) {
            for (YamlNode item : sequence.items()) {
                entries.add(entry(start + text(setting, item), item.line()));
            }
        } else {
            entries.add(entry(start + text(setting, named.value()), named.line()));
        }
        if (entries.isEmpty()) {
            throw wrong(named.line(), "The setting '" + setting.key() + "' has nothing for '" + named.key() + "'.");
        }
        return entries;
    }

    private String text(Setting setting, YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar) || scalar.text().isEmpty()) {
            throw wrong(
                    node.line(),
                    "The setting '" + setting.key() + "' needs one value here. It looks like: " + setting.sentence());
        }
        return scalar.text();
    }

    /** YAML says that a key stands once; most parsers take the last one without a word. */
    private void requireOnce(YamlNode.Mapping mapping, String kind) {
        Map<String, Integer> lines = new HashMap<>();
        for (YamlNode.Member member : mapping.members()) {
            Integer first = lines.putIfAbsent(member.key(), member.line());
            if (first != null) {
                throw wrong(
                        member.line(), "The " + kind + " '" + member.key() + "' stands in line " + first + " already.");
            }
        }
    }

    private Entry entry(String text, int line) {
        return new Entry(text.strip(), new Origin.InFile(file, line));
    }

    private SettingsException wrong(int line, String sentence) {
        return new SettingsException(new Origin.InFile(file, line).place() + ": " + sentence);
    }

    private SettingsException wrong(int line, String sentence, Exception cause) {
        return new SettingsException(new Origin.InFile(file, line).place() + ": " + sentence, cause);
    }
}
