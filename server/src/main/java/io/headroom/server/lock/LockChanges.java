package io.headroom.server.lock;

import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/**
 * How locks come and go: in memory, and in the store before the call returns. {@link LockService} says what each may throw.
 * Thread-safe.
 */
interface LockChanges {
    /** The time by which locks end. */
    Instant now();

    /**
     * Learns what other servers changed until now; nothing to do for a server that is alone.
     *
     * @throws io.headroom.spi.error.UnavailableException when the store can't be asked
     */
    void bringUpToDate();

    Lock grant(LockRequest request);

    Lock refresh(ResourcePath path, Set<LockToken> submitted, String principal, Duration timeout);

    void unlock(ResourcePath path, LockToken token, String principal);

    /** Ends locks whatever their holders say. */
    void forget(Collection<Lock> locks);

    /** Ends what has expired, also in the store. */
    void sweep();
}
