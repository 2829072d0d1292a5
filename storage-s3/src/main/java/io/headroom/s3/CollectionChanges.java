package io.headroom.s3;

import java.util.concurrent.atomic.AtomicLong;

/** How many collections this process made, moved or removed: while none is, what was seen of collections still holds. Thread-safe. */
final class CollectionChanges {
    private final AtomicLong count = new AtomicLong();

    /** Told by whoever makes or removes one, when it is done. */
    void happened() {
        count.incrementAndGet();
    }

    long count() {
        return count.get();
    }
}
