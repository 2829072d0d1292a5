package io.headroom.fs;

import io.headroom.spi.testkit.StorageContract;
import io.headroom.spi.testkit.StorageFixture;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The contract on the local disk, without waiting for it. */
class FsStorageTest extends StorageContract {
    @TempDir
    Path root;

    @Override
    protected StorageFixture fixture() {
        return new DirectoryFixture(root, false, Map.of("sync", "never"));
    }
}
