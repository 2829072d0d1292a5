package io.headroom.server.app;

import io.headroom.spi.Leftover;
import io.headroom.spi.SettingsException;
import io.headroom.spi.Storage;
import io.headroom.spi.StorageProvider;
import io.headroom.spi.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Finds the backend for what is served, and gives it its settings. */
final class StorageOpening {
    private static final Duration KEPT_IN_A_FOLDER = Duration.ofSeconds(1);
    private static final Duration KEPT_IN_A_BUCKET = Duration.ofSeconds(5);

    private StorageOpening() {}

    /**
     * Opens the storage; the caller closes it.
     *
     * @throws SettingsException when a setting is wrong, or doesn't fit the machine or the store
     */
    static Storage open(ServerConfig config, Clock clock) {
        return provider(config.location()).open(settings(config), clock);
    }

    private static StorageSettings settings(ServerConfig config) {
        return config.location() instanceof StorageLocation.Bucket bucket
                ? new StorageSettings(bucket(bucket, config), bucketNames())
                : new StorageSettings(folder(config.location(), config.statePath(), config));
    }

    /** As {@link StorageProvider#leftovers}. */
    static List<Leftover> leftovers(ServerConfig config, Clock clock) {
        return provider(config.location()).leftovers(settings(config), clock);
    }

    /** As {@link StorageProvider#removeLeftovers}. */
    static void removeLeftovers(ServerConfig config, Clock clock) {
        provider(config.location()).removeLeftovers(settings(config), clock);
    }

    /**
     * Opens what is mounted; the caller closes it. A folder keeps uploads on their way in itself, on its own volume.
     *
     * @throws SettingsException when a setting doesn't fit the machine or the store, now
     * @throws io.headroom.spi.error.StorageException when the store can't be reached
     */
    static Storage open(MountSettings mount, ServerConfig config, Clock clock) {
        return provider(mount.location()).open(settings(mount, config), clock);
    }

    private static StorageSettings settings(MountSettings mount, ServerConfig config) {
        return mount.location() instanceof StorageLocation.Bucket bucket
                ? new StorageSettings(bucket(bucket, mount.bucket(), config), bucketNames())
                : new StorageSettings(folder(mount.location(), mount.location().stateFolder(System.getenv()), config));
    }

    private static Map<String, String> folder(StorageLocation location, Path state, ServerConfig config) {
        Map<String, String> values = new HashMap<>();
        values.put("root", location.toString());
        values.put("state", state.toString());
        values.put("sync", config.durable() ? "always" : "never");
        values.put("links", config.links());
        values.put(
                "kept-listings",
                Long.toString(config.keptListings().orElse(KEPT_IN_A_FOLDER).toMillis()));
        values.put("read-only", Boolean.toString(config.readOnly()));
        return values;
    }

    /** The defaults too, so that the table of settings tells the truth. */
    static Map<String, String> bucket(StorageLocation.Bucket bucket, ServerConfig config) {
        return bucket(bucket, config.bucket(), config);
    }

    private static Map<String, String> bucket(
            StorageLocation.Bucket bucket, Map<Setting, String> set, ServerConfig config) {
        Map<String, String> values = new HashMap<>();
        for (Setting setting : Setting.values()) {
            String value = set.getOrDefault(setting, setting.defaultValue());
            if (!setting.bucketKey().isEmpty() && !value.isEmpty()) {
                values.put(setting.bucketKey(), valueOf(setting, value));
            }
        }
        // What other servers do must be seen at once.
        boolean others =
                config.metadata().filter(place -> place.startsWith("jdbc:")).isPresent();
        Duration kept = others ? Duration.ZERO : config.keptListings().orElse(KEPT_IN_A_BUCKET);
        values.put("kept-listings", Long.toString(kept.toMillis()));
        values.put("bucket", bucket.name());
        values.put("prefix", bucket.prefix());
        values.put("read-only", Boolean.toString(config.readOnly()));
        return values;
    }

    /** What the S3 storage's messages call its settings: by the words that a person can set. */
    private static Map<String, String> bucketNames() {
        Map<String, String> names = new HashMap<>();
        for (Setting setting : Setting.values()) {
            if (!setting.bucketKey().isEmpty()) {
                names.put(setting.bucketKey(), setting.key());
            }
        }
        return names;
    }

    /** A secret stands in a file, so that no list of processes shows it. */
    private static String valueOf(Setting setting, String value) {
        if (setting != Setting.S3_SECRET_KEY_FILE) {
            return value;
        }
        try {
            return Files.readString(Path.of(value)).strip();
        } catch (IOException e) {
            throw new SettingsException("The file " + value + " of '" + setting.key() + "' can't be read.", e);
        }
    }

    private static StorageProvider provider(StorageLocation location) {
        String name = location instanceof StorageLocation.Bucket ? "s3" : "fs";
        for (StorageProvider provider : ServiceLoader.load(StorageProvider.class)) {
            if (provider.name().equals(name)) {
                return provider;
            }
        }
        throw new SettingsException("The storage '" + name + "' is not part of this program.");
    }
}
