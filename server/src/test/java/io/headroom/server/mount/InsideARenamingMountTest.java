package io.headroom.server.mount;

import io.headroom.spi.testkit.MemoryObjectStorage;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.StorageContract;
import io.headroom.spi.testkit.StorageFixture;

/** A mounted storage that renames is as it is alone, whatever is around it. */
class InsideARenamingMountTest extends StorageContract {
    @Override
    protected StorageFixture fixture() {
        return new MountedFixture(
                "/mount",
                () -> new MemoryObjectStorage(MountedFixture.LIMIT, MountedFixture.CLOCK),
                () -> new MemoryStorage(MountedFixture.LIMIT, MountedFixture.CLOCK));
    }
}
