package io.headroom.server.metadata;

import io.headroom.spi.SettingsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the metadata live.
 *
 * @param durable whether what was answered also outlives a power cut; without it, a crash of the server alone loses nothing. Of
 *     a PostgreSQL its own settings decide
 * @param readConnections how many queries may run at a time; at least 1
 * @param ballastBytes the size of the file that is given up when something must be removed from a full disk; 0 for none
 */
public record MetadataSettings(Place place, boolean durable, int readConnections, long ballastBytes) {
    private static final int READ_CONNECTIONS = 4;
    private static final int SHARED_READ_CONNECTIONS = 8;
    private static final long BALLAST_BYTES = 1024 * 1024;

    /** Which kind of database, and where it is. */
    public sealed interface Place {}

    /** @param path of the SQLite file, which may not exist yet */
    public record File(Path path) implements Place {
        public File {
            path = path.toAbsolutePath().normalize();
        }
    }

    /** Ends with the server. */
    public record Memory() implements Place {}

    /** A PostgreSQL, which several servers may share. */
    public record Shared(PostgresAddress address) implements Place {}

    public MetadataSettings {
        if (readConnections < 1 || ballastBytes < 0) {
            throw new IllegalArgumentException("at least one connection and no negative ballast");
        }
    }

    /**
     * @param fileOrUrl the path of a file, or a {@code jdbc:postgresql:} URL, which may hold a password
     * @throws SettingsException with a sentence that shows no password, when it is neither
     */
    public static MetadataSettings parse(String fileOrUrl, boolean durable) {
        String lower = fileOrUrl.toLowerCase(Locale.ROOT);
        if (lower.startsWith("jdbc:")) {
            return shared(PostgresAddress.parse(fileOrUrl));
        }
        if (lower.startsWith("postgres:") || lower.startsWith("postgresql:")) {
            throw new SettingsException(
                    "The metadata database is a file, or a URL that begins with jdbc:postgresql://.");
        }
        if (fileOrUrl.isBlank()) {
            throw new SettingsException(
                    "The metadata database needs a file, or a URL as jdbc:postgresql://HOST/DATABASE.");
        }
        try {
            return file(Path.of(fileOrUrl), durable);
        } catch (InvalidPathException e) {
            throw new SettingsException("The metadata database can't be a file of the name that was given.", e);
        }
    }

    /** A database on disk, with the usual figures. */
    public static MetadataSettings file(Path file, boolean durable) {
        return new MetadataSettings(new File(file), durable, READ_CONNECTIONS, BALLAST_BYTES);
    }

    /** A database that ends with the server, as for serving what may only be read. */
    public static MetadataSettings memory() {
        return new MetadataSettings(new Memory(), false, 1, 0);
    }

    /** A database that several servers may share, with the usual figures. */
    public static MetadataSettings shared(PostgresAddress address) {
        return new MetadataSettings(new Shared(address), true, SHARED_READ_CONNECTIONS, 0);
    }

    /** The SQLite file; empty for any other database. */
    public Optional<Path> file() {
        return place instanceof File file ? Optional.of(file.path()) : Optional.empty();
    }

    /** Whether other servers may use the same database. */
    public boolean isShared() {
        return place instanceof Shared;
    }

    /** How a message calls the database; without a password. */
    public String title() {
        if (place instanceof File file) {
            return "The metadata database " + file.path();
        }
        return place instanceof Shared shared
                ? "The metadata database " + shared.address()
                : "The metadata database in memory";
    }
}
