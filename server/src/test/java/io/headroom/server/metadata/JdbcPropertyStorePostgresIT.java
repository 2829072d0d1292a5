package io.headroom.server.metadata;

import io.headroom.server.property.PropertyStore;
import io.headroom.server.property.PropertyStoreContract;
import io.headroom.spi.testkit.PostgresServer;
import org.junit.jupiter.api.AfterEach;

/** Starts a real PostgreSQL. */
class JdbcPropertyStorePostgresIT extends PropertyStoreContract {
    private final MetadataDatabase database =
            MetadataDatabase.open(MetadataSettings.parse(PostgresServer.shared().createDatabase(), true));
    private final PropertyStore store = new JdbcPropertyStore(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected PropertyStore store() {
        return store;
    }
}
