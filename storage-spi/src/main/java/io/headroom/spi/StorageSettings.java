package io.headroom.spi;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The keys and values that a configuration gives to one backend. Immutable. */
public final class StorageSettings {
    private final Map<String, String> values;
    private final Map<String, String> names;

    public StorageSettings(Map<String, String> values) {
        this(values, Map.of());
    }

    /** @param names what whoever gave the values calls a key, where that is another word: messages use it */
    public StorageSettings(Map<String, String> values, Map<String, String> names) {
        this.values = Map.copyOf(values);
        this.names = Map.copyOf(names);
    }

    /** The word by which whoever gave the values knows a key, for messages. */
    public String nameOf(String key) {
        return names.getOrDefault(key, key);
    }

    /** @throws SettingsException when the key is missing */
    public String required(String key) {
        return optional(key).orElseThrow(() -> new SettingsException("The setting '" + nameOf(key) + "' is missing."));
    }

    public Optional<String> optional(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** @throws SettingsException when the value is neither {@code true} nor {@code false} */
    public boolean flag(String key, boolean otherwise) {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw new SettingsException("The setting '" + nameOf(key) + "' is '" + value + "': it must be true or false.");
    }

    /** @throws SettingsException when the value is no whole number from {@code least} to {@code most} */
    public long number(String key, long otherwise, long least, long most) {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        long number;
        try {
            number = Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw wrongNumber(key, value, least, most);
        }
        if (number < least || number > most) {
            throw wrongNumber(key, value, least, most);
        }
        return number;
    }

    private SettingsException wrongNumber(String key, String value, long least, long most) {
        return new SettingsException("The setting '" + nameOf(key) + "' is '" + value
                + "': it must be a whole number from " + least + " to " + most + ".");
    }

    /**
     * A size as {@link ByteSize} reads it.
     *
     * @throws SettingsException when the value is no size from {@code least} to {@code most} bytes
     */
    public long bytes(String key, long otherwise, long least, long most) {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        long bytes;
        try {
            bytes = ByteSize.parse(value);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("The setting '" + nameOf(key) + "' can't be read: " + e.getMessage(), e);
        }
        if (bytes < least || bytes > most) {
            throw new SettingsException("The setting '" + nameOf(key) + "' is '" + value + "': it must be a size from "
                    + least + " to " + most + " bytes.");
        }
        return bytes;
    }

    /** @throws SettingsException when the value is none of the type's words */
    public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        String value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        throw new SettingsException("The setting '" + nameOf(key) + "' is '" + value + "': it must be one of "
                + String.join(", ", words(type)) + ".");
    }

    private static <E extends Enum<E>> Set<String> words(Class<E> type) {
        Set<String> words = new TreeSet<>();
        for (E constant : type.getEnumConstants()) {
            words.add(constant.name().toLowerCase(Locale.ROOT));
        }
        return words;
    }

    /** @throws SettingsException when a key was given that the backend doesn't know */
    public void refuseUnknown(Collection<String> known) {
        for (String key : new TreeSet<>(values.keySet())) {
            if (!known.contains(key)) {
                throw new SettingsException("The setting '" + key + "' is unknown here; known are "
                        + String.join(", ", new TreeSet<>(known)) + ".");
            }
        }
    }
}
