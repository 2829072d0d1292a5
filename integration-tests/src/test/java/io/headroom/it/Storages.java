package io.headroom.it;

import io.headroom.fs.FsStorageProvider;
import io.headroom.spi.Storage;
import io.headroom.spi.StorageSettings;
import io.headroom.spi.testkit.MemoryObjectStorage;
import io.headroom.spi.testkit.MemoryStorage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** The storages that the tests of behaviour run on; one more constant, and all of them run on it too. */
enum Storages {
    MEMORY {
        @Override
        Storage open(Path folder, Clock clock) {
            return new MemoryStorage(ROOM, clock);
        }
    },
    OBJECTS {
        @Override
        Storage open(Path folder, Clock clock) {
            return new MemoryObjectStorage(ROOM, clock);
        }

        @Override
        boolean knowsCreation() {
            return false;
        }
    },
    DIRECTORY {
        @Override
        Storage open(Path folder, Clock clock) {
            return new FsStorageProvider()
                    .open(new StorageSettings(Map.of("root", folder.toString(), "sync", "never")), clock);
        }
    },
    BUCKET {
        @Override
        Storage open(Path folder, Clock clock) {
            return TestBucket.shared().open(clock);
        }

        @Override
        boolean knowsCreation() {
            return false;
        }

        @Override
        Duration clockAhead() {
            return Duration.ofMinutes(1);
        }
    };

    /** Bytes; more than any test of behaviour stores. */
    static final long ROOM = 64L << 20;

    /** How far the server's clock is ahead: where the storage has one of its own, what is stored must not lie in the future. */
    Duration clockAhead() {
        return Duration.ZERO;
    }

    /** Whether it knows when a file was made. */
    boolean knowsCreation() {
        return true;
    }

    /** @param folder an empty one, for the storages that need a place */
    abstract Storage open(Path folder, Clock clock);
}
