package io.headroom.server.capacity;

import io.headroom.server.escrow.MemorySharedLedger;
import io.headroom.server.escrow.SharedLedger;
import java.time.Clock;

/** With a shared ledger in memory. */
class ConcurrentNodesTest extends ConcurrentNodesContract {
    private final MemorySharedLedger shared = new MemorySharedLedger(Clock.systemUTC());

    @Override
    protected SharedLedger ledger() {
        return shared;
    }

    @Override
    protected int changes() {
        return 400;
    }

    @Override
    protected void closeLedgers() {
        // There is nothing to close.
    }
}
