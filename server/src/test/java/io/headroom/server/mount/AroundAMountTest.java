package io.headroom.server.mount;

import io.headroom.spi.testkit.MemoryObjectStorage;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.StorageContract;
import io.headroom.spi.testkit.StorageFixture;

/** Beside a mount the main storage is as it is alone. */
class AroundAMountTest extends StorageContract {
    @Override
    protected StorageFixture fixture() {
        return new MountedFixture(
                "/kit",
                () -> new MemoryStorage(MountedFixture.LIMIT, MountedFixture.CLOCK),
                () -> new MemoryObjectStorage(MountedFixture.LIMIT, MountedFixture.CLOCK));
    }
}
