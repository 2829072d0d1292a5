package io.headroom.server.metadata;

import io.headroom.spi.testkit.PostgresServer;

/** Starts a real PostgreSQL. */
class JdbcMoveJournalPostgresIT extends JdbcMoveJournalContract {
    private final MetadataSettings settings =
            MetadataSettings.parse(PostgresServer.shared().createDatabase(), true);

    @Override
    protected MetadataSettings settings() {
        return settings;
    }
}
