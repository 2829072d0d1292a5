package io.headroom.fs;

import io.headroom.spi.testkit.SmallVolume;
import io.headroom.spi.testkit.StorageContract;
import io.headroom.spi.testkit.StorageFixture;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, full volume included. A btrfs: nothing is written in place, and figures come late. */
class FsStorageBtrfsIT extends StorageContract {
    private static SmallVolume volume;

    @BeforeAll
    static void mount() throws IOException {
        volume = SmallVolume.btrfs(128);
    }

    @AfterAll
    static void unmount() throws IOException {
        if (volume != null) {
            volume.close();
        }
    }

    @Override
    protected StorageFixture fixture() {
        return new DirectoryFixture(volume.directory(), true, Map.of());
    }
}
