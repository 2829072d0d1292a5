package io.headroom.fs;

import io.headroom.spi.SettingsException;
import io.headroom.spi.StorageSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What can be set.
 *
 * @param root the directory that is served
 * @param state the folder for uploads on their way and for the lock file; best on the root's file system
 * @param sync whether a change is on the disk before it is answered
 * @param links which symbolic links are shown
 * @param keptListings how long a listing of a directory that didn't change is given again
 * @param readOnly whether nothing at all is written, the state folder included
 */
record FsSettings(Path root, Path state, Sync sync, Links links, Duration keptListings, boolean readOnly) {
    /** Every key, for {@link StorageSettings#refuseUnknown}. */
    static final List<String> KEYS = List.of("root", "state", "sync", "links", "kept-listings", "read-only");

    /** When bytes are forced to the disk. */
    enum Sync {
        /** Before a write, a copy, a move or a new collection is answered. */
        ALWAYS,
        /** When the system likes; a power cut may lose the last seconds. */
        NEVER
    }

    /** Which symbolic links are shown. */
    enum Links {
        /** None. */
        HIDE,
        /** Those that lead to a file or directory inside the root. */
        INSIDE
    }

    static FsSettings from(StorageSettings settings) {
        settings.refuseUnknown(KEYS);
        Path root = path("root", settings.required("root")).toAbsolutePath().normalize();
        Path state = root.resolve(path("state", settings.optional("state").orElse(ReservedNames.PREFIX)))
                .normalize();
        return new FsSettings(
                root,
                state,
                settings.choice("sync", Sync.class, Sync.ALWAYS),
                settings.choice("links", Links.class, Links.INSIDE),
                Duration.ofMillis(settings.number("kept-listings", 1000, 0, 60_000)),
                settings.flag("read-only", false));
    }

    private static Path path(String key, String value) {
        if (value.isBlank()) {
            throw new SettingsException("The setting '" + key + "' is empty: it must name a directory.");
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new SettingsException("The setting '" + key + "' is no path: " + e.getReason() + ".", e);
        }
    }
}
