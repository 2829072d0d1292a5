package io.headroom.server.metadata;

import java.sql.Connection;
import java.util.function.UnaryOperator;

/** Opens a database of whichever kind the settings ask for. */
final class DatabaseOpening {
    private final MetadataSettings settings;
    private final UnaryOperator<Connection> writing;

    /** @param writing what is put around the connections that write */
    DatabaseOpening(MetadataSettings settings, UnaryOperator<Connection> writing) {
        this.settings = settings;
        this.writing = writing;
    }

    MetadataDatabase open() {
        MetadataSettings.Place place = settings.place();
        if (place instanceof MetadataSettings.Shared shared) {
            return new PostgresOpening(settings, shared.address(), writing).open();
        }
        if (place instanceof MetadataSettings.File file) {
            return new SqliteOpening(settings, writing).openFile(file.path());
        }
        return new SqliteOpening(settings, writing).openMemory();
    }
}
