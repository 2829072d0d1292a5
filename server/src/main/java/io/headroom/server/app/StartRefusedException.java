package io.headroom.server.app;

import io.headroom.spi.SettingsException;

/**
 * The settings are right as far as they can be read, and the machine or a store says no: a disk that isn't mounted, a port in use, a
 * database that doesn't answer. A service may try again.
 */
final class StartRefusedException extends RuntimeException {
    /** @param reason with a sentence for the person who starts the server */
    StartRefusedException(SettingsException reason) {
        super(reason.getMessage(), reason);
    }
}
