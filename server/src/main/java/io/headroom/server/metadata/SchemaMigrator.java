package io.headroom.server.metadata;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables up to date before anything reads them. */
final class SchemaMigrator {
    private final SqlDialect dialect;

    SchemaMigrator(SqlDialect dialect) {
        this.dialect = dialect;
    }

    /** @throws FlywayException when the tables are not what this server can work with */
    void migrate(DataSource source) {
        Flyway.configure(SchemaMigrator.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration")
                .failOnMissingLocations(true)
                // What a newer server has migrated is refused, not ignored.
                .ignoreMigrationPatterns(new String[0])
                .placeholders(dialect.placeholders())
                .loggers("slf4j")
                .load()
                .migrate();
    }
}
