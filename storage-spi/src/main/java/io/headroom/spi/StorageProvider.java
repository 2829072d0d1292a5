package io.headroom.spi;

import java.time.Clock;

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
}
