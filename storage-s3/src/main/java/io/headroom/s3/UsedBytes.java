package io.headroom.s3;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What this process wrote and removed since it began: so a figure that was counted a while ago can be brought up to date. Told by
 * whoever writes, of what the store keeps, parts of uploads under way included. Thread-safe.
 */
final class UsedBytes {
    private final AtomicLong change = new AtomicLong();

    void added(long bytes) {
        change.addAndGet(bytes);
    }

    void removed(long bytes) {
        change.addAndGet(-bytes);
    }

    /** The sum of all changes so far; may be negative. Its difference between two moments is what happened in between. */
    long change() {
        return change.get();
    }
}
