package io.headroom.server.app;

import io.headroom.spi.ByteSize;
import io.headroom.spi.SettingsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Typed reads of settings, which name the place and the key when a value is wrong. Immutable. All methods throw a
 * {@link SettingsException} with one sentence for the person who wrote the value.
 */
record SettingValues(GivenSettings given) {
    String text(Setting setting) {
        return given.text(setting);
    }

    Optional<String> textIfAny(Setting setting) {
        return Optional.of(text(setting)).filter(text -> !text.isEmpty());
    }

    /** What stands between commas. */
    static List<String> listed(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /**
     * @param parser throws an IllegalArgumentException with what is wrong, or a SettingsException that names the setting, too
     */
    <T> T parsed(Setting setting, Function<String, T> parser) {
        try {
            return parser.apply(text(setting));
        } catch (SettingsException e) {
            throw given.entry(setting).wrong(String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw given.entry(setting).wrong("The setting '" + setting.key() + "' is wrong: " + e.getMessage(), e);
        }
    }

    /** @param parser as of {@link #parsed} */
    <T> Optional<T> parsedIfAny(Setting setting, Function<String, T> parser) {
        return text(setting).isEmpty() ? Optional.empty() : Optional.of(parsed(setting, parser));
    }

    boolean flag(Setting setting) {
        return choice(setting, "true", "false").equals("true");
    }

    String choice(Setting setting, String... choices) {
        String value = text(setting);
        List<String> known = List.of(choices);
        if (!known.contains(value)) {
            int last = known.size() - 1;
            throw wrong(
                    setting,
                    "The setting '" + setting.key() + "' is '" + value + "': it must be "
                            + String.join(", ", known.subList(0, last)) + " or " + known.get(last) + ".");
        }
        return value;
    }

    /** An absolute one. */
    Optional<Path> path(Setting setting) {
        return parsedIfAny(setting, text -> Path.of(text).toAbsolutePath().normalize());
    }

    int number(Setting setting, int least, int most) {
        String value = text(setting);
        if (value.matches("-?\\d{1,18}")) {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return (int) number;
            }
        }
        throw wrong(
                setting,
                "The setting '" + setting.key() + "' is '" + value + "': it must be a whole number from " + least
                        + " to " + most + ".");
    }

    /** In bytes. */
    long size(Setting setting) {
        return parsed(setting, ByteSize::parse);
    }

    /** In bytes. */
    OptionalLong sizeIfAny(Setting setting) {
        return text(setting).isEmpty() ? OptionalLong.empty() : OptionalLong.of(size(setting));
    }

    /** Whoever wrote one of these believes that the other one is there. */
    void requireNoneAlone(String prefix, Setting needed) {
        Arrays.stream(Setting.values())
                .filter(setting -> setting.key().startsWith(prefix) && given.has(setting))
                .filter(setting -> !text(setting).equals(setting.defaultValue()))
                .findFirst()
                .ifPresent(setting -> {
                    throw wrong(setting, "'" + setting.key() + "' needs '" + needed.key() + "'.");
                });
    }

    /** @param sentence that names the setting; its place is put before it */
    SettingsException wrong(Setting setting, String sentence) {
        return new SettingsException(given.entry(setting).origin().place() + ": " + sentence);
    }
}
