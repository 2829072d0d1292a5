package io.headroom.server.metadata;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the metadata live.
 *
 * @param file the SQLite file, which may not exist yet; empty for a database in memory that ends with the server
 * @param durable whether what was answered also outlives a power cut; without it, a crash of the server alone loses nothing
 * @param readConnections how many queries may run at a time; at least 1
 * @param ballastBytes the size of the file that is given up when something must be removed from a full disk; 0 for none
 */
public record MetadataSettings(Optional<Path> file, boolean durable, int readConnections, long ballastBytes) {
    private static final int READ_CONNECTIONS = 4;
    private static final long BALLAST_BYTES = 1024 * 1024;

    public MetadataSettings {
        if (readConnections < 1 || ballastBytes < 0) {
            throw new IllegalArgumentException("at least one connection and no negative ballast");
        }
        file = file.map(path -> path.toAbsolutePath().normalize());
    }

    /** A database on disk, with the usual figures. */
    public static MetadataSettings file(Path file, boolean durable) {
        return new MetadataSettings(Optional.of(file), durable, READ_CONNECTIONS, BALLAST_BYTES);
    }

    /** A database that ends with the server, as for serving what may only be read. */
    public static MetadataSettings memory() {
        return new MetadataSettings(Optional.empty(), false, 1, 0);
    }

    /** How a message calls the database. */
    String title() {
        return file.map(path -> "The metadata database " + path).orElse("The metadata database in memory");
    }
}
