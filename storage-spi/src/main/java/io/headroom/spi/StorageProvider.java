package io.headroom.spi;

import java.time.Clock;
import java.util.List;

/** How the server finds a backend: listed in {@code META-INF/services}, found by {@link java.util.ServiceLoader}. */
public interface StorageProvider {
    /** The word that configurations use: {@code fs}, {@code s3}. */
    String name();

    /**
     * Opens a storage; the caller closes it.
     *
     * @param settings the backend's own keys
     * @param clock what time it is
     * @throws SettingsException when a setting is wrong or doesn't fit the machine; its message is shown to the user
     */
    Storage open(StorageSettings settings, Clock clock);

    /**
     * What crashes left of uploads and trees that never came to be, and the next {@link #open} for writing, or a sweep of it, would
     * tidy up. Changes nothing. To be asked while nobody works with the storage, as far as it isn't shared.
     *
     * @throws SettingsException as {@link #open}
     */
    default List<Leftover> leftovers(StorageSettings settings, Clock clock) {
        return List.of();
    }

    /**
     * Tidies up what {@link #leftovers} tells of, and has done so when it returns. What can't go is there when one looks again.
     *
     * @throws SettingsException as {@link #open}
     */
    default void removeLeftovers(StorageSettings settings, Clock clock) {
        open(settings, clock).close();
    }
}
