package io.headroom.server.lock;

import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants, renews and ends write locks (RFC 4918 §6, §9.10, §9.11).
 *
 * <p>All locks are in memory, so that asking costs no query, and in a store before the answer goes out, so that they outlive a
 * restart. With a {@link SharedLockStore} other servers change them too: then {@link #bringUpToDate} comes before questions
 * whose answers count.
 *
 * <p>Thread-safe. Questions never wait.
 */
public final class LockService {
    private static final Logger LOG = LoggerFactory.getLogger(LockService.class);

    private final LockIndex index = new LockIndex();
    private final LockChanges changes;

    /**
     * For a server that is the only one that uses the store: reads all locks that were kept, and forgets those that ended
     * meanwhile.
     */
    public LockService(LockStore store, Clock clock, LockLimits limits) {
        this.changes = new OwnLockChanges(store, clock, limits, index);
    }

    /** For one of several servers: reads all locks. */
    public LockService(SharedLockStore store, Clock clock, LockLimits limits) {
        this.changes = new SharedLockChanges(store, clock, limits, index);
    }

    /**
     * Learns what other servers changed, with one cheap query; costs nothing when there can't be others. To be called at the
     * start of whatever may change something, and again when nobody else can change the same resource any more.
     *
     * @throws UnavailableException when the store can't be asked: then nobody knows what is locked
     */
    public void bringUpToDate() {
        changes.bringUpToDate();
    }

    /** As {@link #bringUpToDate} for those who only show locks: when the store can't be asked, what was known is shown. */
    public void bringUpToDateIfPossible() {
        try {
            changes.bringUpToDate();
        } catch (UnavailableException e) {
            LOG.debug("The locks that are shown may be out of date", e);
        }
    }

    /** Whether there is no lock anywhere: the cheapest question, worth asking first. */
    public boolean isEmpty() {
        return index.isEmpty();
    }

    /** The locks that cover a resource, taken there or inherited from a depth-infinity ancestor; the outermost first. */
    public List<Lock> covering(ResourcePath path) {
        return index.isEmpty() ? List.of() : index.covering(path, changes.now());
    }

    /** The locks taken on a resource or anywhere below it, a collection before its members. */
    public List<Lock> within(ResourcePath path) {
        return index.isEmpty() ? List.of() : index.within(path, changes.now());
    }

    /**
     * Checks and locks in one step.
     *
     * @throws RequestRefusedException 423 with no-conflicting-lock when the resource is covered by a lock that tolerates none
     *     beside it, or the new one wouldn't; 429 when the principal holds as many as one may
     * @throws MemberLockConflictException when only locks below stand in the way of a depth-infinity lock
     * @throws UnavailableException when there are as many locks as there may be, some of which will end; or the store can't be
     *     reached
     */
    public Lock grant(LockRequest request) {
        return changes.grant(request);
    }

    static List<ResourcePath> roots(List<Lock> locks) {
        return locks.stream().map(Lock::root).distinct().toList();
    }

    /**
     * Starts the time of a lock anew (RFC 4918 §9.10.2).
     *
     * @param path anything that the lock covers
     * @param submitted the tokens of the If header; the first one that covers the path is meant
     * @param timeout counted from now
     * @throws RequestRefusedException 412 with lock-token-matches-request-uri when no token covers the path; 403 for the lock of
     *     another principal
     */
    public Lock refresh(ResourcePath path, Set<LockToken> submitted, String principal, Duration timeout) {
        return changes.refresh(path, submitted, principal, timeout);
    }

    /**
     * Ends a lock as a whole (RFC 4918 §9.11).
     *
     * @param path anything that the lock covers
     * @throws RequestRefusedException 409 with lock-token-matches-request-uri when there is no such lock or it doesn't cover the
     *     path; 403 for the lock of another principal
     */
    public void unlock(ResourcePath path, LockToken token, String principal) {
        changes.unlock(path, token, principal);
    }

    /**
     * Ends every lock on a resource and below it, since the resources are gone (RFC 4918 §9.6, §9.9.3); a lock that covers them
     * from further up stays.
     */
    public void forgetTree(ResourcePath path) {
        if (!index.isEmpty()) {
            forgetGone(index.within(path, Instant.MIN));
        }
    }

    /**
     * Ends the locks below a resource whose own resources are gone, after a tree went in part only (RFC 4918 §9.6.1).
     *
     * @param isThere whether something still stands at a path
     */
    public void forgetGone(ResourcePath path, Predicate<ResourcePath> isThere) {
        if (!index.isEmpty()) {
            forgetGone(index.within(path, Instant.MIN).stream()
                    .filter(lock -> !isThere.test(lock.root()))
                    .toList());
        }
    }

    /** What they locked is gone, and so it is said, also when the store learns of it later. */
    private void forgetGone(Collection<Lock> locks) {
        try {
            changes.forget(locks);
        } catch (UnavailableException e) {
            LOG.warn("Locks of what is gone stay in the database until it is there: {}", e.getMessage());
        }
    }

    /** Ends what has expired, also in the store. Nothing depends on it being called: it gives back room early. */
    public void sweep() {
        changes.sweep();
    }
}
