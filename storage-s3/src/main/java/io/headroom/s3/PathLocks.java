package io.headroom.s3;

import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.path.ResourcePath;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may change what stands at a path: one thread of this process at a time. Makes one step of a look and the change right after it,
 * where the store can't. A path that nobody changes costs nothing. Thread-safe.
 */
final class PathLocks {
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** Held by a change; closed by the thread that took it. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        /** How many hold it or wait for it; changed only inside the map's own steps. */
        private int users;
    }

    private final Map<ResourcePath, Entry> entries = new ConcurrentHashMap<>();
    private final Duration patience;

    /** @param patience how long to wait for another: a store that hangs must not take all threads with it */
    PathLocks(Duration patience) {
        this.patience = patience;
    }

    /** @throws UnavailableException when another change of the path takes too long */
    Held hold(ResourcePath path) {
        Entry entry = entries.compute(path, (key, known) -> {
            Entry used = known == null ? new Entry() : known;
            used.users++;
            return used;
        });
        try {
            if (!entry.lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                forget(path);
                throw new UnavailableException(path, RETRY, null);
            }
        } catch (InterruptedException e) {
            forget(path);
            Thread.currentThread().interrupt();
            throw new UnavailableException(path, RETRY, e);
        }
        return () -> {
            entry.lock.unlock();
            forget(path);
        };
    }

    /** Both paths, always in the same order, so that no two wait for each other. */
    Held hold(ResourcePath one, ResourcePath other) {
        if (one.equals(other)) {
            return hold(one);
        }
        boolean inOrder = one.compareTo(other) < 0;
        Held first = hold(inOrder ? one : other);
        Held second;
        try {
            second = hold(inOrder ? other : one);
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
        return () -> {
            second.close();
            first.close();
        };
    }

    private void forget(ResourcePath path) {
        entries.computeIfPresent(path, (key, entry) -> --entry.users == 0 ? null : entry);
    }

    /** For tests: how many paths are held or waited for. */
    int size() {
        return entries.size();
    }
}
