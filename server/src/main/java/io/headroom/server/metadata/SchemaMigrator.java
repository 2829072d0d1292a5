package io.headroom.server.metadata;

import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
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

    /** @throws FlywayException when the tables are not what this server can work with */
    void migrate(DataSource source) {
        FluentConfiguration configuration = Flyway.configure(SchemaMigrator.class.getClassLoader());
        schema.ifPresent(name -> configuration.schemas(name).defaultSchema(name));
        configuration
                .dataSource(source)
                .lockRetryCount(LOOKS_AT_THE_LOCK)
                .locations(dialect.migrations().toArray(String[]::new))
                .failOnMissingLocations(true)
                // What a newer server has migrated is refused, not ignored.
                .ignoreMigrationPatterns(new String[0])
                .placeholders(dialect.placeholders())
                .loggers("slf4j")
                .load()
                .migrate();
    }
}
