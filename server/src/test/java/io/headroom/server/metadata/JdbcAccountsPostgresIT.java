package io.headroom.server.metadata;

import io.headroom.spi.testkit.PostgresServer;

/** Starts a real PostgreSQL. */
class JdbcAccountsPostgresIT extends JdbcAccountsContract {
    private final MetadataSettings settings =
            MetadataSettings.parse(PostgresServer.shared().createDatabase(), true);

    @Override
    protected MetadataSettings settings() {
        return settings;
    }
}
