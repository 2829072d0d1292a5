package io.headroom.server.metadata;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;

/** How a database comes up: claimed, opened, migrated, with a reserve beside it; and what to say when it doesn't. */
final class DatabaseOpening {
    private final MetadataSettings settings;
    private final SqlDialect dialect = new SqliteDialect();
    private final SqliteSource source;

    /** @param writing what is put around the connections that write */
    DatabaseOpening(MetadataSettings settings, UnaryOperator<Connection> writing) {
        this.settings = settings;
        this.source = new SqliteSource(settings, writing);
    }

    MetadataDatabase open() {
        Optional<Path> file = settings.file();
        return file.isPresent() ? openFile(file.get()) : openMemory();
    }

    private MetadataDatabase openMemory() {
        SqlFailures failures = new SqlFailures(dialect, () -> VolumeState.TAKES_FILES);
        try {
            WriteSession writer = writer();
            return new MetadataDatabase(failures, writer, Optional.empty(), Optional.empty(), Optional.empty());
        } catch (SQLException | FlywayException e) {
            throw refusal(e, failures);
        }
    }

    private MetadataDatabase openFile(Path file) {
        DatabaseOwner owner = DatabaseOwner.claim(file);
        try {
            return openFile(file, owner);
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    private MetadataDatabase openFile(Path file, DatabaseOwner owner) {
        MetadataBallast ballast =
                new MetadataBallast(file.resolveSibling(file.getFileName() + ".ballast"), settings.ballastBytes());
        SqlFailures failures = new SqlFailures(dialect, ballast::volume);
        new SqliteLibrary(file).provide();
        WriteSession writer = null;
        try {
            writer = writerOnFullDisk(ballast, failures);
            ReadPool reads = new ReadPool(source.dataSource(), settings.readConnections());
            ballast.fill();
            return new MetadataDatabase(
                    failures,
                    writer,
                    Optional.of(reads),
                    Optional.of(new MetadataReserve(ballast, reads)),
                    Optional.of(owner));
        } catch (SQLException | FlywayException | PoolInitializationException e) {
            SettingsException refusal = refusal(e, failures);
            close(writer, refusal);
            throw refusal;
        }
    }

    /** Opening needs some blocks too, for the log and the memory that connections share. */
    private WriteSession writerOnFullDisk(MetadataBallast ballast, SqlFailures failures) throws SQLException {
        try {
            return writer();
        } catch (SQLException | FlywayException e) {
            SQLException cause = sqlCause(e);
            if (cause == null || !failures.isFull(cause)) {
                throw e;
            }
        }
        try {
            ballast.drop();
        } catch (IOException e) {
            throw new SQLException(e);
        }
        return writer();
    }

    private WriteSession writer() throws SQLException {
        WriteSession writer = new WriteSession(source::openWriting, source.openWriting());
        try {
            new SchemaMigrator(dialect).migrate(source.dataSource());
        } catch (FlywayException e) {
            close(writer, e);
            throw e;
        }
        return writer;
    }

    private SettingsException refusal(Exception failure, SqlFailures failures) {
        if (failure instanceof FlywayValidateException) {
            return new SettingsException(
                    settings.title() + " was made by another version of this server, which this one can't read.",
                    failure);
        }
        SQLException cause = sqlCause(failure);
        if (cause != null && dialect.isCorrupt(cause)) {
            return new SettingsException(settings.title() + " is damaged, or it is no database.", failure);
        }
        if (cause != null && failures.isFull(cause)) {
            return new SettingsException(settings.title() + " can't be opened, because its volume is full.", failure);
        }
        return new SettingsException(
                settings.title() + " can't be opened: " + (cause == null ? failure : cause).getMessage(), failure);
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException cause) {
                return cause;
            }
        }
        return null;
    }

    private static void close(@Nullable WriteSession writer, Exception cause) {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
