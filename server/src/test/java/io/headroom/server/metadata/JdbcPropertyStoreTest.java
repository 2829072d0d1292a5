package io.headroom.server.metadata;

import io.headroom.server.property.PropertyStore;
import io.headroom.server.property.PropertyStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class JdbcPropertyStoreTest {
    @Nested
    class OnFile extends PropertyStoreContract {
        @TempDir
        Path directory;

        private MetadataDatabase database;
        private PropertyStore store;

        @BeforeEach
        void open() {
            database = MetadataDatabase.open(MetadataSettings.file(directory.resolve("metadata.db"), false));
            store = new JdbcPropertyStore(database);
        }

        @AfterEach
        void close() {
            database.close();
        }

        @Override
        protected PropertyStore store() {
            return store;
        }
    }

    @Nested
    class InMemory extends PropertyStoreContract {
        private final MetadataDatabase database = MetadataDatabase.open(MetadataSettings.memory());
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
}
