package io.headroom.server.capacity;

import io.headroom.spi.path.ResourcePath;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps those who change a directory and a count that lists it apart, so that the count sees each change either whole or not
 * at all. Changes never wait for each other, and for a count only as long as it lists the very same directory. Thread-safe.
 */
final class ChangeGate {
    /** What a change holds while it changes the storage and the books; given back on every way out. */
    interface Pass extends AutoCloseable {
        @Override
        void close();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final Map<ResourcePath, Integer> inside = new HashMap<>();
    private @Nullable ResourcePath listed;
    private boolean closed;
    private int trees;

    /** @param directory the collection whose members change */
    Pass enter(ResourcePath directory) {
        return enter(directory, directory);
    }

    /** Both at once, so that two changes never wait for each other. */
    Pass enter(ResourcePath one, ResourcePath other) {
        lock.lock();
        try {
            while (closed || Objects.equals(listed, one) || Objects.equals(listed, other)) {
                freed.awaitUninterruptibly();
            }
            inside.merge(one, 1, Integer::sum);
            inside.merge(other, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
        return () -> leave(one, other);
    }

    private void leave(ResourcePath one, ResourcePath other) {
        lock.lock();
        try {
            inside.computeIfPresent(one, (path, count) -> count == 1 ? null : count - 1);
            inside.computeIfPresent(other, (path, count) -> count == 1 ? null : count - 1);
            if (listed != null || closed) {
                freed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A tree changes member by member, for as long as that takes: no count that goes on meanwhile can be right. */
    void treeBegins() {
        lock.lock();
        try {
            trees++;
        } finally {
            lock.unlock();
        }
    }

    /** To be called when what became of the tree is in the books. */
    void treeEnds() {
        lock.lock();
        try {
            trees--;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean anyTree() {
        lock.lock();
        try {
            return trees > 0;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until no tree changes any more, or the thread is interrupted, and stays so. */
    void awaitTrees() {
        lock.lock();
        try {
            while (trees > 0) {
                freed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nobody changes the directory, and keeps changes out until {@link #open}. One thread at a time. */
    void close(ResourcePath directory) {
        lock.lock();
        try {
            listed = directory;
            while (inside.containsKey(directory)) {
                freed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #close(ResourcePath)}, for all directories: for a moment only. */
    void closeAll() {
        lock.lock();
        try {
            closed = true;
            while (!inside.isEmpty()) {
                freed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            listed = null;
            closed = false;
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
