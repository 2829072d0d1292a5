package io.headroom.server.mount;

import io.headroom.spi.testkit.MemoryObjectStorage;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.StorageContract;
import io.headroom.spi.testkit.StorageFixture;

/** A mounted object store is as it is alone. */
class InsideAMountTest extends StorageContract {
    @Override
    protected StorageFixture fixture() {
        return new MountedFixture(
                "/mount",
                () -> new MemoryStorage(MountedFixture.LIMIT, MountedFixture.CLOCK),
                () -> new MemoryObjectStorage(MountedFixture.LIMIT, MountedFixture.CLOCK));
    }
}
