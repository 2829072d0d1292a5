package io.headroom.spi.testkit;

import io.headroom.spi.Storage;
import java.time.Clock;

/** The storage in memory keeps the contract. */
class MemoryStorageTest extends StorageContract {
    private static final long LIMIT = 16 * 1024 * 1024;

    @Override
    protected StorageFixture fixture() {
        return new StorageFixture() {
            @Override
            public void wipe() {}

            @Override
            public Storage open() {
                return new MemoryStorage(LIMIT, Clock.systemUTC());
            }

            @Override
            public boolean small() {
                return true;
            }

            @Override
            public boolean survivesClosing() {
                return false;
            }
        };
    }
}
