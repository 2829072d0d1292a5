package io.headroom.server.lock;

import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks of a server that is the only one that uses the store: memory decides, the store remembers.
 *
 * <p>Thread-safe. Changes wait for each other in memory only; the store is called outside, so that it may write many at once.
 * A lock stands in others' way from the moment when it is checked, a little before it is stored.
 */
final class OwnLockChanges implements LockChanges {
    private static final Logger LOG = LoggerFactory.getLogger(OwnLockChanges.class);

    /** So many ended locks wait for a common removal from the store. */
    private static final int REMOVAL_BATCH = 256;

    private final LockStore store;
    private final Clock clock;
    private final LockIndex index;
    private final LockRules rules;

    /** Guards changes of the index and of what follows. */
    private final ReentrantLock changes = new ReentrantLock();

    /** Gone from the index, yet to be removed from the store. */
    private List<LockToken> leftovers = new ArrayList<>();

    /** Whether some of the leftovers stayed because the store was away: they go at the next occasion. */
    private volatile boolean retry;

    /**
     * Reads all locks that were kept, and forgets those that ended meanwhile.
     *
     * @param index an empty one
     */
    OwnLockChanges(LockStore store, Clock clock, LockLimits limits, LockIndex index) {
        this.store = store;
        this.clock = clock;
        this.index = index;
        this.rules = new LockRules(index, limits);
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

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void bringUpToDate() {}

    @Override
    public Lock grant(LockRequest request) {
        removeLeftovers(retry ? 1 : REMOVAL_BATCH);
        Lock lock;
        changes.lock();
        try {
            Instant now = clock.instant();
            dropExpired(now);
            lock = rules.granted(request, now);
            index.add(lock);
        } finally {
            changes.unlock();
        }
        boolean stored = false;
        try {
            store.add(lock);
            stored = true;
        } catch (UnavailableException e) {
            // It may have been stored all the same, and nobody knows its token.
            keepForLater(List.of(lock.token()));
            retry = true;
            throw e;
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

    @Override
    public Lock refresh(ResourcePath path, Set<LockToken> submitted, String principal, Duration timeout) {
        Lock renewed;
        changes.lock();
        try {
            Instant now = clock.instant();
            Lock lock = rules.refreshable(path, submitted, principal, now);
            renewed = lock.renewed(timeout, now);
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

    @Override
    public void unlock(ResourcePath path, LockToken token, String principal) {
        forget(List.of(rules.unlockable(path, token, principal, clock.instant())));
    }

    @Override
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

    @Override
    public void forget(Collection<Lock> locks) {
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
                retry = false;
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
        } catch (UnavailableException e) {
            keepForLater(tokens);
            retry = true;
            throw e;
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
