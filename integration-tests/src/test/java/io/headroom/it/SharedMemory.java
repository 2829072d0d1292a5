package io.headroom.it;

import io.headroom.spi.Capability;
import io.headroom.spi.ForwardingStorage;
import io.headroom.spi.Storage;
import java.util.EnumSet;
import java.util.Set;

/** One storage in the hands of several servers, which each close their own end only. */
final class SharedMemory extends ForwardingStorage {
    SharedMemory(Storage shared) {
        super(shared);
    }

    @Override
    public Set<Capability> capabilities() {
        EnumSet<Capability> all = EnumSet.of(Capability.SHARED_BETWEEN_NODES);
        all.addAll(delegate().capabilities());
        return all;
    }

    /** The test closes what is shared. */
    @Override
    public void close() {}
}
