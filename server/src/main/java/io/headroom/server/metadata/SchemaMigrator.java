package io.headroom.server.metadata;

import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings the tables up to date before anything reads them. */
final class SchemaMigrator {
    /** Another server that starts at the same time migrates first; a second between two looks. */
    private static final int LOOKS_AT_THE_LOCK = 600;

    private final SqlDialect dialect;
    private final Optional<String> schema;

    /** @param schema that holds the tables, made when it is missing; empty for the one that connections have by themselves */
    SchemaMigrator(SqlDialect dialect, Optional<String> schema) {
        this.dialect = dialect;
        this.schema = schema;
    }

    /** Is called before tables that hold something are changed. */
    @FunctionalInterface
    interface BeforeUpgrade {
        /**
         * @param from the version that they have
         * @throws SQLException when they must not be changed now
         */
        void upgrade(String from) throws SQLException;
    }

    /** @throws FlywayException when the tables are not what this server can work with */
    void migrate(DataSource source) {
        flyway(source).migrate();
    }

    /**
     * @throws FlywayException when the tables are not what this server can work with
     * @throws SQLException that {@code before} threw: nothing was changed
     */
    void migrate(DataSource source, BeforeUpgrade before) throws SQLException {
        Flyway flyway = flyway(source);
        MigrationInfoService known = flyway.info();
        MigrationInfo current = known.current();
        if (current != null && known.pending().length > 0) {
            before.upgrade(String.valueOf(current.getVersion()));
        }
        flyway.migrate();
    }

    private Flyway flyway(DataSource source) {
        FluentConfiguration configuration = Flyway.configure(SchemaMigrator.class.getClassLoader());
        schema.ifPresent(name -> configuration.schemas(name).defaultSchema(name));
        return configuration
                .dataSource(source)
                .lockRetryCount(LOOKS_AT_THE_LOCK)
                .locations(dialect.migrations().toArray(String[]::new))
                .failOnMissingLocations(true)
                // What a newer server has migrated is refused, not ignored.
                .ignoreMigrationPatterns(new String[0])
                // All or none: after a step that fails, the older server can still use what is there.
                .group(true)
                .placeholders(dialect.placeholders())
                .loggers("slf4j")
                .load();
    }
}
