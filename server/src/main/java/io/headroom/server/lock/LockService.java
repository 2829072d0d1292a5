package io.headroom.server.lock;

import io.headroom.server.failure.Condition;
import io.headroom.server.failure.RequestRefusedException;
import io.headroom.spi.ResourcePath;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants, renews and ends write locks (RFC 4918 §6, §9.10, §9.11).
 *
 * <p>All locks are in memory, so that asking costs no query, and in the {@link LockStore} before the answer goes out, so that
 * they outlive a restart. This server must be the only one that uses the store.
 *
 * <p>Thread-safe. Questions never wait. Changes wait for each other in memory only; the store is called outside, so that it
 * may write many at once. A lock stands in others' way from the moment when it is checked, a little before it is stored.
 */
public final class LockService {
    private static final Logger LOG = LoggerFactory.getLogger(LockService.class);
    private static final Duration LIMIT_RETRY = Duration.ofSeconds(60);

    /** So many ended locks wait for a common removal from the store. */
    private static final int REMOVAL_BATCH = 256;

    private final LockStore store;
    private final Clock clock;
    private final LockLimits limits;
    private final LockIndex index = new LockIndex();

    /** Guards changes of the index and of what follows. */
    private final ReentrantLock changes = new ReentrantLock();

    /** Gone from the index, yet to be removed from the store. */
    private List<LockToken> leftovers = new ArrayList<>();

