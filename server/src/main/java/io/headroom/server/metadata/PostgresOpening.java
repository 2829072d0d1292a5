package io.headroom.server.metadata;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.headroom.spi.SettingsException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.flywaydb.core.api.FlywayException;

/** How a PostgreSQL database comes up: looked at, migrated by one server at a time, opened, watched. */
final class PostgresOpening {
    private static final String ENCODING = "UTF8";

    private final MetadataSettings settings;
    private final PostgresAddress address;
    private final SqlDialect dialect = new PostgresDialect();
    private final PostgresSource source;
    private final SqlFailures failures = new SqlFailures(dialect, () -> VolumeState.TAKES_FILES);
    private final Reachability reachability;

    /** @param writing what is put around the connections that write */
    PostgresOpening(MetadataSettings settings, PostgresAddress address, UnaryOperator<Connection> writing) {
        this.settings = settings;
        this.address = address;
        this.source = new PostgresSource(address, writing);
        this.reachability = new Reachability(dialect, settings.title());
    }

    MetadataDatabase open() {
        try {
            requireEncoding();
            new SchemaMigrator(dialect, address.schema()).migrate(source.migrating());
            return connect();
        } catch (SQLException | FlywayException | PoolInitializationException e) {
            throw new OpeningRefusal(settings, dialect).of(e, failures);
        }
    }

    private MetadataDatabase connect() throws SQLException {
        SqlSession session = source.openWriting();
        try {
            WriteSession writer = new WriteSession(source::openWriting, dialect, reachability, session);
            ReadPool reads = ReadPool.ofServer(source, settings.readConnections(), reachability);
            DatabaseWatch watch = new DatabaseWatch(source::openWatching, reachability, () -> {
                writer.abort();
                reads.abort();
            });
            return new MetadataDatabase(DatabaseParts.of(dialect, failures, reachability, source::openWriting, writer)
                    .with(reads)
                    .with(watch));
        } catch (PoolInitializationException e) {
            session.close();
            throw e;
        }
    }

    /** Of the others, some can't hold every name, and some count and cut bytes for characters. */
    private void requireEncoding() throws SQLException {
        try (SqlSession session = source.openWriting();
                ResultSet row = session.prepare("SHOW server_encoding").executeQuery()) {
            if (!row.next() || !row.getString(1).equals(ENCODING)) {
                throw new SettingsException(settings.title() + " must be one with the encoding " + ENCODING + ".");
            }
        }
    }
}
