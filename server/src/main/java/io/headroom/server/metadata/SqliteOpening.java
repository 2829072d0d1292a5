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
import org.jspecify.annotations.Nullable;

/** How an SQLite database comes up: claimed, opened, migrated, with a reserve beside it. */
final class SqliteOpening {
    private final MetadataSettings settings;
    private final SqlDialect dialect;
    private final SqliteSource source;
    private final OpeningRefusal refusals;
    private final Reachability reachability;

    /** @param writing what is put around the connections that write */
    SqliteOpening(MetadataSettings settings, UnaryOperator<Connection> writing) {
        this(settings, writing, new SqliteDialect());
    }

    /** @param dialect knows the migrations */
    SqliteOpening(MetadataSettings settings, UnaryOperator<Connection> writing, SqlDialect dialect) {
        this.dialect = dialect;
        this.settings = settings;
        this.source = new SqliteSource(settings, writing);
        this.refusals = new OpeningRefusal(settings, dialect);
        this.reachability = new Reachability(dialect, settings.title());
    }

    MetadataDatabase openMemory() {
        SqlFailures failures = new SqlFailures(dialect, () -> VolumeState.TAKES_FILES);
        try {
            return new MetadataDatabase(
                    DatabaseParts.of(dialect, failures, reachability, source::openWriting, writer()));
        } catch (SQLException | FlywayException e) {
            throw refusals.of(e, failures);
        }
    }

    MetadataDatabase openFile(Path file) {
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
        new DatabaseFile(file).shield();
        WriteSession writer = null;
        try {
            writer = writerOnFullDisk(ballast, failures);
            ReadPool reads = ReadPool.ofFile(source.dataSource(), settings.readConnections(), reachability);
            ballast.fill();
            return new MetadataDatabase(DatabaseParts.of(dialect, failures, reachability, source::openWriting, writer)
                    .with(reads)
                    .with(new MetadataReserve(ballast, reads))
                    .with(owner));
        } catch (SQLException | FlywayException | PoolInitializationException e) {
            SettingsException refusal = refusals.of(e, failures);
            close(writer, refusal);
            throw refusal;
        }
    }

    /** Opening needs some blocks too, for the log and the memory that connections share. */
    private WriteSession writerOnFullDisk(MetadataBallast ballast, SqlFailures failures) throws SQLException {
        try {
            return writer();
        } catch (SQLException | FlywayException e) {
            SQLException cause = OpeningRefusal.sqlCause(e);
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
        WriteSession writer = new WriteSession(source::openWriting, dialect, reachability, source.openWriting());
        try {
            new SchemaMigrator(dialect, Optional.empty()).migrate(source.dataSource(), this::keepCopy);
        } catch (SQLException | FlywayException e) {
            close(writer, e);
            throw e;
        }
        return writer;
    }

    private void keepCopy(String version) throws SQLException {
        Optional<Path> file = settings.file();
        if (file.isPresent()) {
            new SchemaCopy(file.get()).keep(source.dataSource(), version);
        }
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
