package io.headroom.server.app;

import io.headroom.spi.SettingsException;

/**
 * A value, or one of several, with the place where it was written.
 *
 * @param text one line
 */
record Entry(String text, Origin origin) {
    /** @param sentence that names the setting; the place is put before it */
    SettingsException wrong(String sentence, Exception cause) {
        return new SettingsException(origin.place() + ": " + sentence, cause);
    }
}
