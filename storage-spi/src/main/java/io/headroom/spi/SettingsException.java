package io.headroom.spi;

/** A setting that can't work. The message is one sentence for the person who starts the server. */
public final class SettingsException extends RuntimeException {
    public SettingsException(String message) {
        super(message);
    }

    public SettingsException(String message, Throwable cause) {
        super(message, cause);
    }
}
