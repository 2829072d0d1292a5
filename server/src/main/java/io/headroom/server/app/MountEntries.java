package io.headroom.server.app;

import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Mounts as the settings write them: {@code /archive=/srv/archive}, or several entries for one place, of which one is
 * {@code /photos=storage: s3://photos} and the others are settings of S3, such as {@code /photos=s3-limit: 2TiB}.
 */
final class MountEntries {
    private static final String STORAGE = Setting.STORAGE.key();
    private static final Pattern KEY = Pattern.compile("([a-z0-9-]+):(?!//)");

    /** What was said of one place. For one thread. */
    private static final class Mount {
        private final Map<Setting, List<Entry>> own = new EnumMap<>(Setting.class);
        private @Nullable Entry location;
    }

    /**
     * One mount, its own settings not checked yet.
     *
     * @param entry that says what is mounted
     * @param own settings of S3 for this one only
     */
    record Parsed(ResourcePath place, StorageLocation location, Entry entry, GivenSettings own) {}

    private final Map<ResourcePath, Mount> mounts = new TreeMap<>();

    private MountEntries() {}

    /** @throws SettingsException with the place, the key and a sentence for people */
    static List<Parsed> parse(List<Entry> entries) {
        MountEntries reading = new MountEntries();
        entries.forEach(entry -> checked(entry, () -> reading.add(entry)));
        List<Parsed> parsed = new ArrayList<>();
        reading.mounts.forEach((place, mount) -> parsed.add(parsed(place, mount)));
        return parsed;
    }

    /** What is wrong is said with the entry's place and the setting's key. */
    static void checked(Entry entry, Runnable work) {
        try {
            work.run();
        } catch (IllegalArgumentException e) {
            throw entry.wrong("The setting '" + Setting.MOUNTS.key() + "' is wrong: " + e.getMessage(), e);
        }
    }

    private void add(Entry entry) {
        String line = entry.text();
        int equals = line.indexOf('=');
        if (equals < 1 || equals == line.length() - 1) {
            throw new IllegalArgumentException("'" + line + "' does not look like /archive=/srv/archive.");
        }
        Mount mount = mounts.computeIfAbsent(place(line.substring(0, equals).strip()), any -> new Mount());
        String value = line.substring(equals + 1).strip();
        Optional<String> key = key(value);
        if (key.isPresent() && !key.get().equals(STORAGE)) {
            Setting setting = setting(key.get());
            String text = value.substring(key.get().length() + 1).strip();
            if (mount.own.put(setting, List.of(new Entry(text, entry.origin()))) != null) {
                throw new IllegalArgumentException("'" + setting.key() + "' is there twice for one mount.");
            }
            return;
        }
        if (mount.location != null) {
            throw new IllegalArgumentException(
                    "There are two mounts at " + line.substring(0, equals).strip() + ".");
        }
        String location =
                key.isPresent() ? value.substring(STORAGE.length() + 1).strip() : value;
        mount.location = new Entry(location, entry.origin());
    }

    /** A word before a colon, unless it begins an address. */
    private static Optional<String> key(String value) {
        Matcher matcher = KEY.matcher(value);
        return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Setting setting(String key) {
        return Setting.find(key)
                .filter(setting -> !setting.bucketKey().isEmpty())
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "'" + key
                                        + "' can't be set for one mount: 'storage', 'endpoint' and the settings that begin with s3- can."));
    }

    private static ResourcePath place(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("The place '" + text + "' must begin with a slash.");
        }
        String path = text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        ResourcePath place = ResourcePath.parse(path);
        if (place.isRoot()) {
            throw new IllegalArgumentException("What is at / itself is said by the command line, or by 'storage'.");
        }
        return place;
    }

    private static Parsed parsed(ResourcePath place, Mount mount) {
        Entry entry = mount.location;
        if (entry == null) {
            Entry first = mount.own.values().iterator().next().get(0);
            throw new SettingsException(first.origin().place() + ": The setting '" + Setting.MOUNTS.key()
                    + "' is wrong: the mount " + place + " has no 'storage'.");
        }
        StorageLocation[] location = new StorageLocation[1];
        checked(entry, () -> location[0] = location(place, entry.text()));
        return new Parsed(place, location[0], entry, new GivenSettings(mount.own));
    }

    private static StorageLocation location(ResourcePath place, String text) {
        StorageLocation location;
        try {
            location = StorageLocation.parse(text);
        } catch (SettingsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        if (location instanceof StorageLocation.Folder && !Path.of(text).isAbsolute()) {
            throw new IllegalArgumentException(
                    "The folder '" + text + "' of the mount " + place + " must be an absolute path.");
        }
        return location;
    }
}
