package io.headroom.server.metadata;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteDataSource;

/** Connections to one SQLite database, all set up alike. Thread-safe. */
final class SqliteSource {
    /** The log goes back to this size after a large transaction. */
    private static final int LOG_BYTES = 8 * 1024 * 1024;

    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(5);

    private final SQLiteDataSource source;

    SqliteSource(MetadataSettings settings) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setJournalSizeLimit(LOG_BYTES);
        config.setSynchronous(settings.durable() ? SynchronousMode.FULL : SynchronousMode.NORMAL);
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        config.enforceForeignKeys(true);
        // A temporary file would need room on some volume.
        config.setTempStore(TempStore.MEMORY);
        config.setGetGeneratedKeys(false);
        source = new SQLiteDataSource(config);
        source.setUrl(settings.file()
                .map(SqliteSource::url)
                // The shared cache lets the migration and the stores see one database; it ends with its last
                // connection.
                .orElseGet(() -> "jdbc:sqlite:file:" + UUID.randomUUID() + "?mode=memory&cache=shared"));
    }

    /**
     * On Unix the process keeps the database to itself, and the index of the log in its memory. By default that index is a
     * mapped file; when a full volume can't take one of its pages, as btrfs can't at a user's quota, a signal ends the process.
     */
    private static String url(Path file) {
        return file.getFileSystem().getSeparator().equals("/")
                ? "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?vfs=unix-excl"
                : "jdbc:sqlite:" + file;
    }

    DataSource dataSource() {
        return source;
    }

    /** A connection whose transactions end with a commit. */
    SqlSession openWriting() throws SQLException {
        Connection connection = source.getConnection();
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new SqlSession(connection);
    }
}