    /** Reads all locks that were kept, and forgets those that ended meanwhile. */
    public LockService(LockStore store, Clock clock, LockLimits limits) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        Instant now = clock.instant();
        for (Lock lock : store.loadAll()) {
            if (lock.isExpired(now)) {
                leftovers.add(lock.token());
            } else {
                index.add(lock);
            }
        }
        removeLeftovers(1);
    }

    /** Whether there is no lock anywhere: the cheapest question, worth asking first. */
    public boolean isEmpty() {
        return index.isEmpty();
    }

    /** The locks that cover a resource, taken there or inherited from a depth-infinity ancestor; the outermost first. */
    public List<Lock> covering(ResourcePath path) {
        return index.isEmpty() ? List.of() : index.covering(path, clock.instant());
    }

    /** The locks taken on a resource or anywhere below it, a collection before its members. */
    public List<Lock> within(ResourcePath path) {
        return index.isEmpty() ? List.of() : index.within(path, clock.instant());
    }

    /**
     * Checks and locks in one step.
     *
     * @throws RequestRefusedException 423 with no-conflicting-lock when the resource is covered by a lock that tolerates none
     *     beside it, or the new one wouldn't; 429 when the principal holds as many as one may
     * @throws MemberLockConflictException when only locks below stand in the way of a depth-infinity lock
     * @throws UnavailableException when there are as many locks as there may be; some will end
     */
    public Lock grant(LockRequest request) {
        removeLeftovers(REMOVAL_BATCH);
        Lock lock;
        changes.lock();
        try {
            Instant now = clock.instant();
            dropExpired(now);
            checkConflicts(request, now);
            checkLimits(request);
            lock = new Lock(
                    new LockToken("urn:uuid:" + UUID.randomUUID()),
                    request.root(),
                    request.infinite(),
                    request.scope(),
                    request.principal(),
                    request.ownerXml(),
                    request.timeout(),
                    now.plus(request.timeout()));
            index.add(lock);
        } finally {
            changes.unlock();
        }
        boolean stored = false;
        try {
            store.add(lock);
            stored = true;
        } finally {
            if (!stored) {
                take(List.of(lock));
            }
        }
        if (index.get(lock.token()) == null) {
            // Forgotten together with its resource while it was being stored: its row came too late to be removed with
            // it.
            store.remove(List.of(lock.token()));
        }
        return lock;
    }

    private void checkConflicts(LockRequest request, Instant now) {
        List<Lock> above = conflicting(index.covering(request.root(), now), request);
        if (!above.isEmpty()) {
            throw new RequestRefusedException(
                    423, "Another lock stands in the way.", Condition.noConflictingLock(roots(above)));
        }
        if (request.infinite()) {
            List<Lock> below = conflicting(index.within(request.root(), now), request);
            if (!below.isEmpty()) {
                throw new MemberLockConflictException(below);
            }
        }
    }

    private static List<Lock> conflicting(List<Lock> locks, LockRequest request) {
        if (request.scope() == LockScope.EXCLUSIVE) {
            return locks;
        }
        return locks.stream()
                .filter(lock -> lock.scope() == LockScope.EXCLUSIVE)
                .toList();
    }

    static List<ResourcePath> roots(List<Lock> locks) {
        return locks.stream().map(Lock::root).distinct().toList();
    }

    private void checkLimits(LockRequest request) {
        if (index.size() >= limits.total()) {
            throw new UnavailableException(request.root(), LIMIT_RETRY, null);
        }
        if (index.heldBy(request.principal()) >= limits.perPrincipal()) {
            throw new RequestRefusedException(
                    429,
                    "You hold " + limits.perPrincipal() + " locks, as many as one may. Unlock something first.",
                    Map.of("Retry-After", Long.toString(LIMIT_RETRY.toSeconds())));
        }
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
        Lock renewed;
        changes.lock();
        try {
            Instant now = clock.instant();
            Lock lock = named(path, submitted, principal, now);
            renewed = new Lock(
                    lock.token(),
                    lock.root(),
                    lock.infinite(),
                    lock.scope(),
                    lock.principal(),
                    lock.ownerXml(),
                    timeout,
                    now.plus(timeout));
            index.replace(lock, renewed);
        } finally {
            changes.unlock();
        }
        store.refresh(renewed);
        // Two refreshes may reach the store in the other order: the one that comes last writes what holds.
        Lock latest = index.get(renewed.token());
        while (latest != null && !latest.equals(renewed)) {
            renewed = latest;
            store.refresh(renewed);
            latest = index.get(renewed.token());
        }
        return renewed;
    }

    private Lock named(ResourcePath path, Set<LockToken> submitted, String principal, Instant now) {
        List<Lock> meant = index.covering(path, now).stream()
                .filter(lock -> submitted.contains(lock.token()))
                .toList();
        if (meant.isEmpty()) {
            throw new RequestRefusedException(
                    412, "No lock with this token covers the resource.", Condition.LOCK_TOKEN_MATCHES_REQUEST_URI);
        }
        for (Lock lock : meant) {
            if (lock.principal().equals(principal)) {
                return lock;
            }
        }
        throw new RequestRefusedException(403, "The lock belongs to somebody else.");
    }

    /**
     * Ends a lock as a whole (RFC 4918 §9.11).
     *
     * @param path anything that the lock covers
     * @throws RequestRefusedException 409 with lock-token-matches-request-uri when there is no such lock or it doesn't cover the
     *     path; 403 for the lock of another principal
     */
    public void unlock(ResourcePath path, LockToken token, String principal) {
        Lock lock = index.get(token);
        if (lock == null || lock.isExpired(clock.instant()) || !lock.covers(path)) {
            throw new RequestRefusedException(
                    409, "No lock with this token covers the resource.", Condition.LOCK_TOKEN_MATCHES_REQUEST_URI);
        }
        if (!lock.principal().equals(principal)) {
            throw new RequestRefusedException(403, "The lock belongs to somebody else.");
        }
        forget(List.of(lock));
    }

    /**
     * Ends every lock on a resource and below it, since the resources are gone (RFC 4918 §9.6, §9.9.3); a lock that covers them
     * from further up stays.
     */
    public void forgetTree(ResourcePath path) {
        if (!index.isEmpty()) {
            forget(index.within(path, Instant.MIN));
        }
    }

    /**
     * Ends the locks below a resource whose own resources are gone, after a tree went in part only (RFC 4918 §9.6.1).
     *
     * @param isThere whether something still stands at a path
     */
    public void forgetGone(ResourcePath path, Predicate<ResourcePath> isThere) {
        if (!index.isEmpty()) {
            forget(index.within(path, Instant.MIN).stream()
                    .filter(lock -> !isThere.test(lock.root()))
                    .toList());
        }
    }

    /** Ends what has expired, also in the store. Nothing depends on it being called: it gives back room early. */
    public void sweep() {
        changes.lock();
        try {
            dropExpired(clock.instant());
        } finally {
            changes.unlock();
        }
        removeLeftovers(1);
    }

    private void dropExpired(Instant now) {
        for (Lock lock : index.removeExpired(now)) {
            leftovers.add(lock.token());
        }
    }

    private void forget(Collection<Lock> locks) {
        List<LockToken> gone = take(locks);
        if (!gone.isEmpty()) {
            remove(gone);
        }
    }

    private List<LockToken> take(Collection<Lock> locks) {
        List<LockToken> taken = new ArrayList<>();
        changes.lock();
        try {
            for (Lock lock : locks) {
                if (index.remove(lock)) {
                    taken.add(lock.token());
                }
            }
        } finally {
            changes.unlock();
        }
        return taken;
    }

    private void removeLeftovers(int atLeast) {
        @Nullable List<LockToken> taken = null;
        changes.lock();
        try {
            if (leftovers.size() >= atLeast) {
                taken = leftovers;
                leftovers = new ArrayList<>();
            }
        } finally {
            changes.unlock();
        }
        if (taken != null) {
            remove(taken);
        }
    }

    private void remove(List<LockToken> tokens) {
        try {
            store.remove(tokens);
        } catch (InsufficientStorageException e) {
            keepForLater(tokens);
            // No client can do anything about it, and its lock has ended: an UNLOCK or DELETE that fails would be
            // repeated in vain.
            LOG.warn(
                    "{} ended locks stay in the database until it has room to remove them: {}",
                    tokens.size(),
                    e.getMessage());
        } catch (StorageException e) {
            keepForLater(tokens);
            throw e;
        }
    }

    /** They are gone as far as anybody can ask; a later removal takes them along, so that no restart revives them. */
    private void keepForLater(List<LockToken> tokens) {
        changes.lock();
        try {
            leftovers.addAll(tokens);
        } finally {
            changes.unlock();
        }
    }
}
