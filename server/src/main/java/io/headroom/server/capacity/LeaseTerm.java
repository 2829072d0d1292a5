package io.headroom.server.capacity;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long this node may trust its leases, by its own clock that only goes forward: from the moment before it asked for them,
 * and a margin less than the ledger waits. So a node that was stopped for a while, or can't reach the ledger, knows by itself
 * when others may have taken over its room. Thread-safe.
 */
final class LeaseTerm {
    private static final int MARGIN_PARTS = 6;
    private static final int RENEWALS = 4;

    private final LongSupplier nanoTime;
    private final long trusted;
    private final long renewed;
    private volatile long from;
    private volatile boolean begun;

    LeaseTerm(LongSupplier nanoTime, Duration lease) {
        this.nanoTime = nanoTime;
        this.trusted = lease.toNanos() - lease.toNanos() / MARGIN_PARTS;
        this.renewed = lease.toNanos() / RENEWALS;
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** @param askedAt what {@link #now} said before the ledger was asked */
    void renewed(long askedAt) {
        from = askedAt;
        begun = true;
    }

    boolean isValid() {
        return begun && now() - from < trusted;
    }

    boolean isToBeRenewed() {
        return !begun || now() - from >= renewed;
    }
}
