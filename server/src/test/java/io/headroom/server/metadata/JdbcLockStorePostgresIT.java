package io.headroom.server.metadata;

import io.headroom.server.lock.LockStore;
import io.headroom.server.lock.LockStoreContract;
import io.headroom.spi.testkit.PostgresServer;
import org.junit.jupiter.api.AfterEach;

/** Starts a real PostgreSQL. */
class JdbcLockStorePostgresIT extends LockStoreContract {
    private final MetadataDatabase database =
            MetadataDatabase.open(MetadataSettings.parse(PostgresServer.shared().createDatabase(), true));
    private final LockStore store = new JdbcLockStore(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected LockStore store() {
        return store;
    }
}
