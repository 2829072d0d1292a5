package io.headroom.fs;

import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;

/**
 * Who may change what. Thread-safe; none of the locks may be taken twice by one thread.
 *
 * <p>A change of one name holds the stripe of that name while it checks its condition and renames, so that two creators have
 * one winner. A change that swaps whole trees holds all of it alone. Nothing is forced to the disk under these locks: writers
 * wait for the disk side by side, and the journal takes them together.
 */
final class ChangeLocks {
    private static final int STRIPES = 256;

    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    private final StampedLock trees = new StampedLock();

    /** Held by a change; released by the thread that took it. */
    interface Held {
        void release();
    }

    ChangeLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /** @param place a name in a real directory, so that two ways to it are one lock */
    Held one(Path place) {
        long stamp = trees.readLock();
        ReentrantLock stripe = stripes[stripe(place)];
        stripe.lock();
        return () -> {
            stripe.unlock();
            trees.unlockRead(stamp);
        };
    }

    /** Both names of a move. */
    Held both(Path one, Path other) {
        int first = Math.min(stripe(one), stripe(other));
        int second = Math.max(stripe(one), stripe(other));
        long stamp = trees.readLock();
        stripes[first].lock();
        if (second != first) {
            stripes[second].lock();
        }
        return () -> {
            if (second != first) {
                stripes[second].unlock();
            }
            stripes[first].unlock();
            trees.unlockRead(stamp);
        };
    }

    /** Everything, for a swap of trees. */
    Held all() {
        long stamp = trees.writeLock();
        return () -> trees.unlockWrite(stamp);
    }

    /** For {@link #swappedSince}: costs a reader one volatile read. */
    long mark() {
        return trees.tryOptimisticRead();
    }

    /**
     * Whether a swap was under way at the mark or began since: for a moment its target was at neither place, so a reader who
     * missed something looks again. Waits for the end of such a swap.
     */
    boolean swappedSince(long mark) {
        if (trees.validate(mark)) {
            return false;
        }
        trees.unlockRead(trees.readLock());
        return true;
    }

    /** Names that a file system may take for the same in spite of their case share a stripe. */
    private static int stripe(Path place) {
        String text = place.toString();
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = 31 * hash + Character.toLowerCase(Character.toUpperCase(text.charAt(i)));
        }
        return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }
}
