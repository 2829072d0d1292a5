package io.headroom.server.metadata;

import io.headroom.server.lock.LockStore;
import io.headroom.server.lock.LockStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class JdbcLockStoreTest {
    @Nested
    class OnFile extends LockStoreContract {
        @TempDir
        Path directory;

        private MetadataDatabase database;
        private LockStore store;

        @BeforeEach
        void open() {
            database = MetadataDatabase.open(MetadataSettings.file(directory.resolve("metadata.db"), false));
            store = new JdbcLockStore(database);
        }

        @AfterEach
        void close() {
            database.close();
        }

        @Override
        protected LockStore store() {
            return store;
        }
    }

    @Nested
    class InMemory extends LockStoreContract {
        private final MetadataDatabase database = MetadataDatabase.open(MetadataSettings.memory());
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
}
